"""Admitting a patient to an empty bed."""

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Signal, Slot

from station.rules.permissions import Deed
from station.services.stays import Admission
from station.store.rows import BedRow
from station.views.panel.controls import Segments, Tags, button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, line
from station.views.panel.form import Form, go_to_first_problem, is_missing
from station.views.panel.times import NotATime, parse_day, parse_moment, typed_moment
from station.views.permit import Permit


class AdmitForm(Form):
    """Everything about a new patient on one page; what is wrong is said beside it and nothing typed is lost."""

    left_wanted = Signal()
    """Not somebody new: somebody who has left."""

    def __init__(self, desk: Desk, bed: BedRow) -> None:
        super().__init__(desk)
        self._bed = bed
        policy = desk.facts.policy
        self.mrn = Field("Record number (MRN)", line(placeholder="40 118"))
        self.family = Field("Family name", line())
        self.given = Field("Given name", line())
        self.birth = Field("Birth date", line(placeholder="1992-04-30"), hint="May be left empty.")
        self.level = Field(
            "Observation level", Segments("Observation level", [(one.code, one.code) for one in policy.levels])
        )
        self.precautions = Tags("Precautions", [(one.code, one.name) for one in policy.precautions])
        self.admitted = Field("Admitted at", line(text=typed_moment(desk.now(), desk.zone)))
        self.ordered_by = Field("Ordered by", line(placeholder="Dr Haas"))
        self.reason = Field("Reason for the level", Lines(rows=2))
        self._lay_out()

    def _lay_out(self) -> None:
        for one in (self.mrn, self.family, self.given, self.birth, self.level):
            self.column.addWidget(one)
        self.column.addWidget(Field("Precautions", self.precautions))
        for two in (self.admitted, self.ordered_by, self.reason):
            self.column.addWidget(two)
        owed = "A first check is owed within 2 minutes of saving; a belongings search and first vitals within the hour."
        self.column.addWidget(label(owed, tone="muted"))
        self.save = self.ending(f"Admit to {self._bed.label}", self.submit)
        Permit(self.save, self.desk.recorder, Deed.ADMIT)
        self.left = button("Somebody who has left…", "quiet", tip="His checks, and late entries")
        self.left.clicked.connect(self.left_wanted)
        self.column.addWidget(self.left)

    @Slot()
    def submit(self) -> None:
        admission = self._admission()
        if admission is not None:
            who = f"{admission.given} {admission.family}".strip()
            command = partial(self.desk.commands.admit, admission=admission)
            self.do(command, f"{who} is admitted to {self._bed.label}. A first check is owed.")

    def _admission(self) -> Admission | None:
        """What was entered; None when something is wrong, which is then said beside its field."""
        texts = {
            "mrn": self._needed(self.mrn, "Enter the record number."),
            "family": self._needed(self.family, "Enter the family name."),
            "given": self._needed(self.given, "Enter the given name."),
            "ordered_by": self._needed(self.ordered_by, "Say who ordered the level."),
        }
        level = self.level.editor.value
        no_level = is_missing(self.level, level, "Choose the ordered level.")
        birth, birth_ok = self._birth_date()
        admitted_at = self._admitted_at()
        if no_level or not birth_ok or admitted_at is None or not all(texts.values()):
            go_to_first_problem(
                (self.mrn, self.family, self.given, self.birth, self.level, self.admitted, self.ordered_by)
            )
            return None
        return Admission(
            mrn=texts["mrn"],
            family=texts["family"],
            given=texts["given"],
            ordered_by=texts["ordered_by"],
            birth_date=birth,
            bed=self._bed.label,
            level=level or "",
            precautions=self.precautions.value,
            admitted_at=admitted_at,
            reason=self.reason.editor.value,
        )

    def _needed(self, field: Field, sentence: str) -> str:  # type: ignore[type-arg]  # a field with a line
        text = " ".join(field.editor.text().split())
        is_missing(field, text, sentence)
        return text

    def _birth_date(self) -> tuple[date | None, bool]:
        """(the date, whether it can stand); an empty field is no date."""
        text = self.birth.editor.text().strip()
        self.birth.show_problem("")
        if not text:
            return None, True
        try:
            found = parse_day(text)
        except NotATime as problem:
            self.birth.show_problem(str(problem))
            return None, False
        if found > self.desk.now().astimezone(self.desk.zone).date():
            self.birth.show_problem("The birth date is in the future. Correct it.")
            return None, False
        return found, True

    def _admitted_at(self) -> datetime | None:
        try:
            at = parse_moment(self.admitted.editor.text(), self.desk.now(), self.desk.zone)
        except NotATime as problem:
            self.admitted.show_problem(str(problem))
            return None
        future = at > self.desk.now()
        self.admitted.show_problem("The admission cannot be in the future. Correct the time." if future else "")
        return None if future else at
