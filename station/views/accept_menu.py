"""What one will do about an alert, chosen where it is accepted: ready words, or others."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from station.views.accept_which import Which
from station.views.dress import sheet
from station.views.menu_words import headline
from station.views.theme import Theme

OTHER: Final = "In other words…"


class AcceptMenu(QMenu):
    """Over them stands which alert it is. The first words are ready beneath Enter."""

    chosen = Signal(str)
    """What he will do."""
    other_wanted = Signal()
    """He will write it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("accept")
        self.triggered.connect(self._triggered)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def offer(self, which: Which, phrases: Sequence[str], at: QPoint) -> None:
        """Open at this point of the screen."""
        self.clear()
        self.setAccessibleName(f"Accept {which.whole}: what will you do?")
        if which.title:
            self.addAction(headline(which.title, which.about, self))
            self.addSeparator()
        ready = [self._add(words) for words in phrases]
        self.addSeparator()
        self.addAction(OTHER)
        self.popup(at)
        self.setActiveAction(ready[0])

    def _add(self, words: str) -> QAction:
        made = self.addAction(words)
        made.setData(words)
        return made

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(str(action.data()))
        else:
            self.other_wanted.emit()
