"""The other things to do with a patient, in the top line of his panel: two buttons, and a menu of all the rest."""

from typing import Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from station.rules.permissions import Deed as Acts
from station.store.rows import PatientRow
from station.views.panel.controls import button
from station.views.panel.deeds import AFTER_ADMISSION, DEEDS, MENU, VITALS, Deed
from station.views.permit import Permit
from station.views.recorder import Recorder

_KEYS: Final = {"vitals": "V"}
"""Deeds with a key of the window's: it stands beside them in the menu."""
_PAGE: Final = "Open page\tP"


class DeedBar(QWidget):
    """Does nothing itself: it says what is wanted."""

    wanted = Signal(str)
    """A key of `DEEDS`."""
    page_wanted = Signal()

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder
        self.change_level = button("Change level", tip="L")
        self.change_level.clicked.connect(self._open_level)
        self.observer = button("Observer")
        self.observer.clicked.connect(self._open_observer)
        Permit(self.change_level, recorder, Acts.RAISE_LEVEL, Acts.LOWER_LEVEL, Acts.PRECAUTIONS)
        Permit(self.observer, recorder, Acts.OBSERVE)
        self.more = button("More…", tip="D", name="More to do with this patient")
        self._actions: dict[str, QAction] = {}
        self.menu = QMenu(self.more)
        self._fill()
        self.more.setMenu(self.menu)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for one in (self.change_level, self.observer, self.more):
            row.addWidget(one)
        row.addStretch(1)

    def _fill(self) -> None:
        self.menu.setToolTipsVisible(True)
        page = self.menu.addAction(_PAGE)
        page.setToolTip("Open page")
        page.triggered.connect(self.page_wanted)
        self._add(self.menu.addMenu("Vital signs"), *VITALS)
        self._add(self.menu, *MENU)
        self._add(self.menu.addMenu("After admission"), *AFTER_ADMISSION)
        self._add(self.menu, "discharge")
        self.menu.aboutToShow.connect(self._offer)

    def _add(self, menu: QMenu, *keys: str) -> None:
        for key in keys:
            made = QAction("\t".join(filter(None, (DEEDS[key].title, _KEYS.get(key)))), self)
            made.setData(key)
            made.triggered.connect(self._chosen)
            menu.addAction(made)
            self._actions[key] = made

    def show_patient(self, patient: PatientRow, *, observed: bool) -> None:
        """What fits him as he is. `observed`: whether somebody may hold him now."""
        self.observer.setVisible(observed)
        for key, action in self._actions.items():
            action.setVisible(DEEDS[key].fits(patient))

    def open_menu(self) -> None:
        """By a key: the first of it beneath Enter."""
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        self.menu.setActiveAction(self.menu.actions()[0])

    @Slot()
    def _offer(self) -> None:
        """What the person here may not do says why."""
        for key, action in self._actions.items():
            self._offer_one(DEEDS[key], action)

    def _offer_one(self, deed: Deed, action: QAction) -> None:
        if deed.act is not None:
            why_not = self._recorder.why_not(deed.act)
            action.setEnabled(not why_not)
            action.setToolTip(why_not or deed.title)

    @Slot()
    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wanted.emit(str(action.data()))

    @Slot()
    def _open_level(self) -> None:
        self.wanted.emit("level")

    @Slot()
    def _open_observer(self) -> None:
        self.wanted.emit("observer")
