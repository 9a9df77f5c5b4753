"""Joins the Alerts page to the rest of a desk: every way to it, and what it asks of the window."""

from typing import Final

from PySide6.QtCore import QObject, Slot

from station.models.enums import Priority
from station.store.rows import BoardSnapshot
from station.views.alerts.page import OPEN, AlertsPage
from station.views.board.page import DeskPage
from station.views.board.rail_words import STYLE
from station.views.shell import DeskShell

PAGE: Final = "alerts"


class Alerting(QObject):
    """From the rail, the strip and the navigation to the page; from its rows to the side panel."""

    def __init__(self, page: AlertsPage, board: DeskPage, shell: DeskShell, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._shell = page, shell
        board.alerts_requested.connect(self.show_page)
        shell.strip.all_wanted.connect(self.show_page)
        shell.navigation.mine.alert_opened.connect(shell.open_alert)
        page.opened.connect(shell.open_alert)
        page.accept_wanted.connect(shell.accept_alerts)

    @Slot()
    def show_page(self) -> None:
        """Everything that needs action."""
        self._shell.show_page(PAGE)
        self._page.show_view(OPEN)

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        """How many are open stands in the navigation, in the colour of the most urgent."""
        worst = min((one.priority for one in snapshot.alerts), key=lambda one: one.rank, default=Priority.LOW)
        self._shell.navigation.show_count(PAGE, len(snapshot.alerts), STYLE[worst])
