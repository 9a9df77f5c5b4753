"""Rounds: somebody walks an area. A round sees nobody: each patient is seen by a check of his own."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from station.models import ObserverDuty, Round, Staff
from station.models.enums import Role, TaskKind
from station.rules.intervals import Limits, run_from
from station.rules.permissions import CHARGES, Deed
from station.rules.wording import clock_time
from station.services import engaged, finding, round_sheets
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, RoundsChanged
from station.services.permitting import require
from station.services.unit_tasks import end_unit_task, put_unit_task
from station.services.walking import area_name, round_of
from station.store.rows.rounds import RoundSheet
from station.store.work import Actor, Store, Work

_UNKNOWN: Final = "This round is not known here. Go back to the rounds and choose it again."


def start_round(
    store: Store, area_id: int | None, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Whoever acts begins to walk an area; None: the whole unit.

    Raises Refused when he walks one already or holds a continuous patient; NeedsConfirmation when somebody else walks
    there now.
    """
    with store.write(actor, now) as work:
        require(work, Deed.ROUND)
        walker = finding.person(work.session, actor.staff_id)
        area = area_name(work.session, area_id)
        _check_free(work, walker)
        if not confirmed:
            _ask_about_others(work, area_id)
        walk = Round(area_id=area_id, staff_id=walker.id, started_at=now, started_at_station=actor.station)
        work.session.add(walk)
        work.session.flush()
        _owe_its_end(work, walk, f"Round of {area}, {walker.name}")
        work.journal("round.begun", {"round": walk.id, "staff": walker.id, "area": area_id, "where": area})
        work.emit(RoundsChanged(begun=walk.id))
        return work.events


def _check_free(work: Work, walker: Staff) -> None:
    walked = round_of(work.session, walker.id)
    if walked is not None:
        area = area_name(work.session, walked.area_id)
        since = clock_time(walked.started_at, _zone(work), work.at)
        raise Refused(f"You walk a round of {area} since {since}. End that round first, then begin another.")
    duty = work.session.scalar(
        select(ObserverDuty).where(ObserverDuty.staff_id == walker.id, ObserverDuty.ended_at.is_(None))
    )
    if duty is not None:
        place = finding.where(work.session, finding.stay(work.session, duty.stay_id))
        raise Refused(f"You observe the patient in {place}. Hand him over first, then walk a round.")
    engaged.check_not_off_unit(work, walker.id, walker.name)


def _ask_about_others(work: Work, area_id: int | None) -> None:
    """Two on one area: allowed, but seldom meant."""
    there = select(Round).where(Round.ended_at.is_(None))
    if area_id is not None:
        there = there.where(or_(Round.area_id == area_id, Round.area_id.is_(None)))
    other = work.session.scalar(there.order_by(Round.started_at).limit(1))
    if other is None:
        return
    name = finding.person_name(work.session, other.staff_id)
    area = area_name(work.session, other.area_id)
    since = clock_time(other.started_at, _zone(work), work.at)
    raise NeedsConfirmation(f"{name} walks a round of {area} since {since}. Walk there as well?")


def _owe_its_end(work: Work, walk: Round, label: str) -> None:
    policy = finding.policy_in_force(work.session)
    limits = Limits(policy.rounds.open_soon, policy.rounds.open_late, policy.rounds.open_lapsed)
    to = run_from(limits, walk.started_at)
    put_unit_task(work, policy, TaskKind.ROUND_OPEN, _about(walk), to, label=label, area_id=walk.area_id)


def _about(walk: Round) -> str:
    return f"round:{walk.id}"


def end_round(store: Store, round_id: int, *, confirmed: bool = False, actor: Actor, now: datetime) -> list[Event]:
    """The walk is over: its walker says so, or a charge for a round left open. Ending it twice changes nothing.

    Raises Refused for anybody else, and when another has ended it already; NeedsConfirmation, naming their beds, where
    patients were not seen on it, and for the round of somebody else.
    """
    with store.write(actor, now) as work:
        role = require(work, Deed.ROUND)
        walk = work.session.get(Round, round_id)
        if walk is None:
            raise Refused(_UNKNOWN)
        if walk.ended_at is not None:
            return _ended_already(work, walk)
        asks = _whose(work, walk, role) + round_sheets.not_seen_words(work.session, walk)
        if asks and not confirmed:
            raise NeedsConfirmation(" ".join([*asks, "End the round?"]))
        walk.ended_at, walk.ended_by_id = max(now, walk.started_at), actor.staff_id
        reason = "the round was ended" if walk.staff_id == actor.staff_id else f"ended by {actor.name}"
        end_unit_task(work, finding.policy_in_force(work.session), TaskKind.ROUND_OPEN, _about(walk), reason=reason)
        missed = [one.stay_id for one in round_sheets.not_seen(work.session, walk)]
        work.journal("round.ended", {"round": walk.id, "staff": walk.staff_id, "not_seen": missed})
        work.emit(RoundsChanged())
        return work.events


def _ended_already(work: Work, walk: Round) -> list[Event]:
    if walk.ended_by_id == work.actor.staff_id:
        return []
    raise Refused(_ended_words(work, walk))


def _ended_words(work: Work, walk: Round) -> str:
    name = finding.person_name(work.session, walk.ended_by_id)
    area = area_name(work.session, walk.area_id)
    at = clock_time(walk.ended_at or work.at, _zone(work), work.at)
    return f"{name} ended this round of {area} at {at}. Every check recorded on it stays. Begin a new round."


def _whose(work: Work, walk: Round, role: Role | None) -> list[str]:
    """What to ask of somebody who ends the round of another; only a charge may."""
    if walk.staff_id == work.actor.staff_id:
        return []
    name = finding.person_name(work.session, walk.staff_id)
    if role not in CHARGES:
        raise Refused(f"This is {name}'s round. Only {name}, or the charge, ends it. Nothing has been changed.")
    since = clock_time(walk.started_at, _zone(work), work.at)
    return [f"{name} walks this round since {since}."]


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(finding.unit(work.session).zone)


def read_round_sheet(store: Store, round_id: int, now: datetime) -> RoundSheet:
    """An open round as its walker needs it. Raises Refused for one that has ended."""
    with store.read() as session:
        walk = session.get(Round, round_id)
        if walk is None:
            raise Refused(_UNKNOWN)
        if walk.ended_at is not None:
            raise Refused("This round has ended. Every check recorded on it stays. Begin a new round to go on.")
        return round_sheets.sheet(session, walk, now)
