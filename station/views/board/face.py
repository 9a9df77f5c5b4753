"""What a patient's card says at one moment: words and shares worked out from a frozen row, without Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import OwedReason, Stage, TaskKind
from station.rules import wording
from station.rules.intervals import Owed, stage_of
from station.store.rows import BedRow, ObserverRow, OwedRow, PatientRow

LAPSE_AT: Final = 0.8
"""Where on the bar a gap lapses; what is beyond is how long ago that was."""

NO_BREAK: Final = "\u00a0"
"""Keeps the parts of a name on one line."""

_ON_CARD: Final = (TaskKind.OBSERVER, TaskKind.RELIEF, TaskKind.NOT_FOUND)
_RAISED: Final = {OwedReason.RAISED: "Level raised", OwedReason.RETURNED: "Back on the unit"}


@dataclass(frozen=True, slots=True)
class Face:
    """Everything on a card that can change with time."""

    stage: Stage
    """The worst of what the card tells of."""
    figures: str
    unit: str
    """Empty under an hour, where minutes and seconds cannot be misread."""
    words: str
    words_short: str
    """The same for a narrow place."""
    line: str
    late_entry: bool
    """Whether the check the line tells of was entered late."""
    share: float
    """How much of the bar is filled; `LAPSE_AT` when the gap lapses."""
    limits: tuple[float, ...]
    """Where on the bar it becomes late and lapses."""
    sentence: str
    """For a screen reader."""


def face_of(place: str, patient: PatientRow, zone: ZoneInfo, now: datetime) -> Face:
    """What the card of the patient at `place` (a bed's label) says at `now` (aware)."""
    not_found = _find(patient.owed, TaskKind.NOT_FOUND)
    if not_found is not None:
        return _not_found(place, patient, not_found, zone, now)
    if patient.continuous:
        return _continuous(place, patient, zone, now)
    return _intermittent(place, patient, zone, now)


def last_moment(patient: PatientRow) -> datetime:
    """Since when his gap runs: when he was last seen; never seen, since that has been owed."""
    if patient.seen is not None:
        return patient.seen.observed_at
    return patient.owed_since or patient.admitted_at


def stage_on_card(patient: PatientRow, now: datetime) -> Stage:
    """The worst stage of what a card shows: the check, and observer, relief and search where they are owed."""
    owed: list[Owed] = [patient.check, *(one for one in patient.owed if one.kind in _ON_CARD)]
    worst = max((stage_of(one, now) for one in owed), key=lambda stage: stage.rank)
    return max(worst, Stage.LATE, key=lambda stage: stage.rank) if _nobody_known(patient) else worst


def _intermittent(place: str, patient: PatientRow, zone: ZoneInfo, now: datetime) -> Face:
    state = _state(wording.countdown(patient.check, now), patient.check, now)
    first = patient.owed_reason is OwedReason.ADMITTED and not _is_late(patient.check, now)
    return _face(
        place,
        patient,
        now,
        since=last_moment(patient),
        words=f"first check {state.removeprefix('due ')}" if first else state,
        short=state,
        line=_seen_line(patient, zone, now),
        bar=patient.check,
    )


def _not_found(place: str, patient: PatientRow, owed: OwedRow, zone: ZoneInfo, now: datetime) -> Face:
    since = wording.clock_time(owed.since, zone, now)
    line = f"Looked for at {since}. Last seen {_lower(_seen_line(patient, zone, now))}"
    found = _face(
        place,
        patient,
        now,
        since=last_moment(patient),
        words="NOT FOUND",
        short="NOT FOUND",
        line=line,
        bar=patient.check,
    )
    return replace(found, sentence=f"{found.sentence}, not found at {since}")


def _continuous(place: str, patient: PatientRow, zone: ZoneInfo, now: datetime) -> Face:
    if patient.observer is None:
        return _nobody(place, patient, zone, now)
    held = wording.observer_line(patient.observer.name)
    relief = _find(patient.owed, TaskKind.RELIEF)
    note = _brief("note", patient.check, now)
    relieved = _brief("relief", relief, now) if relief is not None else ""
    urgent = [text.upper() for text, owed in ((relieved, relief), (note, patient.check)) if _is_late(owed, now)]
    words = urgent[0] if urgent else held
    parts = (*_also(urgent, held, patient.observer), relieved, note)
    line = ", ".join(part for part in parts if part and part.upper() != words)
    return _face(
        place,
        patient,
        now,
        since=patient.observer.started_at,
        words=words,
        short=words,
        line=_capital(line),
        bar=patient.check if relief is None or (_is_late(patient.check, now) and not _is_late(relief, now)) else relief,
    )


def _nobody(place: str, patient: PatientRow, zone: ZoneInfo, now: datetime) -> Face:
    owed = _find(patient.owed, TaskKind.OBSERVER)
    return _face(
        place,
        patient,
        now,
        since=owed.since if owed is not None else None,
        words=wording.observer_line(None).upper(),
        short="NO OBSERVER",
        line=_seen_line(patient, zone, now),
        bar=owed or patient.check,
    )


def _face(
    place: str,
    patient: PatientRow,
    now: datetime,
    *,
    since: datetime | None,
    words: str,
    short: str,
    line: str,
    bar: Owed,
) -> Face:
    figure = wording.duration(now - since) if since is not None else wording.Figure("–", "")
    share, limits = bar_of(bar, since or last_moment(patient), now)
    return Face(
        stage=stage_on_card(patient, now),
        figures=figure.text,
        unit="" if figure.unit == "min" else figure.unit,
        words=words,
        words_short=short,
        line=line,
        late_entry=patient.seen is not None and patient.seen.late_entry,
        share=share,
        limits=limits,
        sentence=_sentence(place, patient, now),
    )


def bar_of(owed: Owed, since: datetime, now: datetime) -> tuple[float, tuple[float, ...]]:
    """The filled share of the bar and its marks, when the lapse stands at `LAPSE_AT` of the bar."""
    whole = (owed.lapsed_at - since).total_seconds() / LAPSE_AT
    if whole <= 0:
        return 1.0, (LAPSE_AT,)
    late = (owed.due_at - since).total_seconds() / whole
    share = max(0.0, min(1.0, (now - since).total_seconds() / whole))
    return share, ((late, LAPSE_AT) if 0 < late < LAPSE_AT else (LAPSE_AT,))


def empty_sentence(bed: BedRow) -> str:
    """An empty bed for a screen reader."""
    return wording.empty_bed_sentence(bed.label)


def _sentence(place: str, patient: PatientRow, now: datetime) -> str:
    return wording.card_sentence(
        place,
        patient.initials,
        patient.level,
        patient.check,
        now,
        last_seen=patient.seen.observed_at if patient.seen else None,
        reason=patient.owed_reason,
        observer=patient.observer.name if patient.observer else None,
        continuous=patient.continuous,
    )


def _seen_line(patient: PatientRow, zone: ZoneInfo, now: datetime) -> str:
    if patient.seen is None:
        return f"Not seen yet, admitted {wording.clock_time(patient.admitted_at, zone, now)}"
    together = patient.seen.observer.replace(" ", NO_BREAK)
    seen = wording.seen_line(replace(patient.seen, late_entry=False, observer=together), zone, now)
    why = _RAISED.get(patient.owed_reason) if patient.owed_reason else None
    return f"{why}, seen {seen}" if why else seen


def _also(urgent: list[str], held: str, observer: ObserverRow) -> Iterable[str]:
    """What the line of an observed patient says besides the two times."""
    if urgent:
        yield held
    if observer.offered_to:
        yield f"offered to {observer.offered_to}"


def _find(owed: Iterable[OwedRow], kind: TaskKind) -> OwedRow | None:
    return next((one for one in owed if one.kind is kind), None)


def _nobody_known(patient: PatientRow) -> bool:
    """A continuous patient without an observer about whom nothing is owed: unknown, so never shown as well."""
    return patient.continuous and patient.observer is None and _find(patient.owed, TaskKind.OBSERVER) is None


def _is_late(owed: Owed | None, now: datetime) -> bool:
    return owed is not None and stage_of(owed, now).rank >= Stage.LATE.rank


def _brief(what: str, owed: Owed, now: datetime) -> str:
    """Two of these stand on one narrow line: "relief in 13:00", "note late"."""
    return f"{what} {wording.countdown(owed, now).removeprefix('due ')}"


def _state(words: str, owed: Owed, now: datetime) -> str:
    return words.upper() if _is_late(owed, now) else words


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
