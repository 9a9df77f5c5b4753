"""The patients of a round as its walker sees them: joined, brought up to date, put in order. Without Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from station.models.enums import Stage, TaskKind
from station.rules.intervals import stage_of
from station.rules.likely import Likely
from station.rules.owed import next_check
from station.rules.policy import Policy
from station.rules.rounding import ToSee, suggested_order
from station.store.rows import BoardSnapshot, OwedRow, PatientRow, SeenRow
from station.store.rows.rounds import RoundPatientRow, RoundSheet
from station.views.board.face import last_moment
from station.views.panel.desk import Placed, everyone
from station.views.panel.entry import Saved


class Order(StrEnum):
    """How the patients of a round stand."""

    TIME = "time"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Walked:
    """A patient of the round."""

    placed: Placed
    row: RoundPatientRow
    saved: Saved | None = None
    """His check of a moment ago, until it has been read again."""

    @property
    def stay_id(self) -> int:
        return self.row.stay_id

    @property
    def patient(self) -> PatientRow:
        return self.placed.patient

    @property
    def seen_at(self) -> datetime | None:
        """On this round; None: not yet."""
        return self.saved.at if self.saved is not None else self.row.seen_at

    @property
    def is_missing(self) -> bool:
        """He was looked for and not found."""
        return any(one.kind is TaskKind.NOT_FOUND for one in self.patient.owed)

    @property
    def likely(self) -> Likely:
        return Likely(self.row.likely_places, self.row.likely_activities)

    def stage(self, now: datetime) -> Stage:
        return Stage.LAPSED if self.is_missing else stage_of(self.patient.check, now)

    def is_done(self, now: datetime) -> bool:
        """Seen on this round, and nothing of him is due again yet."""
        return self.seen_at is not None and self.stage(now) is Stage.OK


def walked_of(
    sheet: RoundSheet, snapshot: BoardSnapshot, saved: Mapping[int, Saved], policy: Policy, who: str
) -> tuple[Walked, ...]:
    """The patients of the sheet who are on the unit. `saved`: what was stored a moment ago, by `who`."""
    here = {one.patient.stay_id: one for one in everyone(snapshot)}
    found = []
    for row in sheet.patients:
        placed = here.get(row.stay_id)
        if placed is not None:
            one = Walked(placed, row)
            told = saved.get(row.stay_id)
            found.append(one if told is None else _with(one, told, policy, who))
    return tuple(found)


def _with(one: Walked, saved: Saved, policy: Policy, who: str) -> Walked:
    """The patient as he will be read once his check is. What is read already, or said before it, is left as it is."""
    patient = one.patient
    if not saved.is_found or (patient.seen is not None and patient.seen.observed_at >= saved.at):
        return replace(one, saved=saved) if saved.is_found else one
    seen = SeenRow(
        check_id=saved.check_id or 0,
        observed_at=saved.at,
        location=saved.location,
        activity=saved.activity,
        observer=who,
        late_entry=saved.is_late,
        concern=False,
    )
    to = next_check(policy, policy.level(patient.level), last_seen=saved.at, owed_since=None)
    check = OwedRow(patient.check.task_id, patient.check.kind, to.since, to.soon_at, to.due_at, to.lapsed_at)
    owed = tuple(other for other in patient.owed if other.kind is not TaskKind.NOT_FOUND)
    patient = replace(patient, seen=seen, check=check, owed=owed, owed_since=None, owed_reason=None)
    bed = None if one.placed.bed is None else replace(one.placed.bed, patient=patient)
    return Walked(Placed(patient, bed), one.row, saved)


def still_new(saved: Mapping[int, Saved], sheet: RoundSheet, snapshot: BoardSnapshot) -> dict[int, Saved]:
    """What was stored a moment ago and is in neither reading yet."""
    rows = {one.stay_id: one for one in sheet.patients}
    seen = {one.patient.stay_id: one.patient.seen for one in everyone(snapshot)}
    return {stay: one for stay, one in saved.items() if not _is_read(one, rows.get(stay), seen.get(stay))}


def _is_read(saved: Saved, row: RoundPatientRow | None, seen: SeenRow | None) -> bool:
    if row is None:
        return True
    on_sheet = row.seen_at is not None and row.seen_at >= saved.at
    return on_sheet and seen is not None and seen.observed_at >= saved.at


def in_order(
    walked: Sequence[Walked], order: Order, sheet: RoundSheet, now: datetime
) -> tuple[tuple[Walked, ...], tuple[Walked, ...]]:
    """Those to see, and those seen on this round, who come the latest first."""
    done = sorted((one for one in walked if one.is_done(now)), key=_seen_at, reverse=True)
    rest = [one for one in walked if not one.is_done(now)]
    if order is Order.ROUTE:
        places = {stay: place for place, stay in enumerate(sheet.route)}
        rest.sort(key=lambda one: places.get(one.stay_id, len(places)))
    else:
        rest = _by_time(rest, sheet.round.round_id, now)
    return tuple(rest), tuple(done)


def _by_time(walked: Sequence[Walked], round_id: int, now: datetime) -> list[Walked]:
    of = {one.stay_id: one for one in walked}
    to_see = [
        ToSee(one.stay_id, one.patient.check, one.row.target_at, seen=one.seen_at is not None) for one in of.values()
    ]
    return [of[stay] for stay in suggested_order(to_see, round_id, now)]


def _seen_at(one: Walked) -> tuple[float, int]:
    return (one.seen_at.timestamp() if one.seen_at else 0.0, one.stay_id)


def next_after(to_see: Sequence[Walked], stay_id: int | None, order: Order) -> int | None:
    """Whom to see next: by time the first of the list; by route the one who stood after `stay_id`, else the first.

    Somebody who was looked for and not found is not offered again by himself.
    """
    open_to = [one for one in to_see if one.stay_id == stay_id or not (one.is_missing or one.seen_at is not None)]
    stays = [one.stay_id for one in open_to]
    if order is Order.ROUTE and stay_id in stays:
        after = stays[stays.index(stay_id) + 1 :] + stays[: stays.index(stay_id)]
        return next(iter(after), None)
    return next((stay for stay in stays if stay != stay_id), None)


def gap_before(one: Walked, now: datetime) -> float:
    """Seconds of the interval that his check on this round ended; not seen on it: of the one that still runs."""
    if one.seen_at is None:
        return (now - last_moment(one.patient)).total_seconds()
    return 0.0 if one.row.since is None else (one.seen_at - one.row.since).total_seconds()
