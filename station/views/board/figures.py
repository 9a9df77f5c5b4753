"""The figures in the header, live: what is not known is said to be, never shown as nothing or all. Without Qt."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from station.rules import wording
from station.store.rows import BedRow, PatientRow, ShiftFigures
from station.views.board.face import last_moment

NOT_YET = "not yet"


def census_words(beds: Iterable[BedRow], unplaced: int) -> str:
    """Taken and all beds, "23 / 24", and those without a bed: "23 / 24 + 1"."""
    places = list(beds)
    taken = sum(bed.patient is not None for bed in places)
    return f"{taken} / {len(places)}" + (f" + {unplaced}" if unplaced else "")


def on_time_words(figures: ShiftFigures) -> str:
    """The share of this shift's checks made on time. Floored, so that it says 100 only when none was late."""
    if figures.checks <= 0:
        return NOT_YET
    tenths = figures.on_time * 1000 // figures.checks
    return f"{tenths // 10}.{tenths % 10} %"


def longest_gap_words(figures: ShiftFigures, patients: Iterable[PatientRow], now: datetime) -> str:
    """The longest gap of the shift, ended or still open. Patients somebody is with have none."""
    gaps = [now - last_moment(one) for one in patients if not (one.continuous and one.observer is not None)]
    if figures.longest_gap_s is not None:
        gaps.append(timedelta(seconds=figures.longest_gap_s))
    return wording.short(max(gaps)) if gaps else NOT_YET
