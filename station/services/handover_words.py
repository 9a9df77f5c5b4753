"""Puts what was read for a handover into the words of the page."""

from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import AbsenceKind
from station.rules.handover_page import HandoverPage, PatientLine
from station.rules.policy import Policy
from station.rules.wording import full_day, in_sentence
from station.services.handover_lines import sections_of
from station.services.handover_saying import Saying, level_words
from station.store.rows import BoardSnapshot, PatientRow
from station.store.rows.handover import HandoverFacts
from station.store.rows.plan import ShiftRow

NOBODY_OFF: Final = "Everybody on the unit is accounted for."
_DEMO: Final = "This is a demo: nobody on this page is real."


def page_of(facts: HandoverFacts, policy: Policy, shift: ShiftRow, following: ShiftRow) -> HandoverPage:
    """The whole page. The same facts always give the same words."""
    board = facts.board
    say = Saying(ZoneInfo(board.unit.zone), shift.starts_at)
    return HandoverPage(
        unit=board.unit.name,
        shift=shift.name,
        day=full_day(shift.starts_at.astimezone(say.zone).date()),
        hours=f"{say.at(shift.starts_at)} to {say.at(shift.next_at)}",
        following=f"{following.name}, from {say.at(shift.next_at)}",
        figures=_figures(board, policy),
        accounted=_accounted(board),
        patients=tuple(_patient(bed, row) for bed, row in in_beds(board)),
        sections=sections_of(facts, say, following),
        remarks=_remarks(facts, say),
    )


def in_beds(board: BoardSnapshot) -> list[tuple[str, PatientRow]]:
    """Everybody of the unit, with what his place is called, in the order of the beds."""
    placed = [(bed.label, bed.patient) for bed in board.beds if bed.patient is not None]
    return placed + [("no bed", one) for one in board.unplaced]


def _figures(board: BoardSnapshot, policy: Policy) -> tuple[tuple[str, str], ...]:
    census = board.census
    figures = [("Patients", "unknown" if census is None else str(census.total))]
    if census is not None:
        figures += [("on the unit", str(census.on_unit)), ("off the unit", str(census.off_unit))]
        figures += [("AWOL", str(census.awol))] if census.awol else []
    figures.append(("beds", str(len(board.beds))))
    here = [one.level for _, one in in_beds(board)]
    counted = [(level.code, here.count(level.code)) for level in policy.levels]
    return (*figures, *((code, str(count)) for code, count in counted if count))


def _accounted(board: BoardSnapshot) -> str:
    census = board.census
    if census is None or not in_beds(board):
        return "No patients on the unit." if census is not None else "Whether everybody is accounted for is not known."
    if not census.unaccounted:
        return NOBODY_OFF
    places = [place for place, one in in_beds(board) if one.stay_id in census.unaccounted]
    return f"{len(places)} unaccounted for: {', '.join(places)}. Look for them now."


def _patient(place: str, row: PatientRow) -> PatientLine:
    return PatientLine(
        key=f"stay:{row.stay_id}",
        bed=place,
        name=f"{row.family}, {row.given}",
        level=level_words(row.level_ordered, row.level_asleep),
        precautions=" ".join(row.precautions),
        now=_now(row),
    )


def _now(row: PatientRow) -> str:
    if row.away is not None:
        return row.away.kind.value if row.away.kind is AbsenceKind.AWOL else "off the unit"
    if row.observer is not None:
        return f"with {row.observer.name}"
    if row.seen is None:
        return "not seen yet"
    return "asleep" if row.asleep else in_sentence(row.seen.location or "")


def _remarks(facts: HandoverFacts, say: Saying) -> tuple[str, ...]:
    said = [_DEMO] if facts.board.unit.is_demo else []
    if facts.left_out:
        names = ", ".join(f"{name} of {say.at(starts_at)}" for name, starts_at in facts.left_out)
        said.append(f"Never handed over: {names}.")
    return tuple(said)
