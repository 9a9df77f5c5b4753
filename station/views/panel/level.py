"""Changing the observation level and the precautions of a patient."""

from functools import partial
from typing import Final, cast

from PySide6.QtCore import Slot

from station.rules.permissions import Deed, may
from station.services.orders import LevelChange
from station.store.rows import BoardSnapshot, PatientRow
from station.views.commands import Commands, Events
from station.views.panel.consequences import (
    Applies,
    Direction,
    Levels,
    consequence,
    direction,
    levels_after,
    levels_of,
    provider_order_note,
)
from station.views.panel.controls import Segments, Tags
from station.views.panel.desk import Desk, Placed, placed
from station.views.panel.fields import Field, Lines, PersonPicker, line
from station.views.panel.form import Form, Notice, go_to_first_problem, is_missing, review_time
from station.views.panel.times import typed_moment
from station.views.panel.work_of_level import work_words
from station.views.permit import Permit

_APPLIES: Final = (("always", "Always"), ("awake", "Awake"), ("asleep", "Asleep"))
_BY_PROVIDER: Final = "provider"
_AT_ONCE: Final = "at once"
_SECOND: Final = "Lowering takes a provider's order and a second person who agrees."
_WHO_RAISES: Final = "Only a nurse or a charge raises a level before the provider's order"


class LevelForm(Form):
    """As the level is raised, lowered or kept, the form says what that takes and what will follow, for the patient and
    for those who round."""

    def __init__(self, desk: Desk, snapshot: BoardSnapshot, one: Placed) -> None:
        super().__init__(desk)
        self._snapshot, self._placed = snapshot, one
        self._before = levels_of(one.patient)
        policy = desk.facts.policy
        self.level = Segments("Observation level", [(one.code, one.code) for one in policy.levels])
        self.applies = Segments("Applies", _APPLIES)
        self.precautions = Tags("Precautions", [(one.code, one.name) for one in policy.precautions])
        self.reason = Field("Reason", Lines(rows=2, placeholder="What was seen or said"))
        self.source = Segments("Ordered how", ((_BY_PROVIDER, "Provider's order"), (_AT_ONCE, "Raised at once")))
        self.ordered_by = Field("Ordered by", line(placeholder="Dr Haas"))
        agree = [who for who in desk.facts.staff if may(who.role, Deed.AGREE_TO_LOWER)]
        self.second = Field("Second person", PersonPicker("Second person", agree), hint=_SECOND)
        self.review_by = Field(
            "Review by", line(text=self._usual_review()), hint="The level stays until it is reviewed."
        )
        self.follows = Notice()
        self._lay_out()
        self._start()

    def _usual_review(self) -> str:
        at = self.desk.now() + self.desk.facts.policy.orders.review_every
        return typed_moment(at, self.desk.zone)

    def _lay_out(self) -> None:
        self.column.addWidget(Field("Observation level", self.level))
        self.column.addWidget(Field("Applies", self.applies))
        self.column.addWidget(self.follows)
        self.column.addWidget(Field("Precautions", self.precautions))
        for one in (self.reason, self.source, self.ordered_by, self.second, self.review_by):
            self.column.addWidget(one)
        self.save = self.ending("Save", self.submit)
        Permit(self.save, self.desk.recorder, Deed.RAISE_LEVEL, Deed.LOWER_LEVEL, Deed.PRECAUTIONS)

    def _start(self) -> None:
        self._choose_as_it_is()
        self.precautions.choose(self._patient.precautions)
        self.source.choose(_AT_ONCE if self.desk.recorder.raises_at_once else _BY_PROVIDER)
        self.level.chosen.connect(self._changed)
        self.applies.chosen.connect(self._applies_changed)
        self.source.chosen.connect(self._changed)
        self.precautions.changed.connect(self._show_state)
        self.desk.recorder.changed.connect(self._show_state)
        self._show_state()

    def _choose_as_it_is(self) -> None:
        awake, asleep = self._before.pair
        self.level.choose(awake)
        self.applies.choose("always" if awake == asleep else "awake")

    @property
    def _patient(self) -> PatientRow:
        return self._placed.patient

    def show_patient(self, snapshot: BoardSnapshot, one: Placed) -> None:
        """As the unit is now. What has been chosen and written stays, against the level that holds meanwhile."""
        before, untouched = self._before, self.direction is Direction.SAME
        same_precautions = not self._precautions_changed
        self._snapshot, self._placed, self._before = snapshot, one, levels_of(one.patient)
        if same_precautions:
            self.precautions.choose(one.patient.precautions)
        if self._before.pair != before.pair and not self.busy:
            self.notice.say(f"The level has become {self._before.words} meanwhile.")
            if untouched:
                self._choose_as_it_is()
        self._show_state()

    @property
    def after(self) -> Levels:
        """The levels as the form has them."""
        applies = cast(Applies, self.applies.value or "always")
        return levels_after(self._before, self.level.value or self._before.awake, applies)

    @property
    def direction(self) -> Direction:
        if self.after.pair == self._before.pair:
            return Direction.SAME
        return direction(self.desk.facts.policy, self._before, self.after)

    @property
    def _precautions_changed(self) -> bool:
        return set(self.precautions.value) != set(self._patient.precautions)

    @Slot(str)
    def _changed(self, _: str) -> None:
        self._show_state()

    @Slot(str)
    def _applies_changed(self, applies: str) -> None:
        """Show the level that holds in the half chosen, as the place to start from."""
        awake, asleep = self._before.pair
        untouched = self.level.value in (awake, asleep)
        if untouched:
            self.level.choose(asleep if applies == "asleep" else awake)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        way = self.direction
        changes = way is not Direction.SAME
        for one in (self.reason, self.source, self.ordered_by, self.review_by):
            one.setVisible(changes)
        self.second.setVisible(way is Direction.LOWER)
        self._allow_sources(way)
        self._name_who_orders()
        self.save.setText(self._save_words(way))
        self.save.setAccessibleName(self.save.text())
        self.save.setEnabled(changes or self._precautions_changed)
        self.save.setToolTip("" if self.save.isEnabled() else "Nothing has been changed yet")
        self.follows.say(self._follows(way))

    def _allow_sources(self, way: Direction) -> None:
        may_raise = way is Direction.RAISE and self.desk.recorder.raises_at_once
        reason = _SECOND if way is Direction.LOWER else _WHO_RAISES
        self.source.allow([_BY_PROVIDER, *([_AT_ONCE] if may_raise else [])], reason)
        if way is Direction.LOWER or not self.desk.recorder.raises_at_once:
            self.source.choose(_BY_PROVIDER)

    def _name_who_orders(self) -> None:
        """Who raises at once has ordered it; and what a provider enters is his own order."""
        staff = self.desk.recorder.staff
        own = self.source.value == _AT_ONCE or self.desk.recorder.is_provider
        self.ordered_by.editor.setReadOnly(own)
        if own and staff is not None:
            self.ordered_by.editor.setText(staff.name)
        elif staff is not None and self.ordered_by.editor.text() == staff.name:
            self.ordered_by.editor.clear()

    def _save_words(self, way: Direction) -> str:
        code = self.level.value or ""
        return {
            Direction.RAISE: f"Raise to {code}",
            Direction.LOWER: f"Lower to {code}",
            Direction.SAME: "Save precautions",
        }[way]

    def _follows(self, way: Direction) -> str:
        desk, policy, now = self.desk, self.desk.facts.policy, self.desk.now()
        if way is Direction.SAME:
            return ""
        work = work_words(policy, self._snapshot, self._placed, self.after.pair)
        said = f"{work} {consequence(policy, self._patient, self.after, now, desk.zone)}".strip()
        if way is Direction.RAISE and self.source.value == _AT_ONCE:
            said = f"{said} {provider_order_note(policy, now, desk.zone)}"
        return said

    @Slot()
    def submit(self) -> None:
        """Save what has changed: the precautions, the level, or both."""
        codes = self.precautions.value if self._precautions_changed else None
        if self.direction is Direction.SAME:
            if codes is not None:
                change = partial(self.desk.commands.set_precautions, stay_id=self._patient.stay_id, codes=codes)
                self.do(change, f"Precautions: {', '.join(codes) or 'none'}.")
            return
        level_change = self._level_change()
        if level_change is not None:
            command = partial(_save, commands=self.desk.commands, change=level_change, codes=codes)
            self.do(command, f"Level {self.after.words} is in force.")

    def _level_change(self) -> LevelChange | None:
        """What was entered; None when something is missing, which is then said beside its field."""
        review_by = review_time(self.review_by, self.desk)
        missing = [
            is_missing(self.reason, self.reason.editor.value, "Say why the level changes."),
            is_missing(self.ordered_by, self.ordered_by.editor.text().strip(), "Say who ordered it."),
            self.direction is Direction.LOWER and self._second_missing(),
        ]
        if any(missing) or review_by is None:
            go_to_first_problem((self.reason, self.ordered_by, self.second, self.review_by))
            return None
        after = self.after
        return LevelChange(
            stay_id=self._patient.stay_id,
            level=after.awake,
            level_asleep=after.asleep,
            reason=self.reason.editor.value,
            ordered_by=self.ordered_by.editor.text().strip(),
            provider_order=self.source.value == _BY_PROVIDER,
            second_person_id=self.second.editor.staff_id if self.direction is Direction.LOWER else None,
            review_by=review_by,
        )

    def _second_missing(self) -> bool:
        staff = self.desk.recorder.staff
        chosen = self.second.editor.staff_id
        if is_missing(self.second, chosen, "Choose who, other than yourself, agrees to lower the level."):
            return True
        same = staff is not None and chosen == staff.id
        self.second.show_problem("The second person must be somebody other than who records." if same else "")
        return same


def level_form(desk: Desk, snapshot: BoardSnapshot, stay_id: int) -> LevelForm | None:
    """For a patient, wherever it is to stand; None when he is no longer on the unit."""
    one = placed(snapshot, stay_id)
    return None if one is None else LevelForm(desk, snapshot, one)


def _save(staff_id: int, *, commands: Commands, change: LevelChange, codes: tuple[str, ...] | None) -> Events:
    """The level first: if it is refused nothing has been changed, and both can be sent again."""
    events = list(commands.set_level(staff_id, change))
    if codes is not None:
        events += commands.set_precautions(staff_id, change.stay_id, codes)
    return events
