"""The figures in the header, live: what is not known is said to be, never shown as nothing or all. Without Qt."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from station.rules import wording
from station.store.rows import PatientRow, ShiftFigures
from station.store.rows.absences import CensusRow
from station.views.board.away import is_awol
from station.views.board.face import last_moment

NOT_YET = "not yet"
_NAMED: Final = 3


def census_words(census: CensusRow) -> str:
    """Everybody: "21 on unit · 2 off · 23", "20 on unit · 2 off · 1 AWOL · 23"; "23 on unit" while nobody is off it."""
    parts = [f"{census.on_unit} on unit"]
    parts += [f"{census.off_unit} off"] if census.off_unit else []
    parts += [f"{census.awol} AWOL"] if census.awol else []
    return " · ".join([*parts, str(census.total)] if len(parts) > 1 else parts)


def census_spoken(census: CensusRow) -> str:
    """The same for a screen reader: "21 on unit, 2 off unit, total 23"."""
    awol = f", {census.awol} AWOL" if census.awol else ""
    return f"{census.on_unit} on unit, {census.off_unit} off unit{awol}, total {census.total}"


def unaccounted_words(census: CensusRow, labels: Mapping[int, str]) -> str:
    """Who of those on the unit nobody can vouch for: "1 unaccounted for: 1210"; empty when all are accounted for."""
    lost = census.unaccounted
    if not lost:
        return ""
    named = ", ".join(labels.get(stay_id, "no bed") for stay_id in lost[:_NAMED])
    rest = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
    return f"{len(lost)} unaccounted for: {named}{rest}"


def on_time_words(figures: ShiftFigures) -> str:
    """The share of this shift's checks made on time. Floored, so that it says 100 only when none was late."""
    if figures.checks <= 0:
        return NOT_YET
    tenths = figures.on_time * 1000 // figures.checks
    return f"{tenths // 10}.{tenths % 10} %"


def longest_gap_words(figures: ShiftFigures, patients: Iterable[PatientRow], now: datetime) -> str:
    """The longest gap of the shift, ended or still open. Patients somebody is with, here or off the unit, have none."""
    gaps = [now - last_moment(one) for one in patients if not _is_with_somebody(one)]
    if figures.longest_gap_s is not None:
        gaps.append(timedelta(seconds=figures.longest_gap_s))
    return wording.short(max(gaps)) if gaps else NOT_YET


def _is_with_somebody(patient: PatientRow) -> bool:
    if patient.away is not None:
        return not is_awol(patient.away)
    return patient.continuous and patient.observer is not None
