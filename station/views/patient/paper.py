"""The page of a patient as something to be printed, as it stands now."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from station.reports.canvas import Paper
from station.reports.patient import PatientSheet, file_name, patient_pdf
from station.reports.patient_words import Owed
from station.reports.vital_panels import panels_of
from station.rules.wording import clock_time
from station.store.rows.levels import LevelStretchRow
from station.store.rows.vitals import PatientDay
from station.views.panel.desk import Desk
from station.views.printing import Printable


def printable(desk: Desk, unit: str, day: PatientDay, levels: Sequence[LevelStretchRow]) -> Printable:
    """From the same rows as the screen."""
    scale = day.sets[-1].scale if day.sets else 1
    begun = [one for one in levels if one.ended_at is None or one.ended_at >= day.since]
    said = tuple(f"{one.words} from {clock_time(one.starts_at, desk.zone, day.until)}" for one in begun)
    panels = panels_of(desk.facts.policy.vitals, scale)
    owed = Owed(desk.facts.policy, desk.zone)
    sheet = PatientSheet(unit, desk.zone, day, panels, said, partial(owed.after, orders=day.orders))
    return Printable("Save this patient as a PDF", file_name(sheet), partial(_make, sheet))


def _make(sheet: PatientSheet, paper: Paper, at: datetime, who: str, cancelled: Callable[[], bool]) -> bytes:
    return patient_pdf(sheet, paper, printed_at=at, printed_by=who, cancelled=cancelled)
