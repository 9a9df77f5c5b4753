"""Between the locked board and the desk: what is seen, what can be reached, whose things lie there."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from station.views.actions import WHILE_LOCKED
from station.views.navigation import FindBed
from station.views.panel.side import SidePanel
from station.views.recorder import Recorder
from station.views.scanner import TakesScan
from station.views.signing.belongings import Belongings
from station.views.signing.entrance import Entrance
from station.views.signing.locked import close_popups


class Threshold(QObject):
    """Follows the entrance and the recorder; `faces` is what the window shows."""

    bed_wanted = Signal(int)
    """A wristband was scanned: open its patient's bed."""
    opened = Signal()
    """The desk is seen again."""

    def __init__(
        self,
        window: QMainWindow,
        work: QWidget,
        entrance: Entrance,
        recorder: Recorder,
        panel: SidePanel,
        finder: FindBed,
        pages: Callable[[], Iterable[QWidget]],
    ) -> None:
        super().__init__(window)
        self._window, self._work, self._entrance, self._recorder = window, work, entrance, recorder
        self._finder, self._pages = finder, pages
        self._here: int | None = None
        self._belongings = Belongings(panel)
        self.faces = QStackedWidget()
        self.faces.addWidget(work)
        self.faces.addWidget(entrance.view)
        entrance.face_changed.connect(self.show_face)
        recorder.changed.connect(self._person_changed)

    @Slot()
    def _person_changed(self) -> None:
        """Whoever was here takes his things with him; whoever comes finds his own."""
        after = self._recorder.staff.id if self._recorder.staff is not None else None
        before, self._here = self._here, after
        if before == after:
            return
        if before is not None:
            self._belongings.put_away(before, self._pages())
            self._finder.clear()
        if after is not None:
            self._belongings.bring_back(after)

    @Slot()
    def show_face(self) -> None:
        """The desk, or the locked board: then nothing behind it can be reached, by no key and no open menu."""
        is_open = self._entrance.is_open
        for action in self._window.actions():
            action.setEnabled(is_open or action.data() in WHILE_LOCKED)
        if not is_open:
            close_popups(self._window)
        was_open = self.faces.currentWidget() is self._work
        self.faces.setCurrentWidget(self._work if is_open else self._entrance.view)
        if is_open and not was_open:
            self.opened.emit()

    @Slot(str)
    def take_scan(self, scanned: str) -> None:
        """A field that waits for a scan takes it; a wristband opens its patient; all else is a badge."""
        focused = QApplication.focusWidget()
        bed_id = self._finder.of_record_number(scanned) if self._entrance.is_open else None
        if isinstance(focused, TakesScan):
            focused.take_scan(scanned)
        elif bed_id is not None:
            self.bed_wanted.emit(bed_id)
        else:
            self._entrance.read_badge(scanned)
