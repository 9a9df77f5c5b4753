"""What stands on the screen while the database cannot be opened: why, what to do, and that Station tries again."""

from collections.abc import Callable
from threading import Event as Flag
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from station.app.core import Core
from station.store.errors import StoreError
from station.views.bridge import Bridge
from station.views.theme import Theme
from station.views.widgets.states import StatePanel, error

RETRY_S: Final = 5.0

_TITLE: Final = "Not monitoring: the record cannot be opened"
_AGAIN: Final = "Station tries again every 5 seconds. Until it says otherwise, keep your own times."


class Opening(QObject):
    """Opens the core, again and again until it succeeds. What stands in the way is on screen meanwhile."""

    opened = Signal(object)
    """Core"""

    def __init__(self, attempt: Callable[[], Core], bridge: Bridge, theme: Theme, besides: str = "") -> None:
        """`besides`: a sentence, why nothing is shown from memory."""
        super().__init__()
        self._besides = besides
        self._attempt = attempt
        self._bridge = bridge
        self._closing = Flag()
        self.window = QMainWindow()
        self.window.setWindowTitle("Station")
        self.window.resize(1024, 640)
        self._panel = StatePanel(theme, self.window)
        self.window.setCentralWidget(self._panel)

    def show(self, trouble: StoreError, *, full_screen: bool) -> None:
        """Say what is wrong, and begin to try."""
        self._say(trouble)
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()
        self._try_again()

    @property
    def says(self) -> str:
        """What stands on the screen."""
        return self._panel.accessibleName()

    def stop(self) -> None:
        """Give up trying, at once."""
        self._closing.set()

    def _say(self, trouble: Exception) -> None:
        self._panel.show_state(error(_TITLE, "\n\n".join(filter(None, (str(trouble), self._besides, _AGAIN)))))

    def _try_again(self) -> None:
        self._bridge.run(self._later, self._opened, self._failed)

    def _later(self) -> Core | None:
        return None if self._closing.wait(RETRY_S) else self._attempt()

    @Slot(object)
    def _opened(self, core: Core | None) -> None:
        if core is not None:
            self.opened.emit(core)
            self.window.close()

    @Slot(object)
    def _failed(self, trouble: Exception) -> None:
        self._say(trouble)
        self._try_again()
