"""One training of one person: how it stands, who recorded it, and the date on a new card."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from typing_extensions import override

from station.rules import qualifications
from station.rules.permissions import Deed
from station.rules.policy_people import Qualifications, QualificationWord
from station.rules.qualifications import Standing, Training
from station.rules.wording import calendar_day
from station.store.rows.people import PersonRow, QualificationRow
from station.views.panel.controls import button
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, line
from station.views.panel.form import is_missing
from station.views.people.forms import PersonForm, side_by_side
from station.views.permit import Permit

HOW: Final = "03/2027 or 2027-03-31"


def training_of(policy: Qualifications, person: PersonRow, zone: ZoneInfo, now: datetime) -> tuple[Training, ...]:
    """What he must have, as it stands today; of somebody who has left nothing."""
    if not person.active:
        return ()
    held = {one.code: one.expires_on for one in person.training}
    return qualifications.trainings(policy, person.role, held, now.astimezone(zone).date())


def state_words(training: Training, row: QualificationRow | None, zone: ZoneInfo) -> str:
    """How it stands and who says so: "Expires in 12 days, on 5 Dec. Recorded by M. Ruiz on 3 Jun."."""
    if row is None:
        return "None is on record."
    day, recorded = (
        calendar_day(one, training.day) for one in (row.expires_on, row.recorded_at.astimezone(zone).date())
    )
    return f"{_standing(training, row.expires_on, day)} Recorded by {row.recorded_by} on {recorded}."


def _standing(training: Training, expires_on: date, day: str) -> str:
    if training.standing is Standing.EXPIRED:
        return f"Expired on {day}."
    if training.standing is Standing.SOON:
        left = (expires_on - training.day) // timedelta(days=1)
        return (
            f"Expires {qualifications.in_days(left)}, on {day}."
            if left > 1
            else f"Expires {qualifications.in_days(left)}."
        )
    return f"Holds to {day}."


class TrainingForm(PersonForm):
    """Recording a card in place of the one before, or taking back what was recorded by mistake."""

    def __init__(self, desk: Desk, person: PersonRow, word: QualificationWord, training: Training) -> None:
        super().__init__(desk)
        self._person, self._word, self._training = person, word, training
        row = next((one for one in person.training if one.code == word.code), None)
        title = word.name if word.name == word.code else f"{word.name} ({word.code})"
        self.until = Field(
            f"{title}: last day on the card", line(placeholder=HOW), hint=state_words(training, row, desk.zone)
        )
        self.until.editor.setText(row.expires_on.isoformat() if row is not None else "")
        self.save = button(f"Record {word.code} date")
        self.take = button("Take it off…", name=f"Take {word.name} off the record")
        self.take.setVisible(row is not None)
        for one in (self.until, self.notice, self.question):
            self.column.addWidget(one)
        self.column.addLayout(side_by_side(self.save, self.take))
        for control in (self.save, self.take):
            Permit(control, desk.recorder, Deed.TRAINING)
        desk.recorder.changed.connect(self._show_permit)
        self._show_permit()
        self.save.clicked.connect(self.submit)
        self.until.editor.returnPressed.connect(self.save.click)
        self.take.clicked.connect(self._ask)

    @Slot()
    def _show_permit(self) -> None:
        self.until.editor.setReadOnly(bool(self.desk.recorder.why_not(Deed.TRAINING)))

    @Slot()
    def submit(self) -> None:
        typed = self.until.editor.text().strip()
        if is_missing(self.until, typed, f"Enter the last day on the card of {self._word.name}, such as {HOW}."):
            return
        try:
            day = qualifications.last_day(typed)
            qualifications.check_believable(day, self._training.day)
        except ValueError as error:
            self.until.show_problem(str(error))
            self.until.editor.setFocus()
            return
        self.until.show_problem("")
        said = calendar_day(day, self._training.day)
        already = " That day has passed already: it is shown as expired." if day < self._training.day else ""
        self._record(day, f"{self._word.name} of {self._person.name} is on record to {said}.{already}")

    @Slot()
    def _ask(self) -> None:
        name = self._person.name
        self.question.ask(
            f"Take {self._word.name} of {name} off the record? "
            "Only where it was recorded by mistake: an expired card stays.",
            yes="Take it off",
            no="Keep",
        )

    @Slot(bool)
    @override
    def _answered(self, yes: bool) -> None:
        if yes:
            self._record(None, f"{self._word.name} of {self._person.name} is off the record.")
        else:
            self.notice.say("Nothing has been changed.")

    def _record(self, day: date | None, done: str) -> None:
        record = partial(
            self.desk.commands.set_qualification,
            of_staff_id=self._person.id,
            code=self._word.code,
            expires_on=day,
        )
        self.do(record, done)


def training_forms(desk: Desk, person: PersonRow) -> list[TrainingForm]:
    """One for each training that the policy asks of his role."""
    policy = desk.facts.policy.qualifications
    words = {one.code: one for one in policy.required}
    return [
        TrainingForm(desk, person, words[one.code], one) for one in training_of(policy, person, desk.zone, desk.now())
    ]
