"""Where keys go when what had them in the side panel is closed: back to where they were on the page, or to the page.

Left to itself Qt gives the focus to the next thing that takes it, the field that finds a bed, and the letter typed next
is no command any more but is looked for.
"""

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from station.views.panel.side import SidePanel


class Returning(QObject):
    """Of a desk's window."""

    def __init__(self, panel: SidePanel, pages: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._was: QWidget | None = None
        panel.opened.connect(self._opened)
        panel.leaving.connect(self._give_back)

    @Slot()
    def _opened(self) -> None:
        """What has the focus now asked for it; the panel takes it after this."""
        self._was = QApplication.focusWidget()

    @Slot()
    def _give_back(self) -> None:
        page, was = self._pages.currentWidget(), self._was
        if was is None or not shiboken6.isValid(was) or not was.isVisible() or not self._pages.isAncestorOf(was):
            was = page or self._pages
        was.setFocus()
