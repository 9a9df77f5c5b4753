"""What a patient's card says, worked out from a frozen row, without Qt.

A face holds what stays the same for a while; only the figures that count are worked out anew each second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import ASSESSMENTS, OwedReason, Stage, TaskKind
from station.rules import wording
from station.rules.intervals import Owed, next_transition_of, stage_of
from station.store.rows import BedRow, OwedRow, PatientRow
from station.store.rows.absences import AwayRow
from station.store.rows.custody import ObserverRow
from station.views.board.away import NO_BREAK, away_words, together

LAPSE_AT: Final = 0.8
"""Where on the bar a gap lapses; what is beyond is how long ago that was."""
CONCERN_SPOKEN: Final = "concern at the last check"

_BESIDE: Final = (TaskKind.OBSERVER, TaskKind.RELIEF, TaskKind.NOT_FOUND)
ON_CARD: Final = (TaskKind.CHECK, TaskKind.RETURN, TaskKind.AWOL, *_BESIDE)
"""What a card wears the colour of."""
_WHY: Final = {
    OwedReason.RAISED: "Level raised",
    OwedReason.RETURNED: "Back on the unit",
    OwedReason.NOT_WATCHED: "Station was off",
}
_TASKS: Final = {
    TaskKind.VITALS: "vitals",
    **dict.fromkeys(ASSESSMENTS, "assessment"),
    TaskKind.BELONGINGS: "belongings",
    TaskKind.ORIENTATION: "orientation",
    TaskKind.FIRST_VITALS: "vitals",
    TaskKind.WEIGHT: "weight",
}
"""Which assessment it is reveals a diagnosis: it is not said."""
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A gap that runs from `since` and fills its bar after `whole` seconds."""

    since: datetime
    whole: float
    limits: tuple[float, ...]
    """Where on the bar it becomes late and lapses."""

    def share(self, now: datetime) -> float:
        """How much is filled, 0 to 1."""
        if self.whole <= 0:
            return 1.0
        return max(0.0, min(1.0, (now - self.since).total_seconds() / self.whole))


@dataclass(frozen=True, slots=True)
class Face:
    """A card from `made_at` until `until`."""

    made_at: datetime
    until: datetime
    """When something other than counting figures changes next."""
    stage: Stage
    """The worst of what the card tells of."""
    since: datetime | None
    """What the large time counts from; None when that is not known."""
    words: str
    words_short: str
    """The same for a narrow place."""
    due_at: datetime | None
    """When set, the words go on with the time left until then."""
    line: str
    late_entry: bool
    """Whether the check the line tells of was entered late."""
    concern: bool
    """Whether whoever saw the patient then was concerned."""
    owed: str
    """What is late or due soon beside the check: "belongings late", "vitals due 15:00"; empty when nothing is."""
    bar: Bar

    def holds(self, now: datetime) -> bool:
        return self.made_at <= now < self.until

    def figure(self, now: datetime) -> tuple[str, str]:
        """The large time and its unit: ("7:23", ""), ("1:07", "h"); ("–", "") when it is not known."""
        if self.since is None:
            return "–", ""
        text, unit = wording.duration(now - self.since)
        return text, "" if unit == "min" else unit

    def said(self, now: datetime) -> tuple[str, str]:
        """The words, in full and for a narrow place."""
        if self.due_at is None:
            return self.words, self.words_short
        left = wording.short_left(self.due_at - now)
        return f"{self.words} {left}", f"{self.words_short} {left}"


def face_of(patient: PatientRow, zone: ZoneInfo, now: datetime, *, places: bool = True) -> Face:
    """What the card of a patient says at `now` (aware). `places`: whether where he is off the unit may be read here."""
    if patient.away is not None:
        return _away(patient, patient.away, zone, now, places=places)
    missing = _find(patient.owed, TaskKind.NOT_FOUND)
    if missing is not None:
        return _not_found(patient, missing, zone, now)
    if not patient.continuous:
        return _intermittent(patient, zone, now)
    if patient.observer is None:
        return _nobody(patient, zone, now)
    return _observed(patient, patient.observer, zone, now)


def last_moment(patient: PatientRow) -> datetime:
    """Since when his gap runs: when he was last seen; never seen, since that has been owed."""
    if patient.seen is not None:
        return patient.seen.observed_at
    return patient.owed_since or patient.admitted_at


def stage_on_card(patient: PatientRow, now: datetime) -> Stage:
    """The worst stage of what a card shows: the check, and observer, relief and search where they are owed."""
    worst = max((stage_of(one, now) for one in _shown(patient)), key=lambda stage: stage.rank)
    return max(worst, Stage.LATE, key=lambda stage: stage.rank) if _nobody_known(patient) else worst


def sentence_of(bed: BedRow, zone: ZoneInfo, now: datetime, *, places: bool = True) -> str:
    """A card for a screen reader. `places` as for a face."""
    patient = bed.patient
    if patient is None:
        return wording.empty_bed_sentence(bed.label)
    if patient.away is not None:
        return _away_sentence(bed.label, patient, patient.away, zone, now, places=places)
    said = wording.card_sentence(
        bed.label,
        patient.initials,
        patient.level,
        patient.check,
        now,
        last_seen=patient.seen.observed_at if patient.seen else None,
        reason=patient.owed_reason,
        observer=patient.observer.name if patient.observer else None,
        continuous=patient.continuous,
    )
    if patient.seen is not None and patient.seen.unsaved:
        said += ", that check is not saved yet"
    if patient.seen is not None and patient.seen.concern:
        said += f", {CONCERN_SPOKEN}"
    if task := _task_owed(patient, zone, now):
        said += f", {task}"
    if score := score_spoken(patient):
        said += f", {score}"
    return f"{said}, not found" if _find(patient.owed, TaskKind.NOT_FOUND) else said


def score_on_card(patient: PatientRow | None) -> str:
    """NEWS2 5; "NEWS2 3+" where something is missing; empty where there is none."""
    vitals = patient.vitals if patient is not None else None
    if vitals is None or vitals.no_score:
        return ""
    if vitals.total is not None:
        return f"NEWS2 {vitals.total}"
    return f"NEWS2 {vitals.at_least}+" if vitals.at_least is not None else ""


def score_spoken(patient: PatientRow) -> str:
    """The same for a screen reader, with what it asks for."""
    said = score_on_card(patient).replace("+", " or more")
    asks = patient.vitals is not None and patient.vitals.asks
    return f"{said}, asks for a nurse" if said and asks else said


def bar_of(owed: Owed, since: datetime) -> Bar:
    """The bar of a gap since `since`, on which the lapse stands at `LAPSE_AT`."""
    whole = (owed.lapsed_at - since).total_seconds() / LAPSE_AT
    if whole <= 0:
        return Bar(since, 0.0, (LAPSE_AT,))
    late = (owed.due_at - since).total_seconds() / whole
    return Bar(since, whole, (late, LAPSE_AT) if 0 < late < LAPSE_AT else (LAPSE_AT,))


def _intermittent(patient: PatientRow, zone: ZoneInfo, now: datetime) -> Face:
    line, since = _seen_line(patient, zone, now), last_moment(patient)
    if _is_late(patient.check, now):
        words = wording.countdown(patient.check, now).upper()
        return _face(patient, zone, now, since=since, words=words, line=line, bar=patient.check)
    words = "first check in" if patient.owed_reason is OwedReason.ADMITTED else "due in"
    return _face(
        patient,
        zone,
        now,
        since=since,
        words=words,
        short="due in",
        due_at=patient.check.due_at,
        line=line,
        bar=patient.check,
    )


def _away(patient: PatientRow, away: AwayRow, zone: ZoneInfo, now: datetime, *, places: bool) -> Face:
    """Off the unit: the time since he was seen still counts, but what is owed is that he comes back."""
    seen = _seen_line(patient, zone, now)
    before = f"Last seen {seen}" if patient.seen else seen
    said = away_words(away, patient.check, zone, now, places=places, last_seen=before)
    return _face(
        patient,
        zone,
        now,
        since=last_moment(patient),
        words=said.words,
        short=said.short,
        line=said.line,
        bar=patient.check,
    )


def _away_sentence(
    label: str, patient: PatientRow, away: AwayRow, zone: ZoneInfo, now: datetime, *, places: bool
) -> str:
    said = wording.away_sentence(label, patient.initials, patient.level, away, patient.check, zone, now, named=places)
    if patient.seen is None:
        return f"{said}, not seen yet"
    return f"{said}, last seen {wording.spoken(now - patient.seen.observed_at)} ago"


def _not_found(patient: PatientRow, missing: OwedRow, zone: ZoneInfo, now: datetime) -> Face:
    seen = _seen_line(patient, zone, now)
    before = f"last seen {seen}" if patient.seen else seen
    line = f"Looked for at {wording.clock_time(missing.since, zone, now)}, {_lower(before)}"
    return _face(patient, zone, now, since=last_moment(patient), words="NOT FOUND", line=line, bar=patient.check)


def _nobody(patient: PatientRow, zone: ZoneInfo, now: datetime) -> Face:
    owed = _find(patient.owed, TaskKind.OBSERVER)
    return _face(
        patient,
        zone,
        now,
        since=owed.since if owed is not None else None,
        words=wording.observer_line(None).upper(),
        short="NO OBSERVER",
        line=_seen_line(patient, zone, now),
        bar=owed or patient.check,
    )


def _observed(patient: PatientRow, observer: ObserverRow, zone: ZoneInfo, now: datetime) -> Face:
    """With an observer: since when he holds the patient, when he is relieved, when the next note is owed."""
    relief = _find(patient.owed, TaskKind.RELIEF)
    owed = [("note", patient.check)]
    if relief is not None:
        owed.insert(0, ("relief", relief))
    urgent = [(what, one) for what, one in owed if _is_late(one, now)]
    held = wording.observer_line(observer.name)
    parts = [wording.observer_line(together(observer.name)) if urgent else ""]
    parts += [f"offered to {together(observer.offered_to)}" if observer.offered_to else ""]
    parts += [_brief(what, one, now) for what, one in owed if (what, one) not in urgent[:1]]
    return _face(
        patient,
        zone,
        now,
        since=observer.started_at,
        words=_brief(*urgent[0], now).upper()
        if urgent
        else f"{held} since {wording.clock_time(observer.started_at, zone, now)}",
        short="" if urgent else held,
        line=_capital(", ".join(part for part in parts if part)),
        bar=urgent[0][1] if urgent else owed[0][1],
        lasts=timedelta(seconds=1),
    )


def _face(
    patient: PatientRow,
    zone: ZoneInfo,
    now: datetime,
    *,
    since: datetime | None,
    words: str,
    line: str,
    bar: OwedRow,
    short: str = "",
    due_at: datetime | None = None,
    lasts: timedelta = _MINUTE,
) -> Face:
    tasks = (one for one in patient.owed if one.kind in _TASKS)
    changes = [at for one in (*_shown(patient), *tasks) if (at := next_transition_of(one, now)) is not None]
    # Not all at the same second: each card looks up its dates again at another one.
    spread = timedelta(seconds=patient.stay_id % 30) if lasts >= _MINUTE else timedelta(0)
    return Face(
        made_at=now,
        until=min([*changes, now + lasts + spread]),
        stage=stage_on_card(patient, now),
        since=since,
        words=words,
        words_short=short or words,
        due_at=due_at,
        line=line,
        late_entry=patient.seen is not None and patient.seen.late_entry,
        concern=patient.seen is not None and patient.seen.concern,
        owed=_task_owed(patient, zone, now),
        bar=bar_of(bar, last_moment(patient) if bar is patient.check and patient.away is None else bar.since),
    )


def _seen_line(patient: PatientRow, zone: ZoneInfo, now: datetime) -> str:
    if patient.seen is None:
        return f"Not seen yet, admitted {wording.clock_time(patient.admitted_at, zone, now)}"
    observer = together(patient.seen.observer)
    seen = wording.seen_line(replace(patient.seen, late_entry=False, observer=observer), zone, now)
    if patient.seen.unsaved:
        seen = f"Not saved yet: {seen}"
    why = _WHY.get(patient.owed_reason) if patient.owed_reason else None
    return f"{why}, seen {seen}" if why else seen


def _brief(what: str, owed: Owed, now: datetime) -> str:
    """Two of these stand on one narrow line: "relief in 13 min", "note late"."""
    if _is_late(owed, now):
        return f"{what} {wording.countdown(owed, now)}"
    minutes = -(-(owed.due_at - now) // _MINUTE)
    left = f"{minutes} min" if minutes <= 60 else wording.short_left(owed.due_at - now)
    return f"{what} in {left}".replace(" min", f"{NO_BREAK}min")


def _shown(patient: PatientRow) -> Iterable[OwedRow]:
    yield patient.check
    for one in patient.owed:
        if one.kind in _BESIDE:
            yield one


def _task_owed(patient: PatientRow, zone: ZoneInfo, now: datetime) -> str:
    """What presses, what is late first: "vitals lapsed", "vitals due 15:00", "assessment due", "2 tasks late"."""
    pressing = [(one, stage_of(one, now)) for one in patient.owed if one.kind in _TASKS]
    pressing = [(one, stage) for one, stage in pressing if stage is not Stage.OK]
    late = [(one, stage) for one, stage in pressing if stage.rank >= Stage.LATE.rank]
    named = late or pressing
    if not named or patient.away is not None:
        return ""
    first, how = min(named, key=lambda one: one[1].rank)
    if len(named) == 1 and first.kind is TaskKind.VITALS and not late:
        return f"vitals due {wording.clock_time(first.due_at, zone)}"
    what = _TASKS[first.kind] if len(named) == 1 else f"{len(named)} tasks"
    return f"{what} {how.value if late else 'due'}"


def _find(owed: Iterable[OwedRow], kind: TaskKind) -> OwedRow | None:
    return next((one for one in owed if one.kind is kind), None)


def _nobody_known(patient: PatientRow) -> bool:
    """A continuous patient without an observer about whom nothing is owed: unknown, so never shown as well."""
    unknown = patient.continuous and patient.observer is None and patient.away is None
    return unknown and _find(patient.owed, TaskKind.OBSERVER) is None


def _is_late(owed: Owed, now: datetime) -> bool:
    return now >= owed.due_at


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
