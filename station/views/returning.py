"""Where keys go when what had them is hidden: they stay in the side panel, or go back to where they were on the page.

Left to itself Qt goes on to whatever is next by Tab, from the end of the window to its beginning, the field that finds
a bed: then the letter typed next is no command any more but is looked for.
"""

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from station.views.panel.focus import focus_first
from station.views.panel.side import SidePanel


class Returning(QObject):
    """Of a desk's window."""

    def __init__(self, panel: SidePanel, pages: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._panel, self._pages = panel, pages
        self._was: QWidget | None = None
        panel.opened.connect(self._opened)

    @Slot()
    def _opened(self) -> None:
        """What has the focus now asked for it; the panel takes it after this."""
        self._was = QApplication.focusWidget()

    def after(self, hidden: QWidget) -> None:
        """It had the focus, was hidden, and Qt has gone on to something else."""
        if self._panel.isAncestorOf(hidden) and not _is_in(self._panel):
            self._stay_or_give_back()
        elif self._pages.isAncestorOf(hidden) and not _is_in(self._pages):
            (self._pages.currentWidget() or self._pages).setFocus()

    def _stay_or_give_back(self) -> None:
        content = self._panel.content
        if content is not None and content.isVisible():
            focus_first(content)
        if not _is_in(self._panel):
            self._give_back()

    def _give_back(self) -> None:
        page, was = self._pages.currentWidget(), self._was
        if was is None or not shiboken6.isValid(was) or not was.isVisible() or not self._pages.isAncestorOf(was):
            was = page or self._pages
        was.setFocus()


def _is_in(region: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is region or region.isAncestorOf(focused))
