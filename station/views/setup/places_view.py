"""The section of areas, rooms and beds: the list, and beside it the place that is chosen."""

from collections.abc import Callable, Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.rules.permissions import Deed
from station.services.unit_sheet import AreaPlace
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.form import Form, Notice
from station.views.panel.scroll import FollowingScroll
from station.views.permit import Permit
from station.views.setup.places import CHOOSE, Beside, Line, PlaceList, adding_area, forms_for, lines, room_words

NOT_YOURS = "An administrator changes areas, rooms and beds. You can read here what there is."


class PlacesView(QWidget):
    """Made anew for nobody: it is handed places whenever they are read."""

    changed = Signal()
    """Something has been done: read again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._areas: tuple[AreaPlace, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._chosen: tuple[str, int] | None = None
        self._beside: Beside | None = None
        self.list = PlaceList()
        self.notice = Notice()
        self.hint = label(CHOOSE, tone="muted")
        self.adding = adding_area(desk)
        self.sight = FollowingScroll()
        self._lay_out()
        self.list.currentRowChanged.connect(self._row_chosen)
        self._watch(self.adding)
        desk.recorder.changed.connect(self._person_changed)
        self._person_changed()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        left, right = QFrame(), QFrame()
        for one, inside in ((left, self.list), (right, self.sight)):
            one.setObjectName("card")
            column = QVBoxLayout(one)
            column.setContentsMargins(14, 14, 8, 14)
            column.addWidget(inside)
        for said in (self.notice, self.hint, self.adding):
            self.sight.body.addWidget(said)
        row.addWidget(left, 6)
        row.addWidget(right, 5)

    @property
    def forms(self) -> tuple[Form, ...]:
        return self._beside.forms if self._beside is not None else (self.adding,)

    @property
    def beside(self) -> Beside | None:
        return self._beside

    @property
    def chosen(self) -> Line | None:
        return next((one for one in self._lines if one.key == self._chosen), None)

    def show_places(self, areas: Sequence[AreaPlace]) -> None:
        before, self._areas = self._areas, tuple(areas)
        if before == self._areas:
            return
        self._lines = tuple(lines(self._areas))
        self.list.show_lines(self._lines)
        self.list.blockSignals(True)
        self.list.choose(self._chosen)
        self.list.blockSignals(False)
        if self._beside is None or not self._beside.must_stay:
            self._show_chosen()

    def choose(self, kind: str, place_id: int) -> None:
        self.list.choose((kind, place_id))

    def put_away(self) -> Callable[[], None]:
        """Whoever was at it goes; what he had half typed waits for him."""
        beside, chosen = self._beside, self._chosen
        kept = beside is not None and beside.must_stay
        if kept and beside is not None:
            beside.hide()
            self._beside = None
        self._chosen = None
        self.list.setCurrentRow(-1)
        self._put(None)
        self.notice.say("")

        def bring_back() -> None:
            if kept and beside is not None and shiboken6.isValid(beside):
                self._chosen = chosen
                self.list.blockSignals(True)
                self.list.choose(chosen)
                self.list.blockSignals(False)
                self._put(beside)

        return bring_back

    @Slot(int)
    def _row_chosen(self, row: int) -> None:
        key = self._lines[row].key if 0 <= row < len(self._lines) else None
        if key != self._chosen:
            self._chosen = key
            self.notice.say("")
            self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.chosen
        if one is None:
            self._put(None)
            return
        place = one.siblings.index(one.key[1])
        forms = forms_for(self._desk, one, self._areas)
        heading = {"area": one.name, "room": room_words(one.name), "bed": f"Bed {one.name}"}[one.key[0]]
        self._put(Beside(heading, forms, first=place == 0, last=place == len(one.siblings) - 1))

    def _put(self, beside: Beside | None) -> None:
        before, self._beside = self._beside, beside
        if before is not None and before is not beside:
            before.hide()
            before.deleteLater()
        self.hint.setVisible(beside is None)
        self.adding.setVisible(beside is None or (self.chosen is not None and self.chosen.key[0] == "area"))
        if beside is None:
            return
        for form in beside.forms:
            self._watch(form)
        for one in beside.order_buttons:
            Permit(one, self._desk.recorder, Deed.PLACES)
        beside.order_wanted.connect(self._order, Qt.ConnectionType.UniqueConnection)
        self.sight.body.insertWidget(1, beside)
        beside.show()

    def _watch(self, form: Form) -> None:
        form.shown.connect(self.sight.reveal, Qt.ConnectionType.UniqueConnection)
        form.finished.connect(self._done, Qt.ConnectionType.UniqueConnection)

    @Slot(int)
    def _order(self, by: int) -> None:
        """One place up or down among those beside it."""
        one, beside = self.chosen, self._beside
        if one is None or beside is None:
            return
        ids = list(one.siblings)
        at = ids.index(one.key[1])
        if 0 <= at + by < len(ids):
            ids[at], ids[at + by] = ids[at + by], ids[at]
            command = partial(
                self._desk.commands.reorder, kind=one.key[0], inside_id=one.inside, ids=tuple(ids)
            )  # fmt: skip
            beside.forms[0].do(command, f"{one.name} stands one {'up' if by < 0 else 'down'}.")

    @Slot(str)
    def _done(self, said: str) -> None:
        self.notice.say(said, "done")
        self.sight.to_top()
        sender = self.sender()
        if sender is self.adding and self.adding.field is not None:
            self.adding.empty()
        self.changed.emit()

    @Slot()
    def _person_changed(self) -> None:
        self.hint.setText(NOT_YOURS if self._desk.recorder.why_not(Deed.PLACES) else CHOOSE)
