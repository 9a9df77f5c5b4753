"""Environmental rounds: a walk through every room of an area with a checklist, owed again and again by the policy."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from station.models import Area, EnvironmentalRound, Finding, Room
from station.models.enums import FindingOutcome, HazardState
from station.rules.checklists import Checklist, ChecklistError, load_checklist
from station.rules.environment import after_which, answers, passed
from station.rules.permissions import Deed
from station.services import finding, hazards, permitting
from station.services.environmental_planning import (
    KIND,
    about,
    is_planned,
    plan_rounds,
    put_round,
    scheduled_in,
    task_of,
)
from station.services.errors import Refused
from station.services.events import Event, RoundsChanged
from station.services.hazards import NewHazard
from station.services.unit_tasks import end_unit_task
from station.store.work import Actor, Store, Work

_NAMED: Final = 3
"""Rooms named in a refusal; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one thing in one room is like.

    `reason` where it was not checked. `hazard` where it is one; None: the one that is known of it and not verified yet.
    """

    request_id: str
    round_id: int
    room_id: int
    item: str
    outcome: FindingOutcome
    reason: str = ""
    hazard: NewHazard | None = None


def plan_environmental_rounds(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """Have the next round of each area and checklist of the policy owed.

    Changes nothing where it is already, so that every station may do it as it starts. What the policy does not ask
    for any more is not owed any more. A list that cannot be read is a technical alert, and its rounds are owed.
    """
    with store.read() as session:
        if is_planned(session):
            return []
    with store.write(actor, now) as work:
        plan_rounds(work, finding.policy_in_force(work.session))
        return work.events


def start_environmental_round(
    store: Store, area_id: int, checklist: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Begin a walk with a checklist; one that is open already is gone on with, whoever began it."""
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        area = _area(work.session, area_id)
        if _open_round(work.session, area_id, checklist) is not None:
            return work.events
        owed = task_of(work.session, area_id, checklist)
        begun = EnvironmentalRound(
            area_id=area_id,
            checklist=checklist,
            items=_list(checklist).to_json(),
            staff_id=finding.person(work.session, actor.staff_id).id,
            started_at=now,
            started_at_station=actor.station,
            due_at=None if owed is None else owed.due_at,
        )
        work.session.add(begun)
        work.session.flush()
        body = {"round": begun.id, "area": area.name, "checklist": checklist, "due": begun.due_at}
        work.journal("environmental round.started", body)
        work.emit(RoundsChanged())
        return work.events


def record_finding(store: Store, found: Found, *, actor: Actor, now: datetime) -> list[Event]:
    """Say what one thing is like. Said again, the later word holds and the earlier stays on record.

    Fine cannot be said of what is a hazard until that has been verified as fixed.
    """
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        if work.session.scalar(select(Finding.id).where(Finding.request_id == found.request_id)) is not None:
            return work.events
        walk = _walk(work.session, found.round_id)
        room, words = _in_round(work.session, walk, found)
        hazard_id = _hazard_of(work, walk, room, found)
        reason = _reason(found)
        said = Finding(
            request_id=found.request_id,
            round_id=walk.id,
            room_id=room.id,
            item=found.item,
            outcome=found.outcome,
            reason=reason,
            hazard_id=hazard_id,
            at=now,
            by_id=finding.person(work.session, actor.staff_id).id,
        )
        _put_in_place(work, said)
        body = {"round": walk.id, "room": room.name, "item": words, "outcome": found.outcome.value}
        work.journal("environmental round.finding", body | {"reason": reason, "hazard": hazard_id})
        work.emit(RoundsChanged())
        return work.events


def end_environmental_round(store: Store, round_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The walk is over; the next one is owed at the next time of the schedule.

    Raises Refused while something has not been said, naming it. A round that ends long before the one that is owed
    falls due (`rules.environment.answers`), or in which nothing was looked at, leaves what is owed as it is.
    """
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        walk = _walk(work.session, round_id)
        said = _current(work.session, walk)
        _refuse_gaps(work.session, walk, said)
        walk.ended_at, walk.ended_by_id = now, finding.person(work.session, actor.staff_id).id
        body = {"round": walk.id, "area": _area(work.session, walk.area_id).name, "checklist": walk.checklist}
        body |= {one.value: sum(each.outcome is one for each in said) for one in FindingOutcome}
        work.journal("environmental round.ended", body | _answer(work, walk, said))
        work.emit(RoundsChanged())
        return work.events


def _answer(work: Work, walk: EnvironmentalRound, said: Sequence[Finding]) -> dict[str, Any]:
    """Give what was owed its answer, and have the next one owed. For the journal, what came of it."""
    policy = finding.policy_in_force(work.session)
    owed = task_of(work.session, walk.area_id, walk.checklist)
    looked = any(one.outcome is not FindingOutcome.NOT_CHECKED for one in said)
    if owed is None or not looked or not answers(owed, owed.since, work.at):
        return {"answered": None, "still_due": None if owed is None else owed.due_at}
    due_at = owed.due_at
    end_unit_task(work, policy, KIND, about(walk.area_id, walk.checklist), reason="the round has been made")
    scheduled = scheduled_in(policy, walk.checklist)
    if scheduled is None:
        return {"answered": due_at, "next": None}
    zone = finding.unit(work.session).zone
    after = after_which(owed, work.at)
    then = put_round(work, policy, _area(work.session, walk.area_id), scheduled, zone, after=after)
    missed = passed(scheduled.schedule, due_at, work.at, zone)
    return {"answered": due_at, "next": then.due_at, "passed_undone": list(missed)}


def _put_in_place(work: Work, said: Finding) -> None:
    earlier = update(Finding).where(
        Finding.round_id == said.round_id,
        Finding.room_id == said.room_id,
        Finding.item == said.item,
        Finding.current,
    )
    work.session.execute(earlier.values(current=False))
    work.session.add(said)
    work.session.flush()


def _hazard_of(work: Work, walk: EnvironmentalRound, room: Room, found: Found) -> int | None:
    known = hazards.standing(work.session, room.id, found.item)
    if found.outcome is FindingOutcome.FINE and known is not None:
        raise Refused(_not_fine(work.session, known.state, known.place, known.fixed_by_id))
    if found.outcome is not FindingOutcome.HAZARD:
        return None
    if found.hazard is not None:
        here = replace(found.hazard, area_id=walk.area_id, room_id=room.id, item=found.item)
        return hazards.put_hazard(work, here).id
    if known is None:
        raise Refused("Say what the hazard is: where, how severe, and who is to see to it. Nothing has been saved yet.")
    return known.id


def _not_fine(session: Session, state: HazardState, place: str, fixed_by_id: int | None) -> str:
    if state is HazardState.FIXED:
        name = finding.person_name(session, fixed_by_id)
        return f"{place} is said to be fixed by {name}, and nobody has verified it. Verify it first, then say fine."
    return f"{place} is a hazard that nobody has fixed. Say hazard, or say first that it has been fixed."


def _reason(found: Found) -> str:
    reason = " ".join(found.reason.split())
    if found.outcome is FindingOutcome.NOT_CHECKED and not reason:
        raise Refused("Say why it was not checked, for example: patient asleep. Nothing has been saved yet.")
    return reason if found.outcome is FindingOutcome.NOT_CHECKED else ""


def _refuse_gaps(session: Session, walk: EnvironmentalRound, said: Sequence[Finding]) -> None:
    done = {(one.room_id, one.item) for one in said}
    gaps: defaultdict[str, list[str]] = defaultdict(list)
    items = walk.items["items"]
    for room in _rooms(session, walk.area_id):
        for item in items:
            if (room.id, item["key"]) not in done:
                gaps[room.name].append(item["words"])
    if not gaps:
        return
    named = [
        f"{room} ({'nothing yet' if len(missing) == len(items) else ', '.join(missing)})"
        for room, missing in list(gaps.items())[:_NAMED]
    ]
    rest = len(gaps) - len(named)
    more = f" and {rest} more {'room' if rest == 1 else 'rooms'}" if rest else ""
    raise Refused(
        f"Not everything has been said: {'; '.join(named)}{more}. "
        "Say it, or say why it was not checked; then end the round."
    )


def _walk(session: Session, round_id: int) -> EnvironmentalRound:
    walk = session.get(EnvironmentalRound, round_id)
    if walk is None:
        raise Refused("This round is not known here. Choose the area again.")
    if walk.ended_at is not None:
        name = finding.person_name(session, walk.ended_by_id)
        raise Refused(f"{name} has ended this round already. Start another one to say more.")
    return walk


def _in_round(session: Session, walk: EnvironmentalRound, found: Found) -> tuple[Room, str]:
    """The room, and the words of the item."""
    room = session.get(Room, found.room_id)
    if room is None or room.area_id != walk.area_id:
        raise Refused("This room is not part of this round. Choose one of its rooms.")
    words = next((item["words"] for item in walk.items["items"] if item["key"] == found.item), None)
    if words is None:
        raise Refused(f"{found.item!r} is not on the list of this round. Choose one of its items.")
    return room, str(words)


def _open_round(session: Session, area_id: int, checklist: str) -> EnvironmentalRound | None:
    return session.scalar(
        select(EnvironmentalRound).where(
            EnvironmentalRound.area_id == area_id,
            EnvironmentalRound.checklist == checklist,
            EnvironmentalRound.ended_at.is_(None),
        )
    )


def _current(session: Session, walk: EnvironmentalRound) -> Sequence[Finding]:
    return session.scalars(select(Finding).where(Finding.round_id == walk.id, Finding.current)).all()


def _rooms(session: Session, area_id: int) -> Sequence[Room]:
    return session.scalars(select(Room).where(Room.area_id == area_id).order_by(Room.position, Room.id)).all()


def _area(session: Session, area_id: int) -> Area:
    area = session.get(Area, area_id)
    if area is None:
        raise Refused("This area is not known here. Choose one of the unit's areas.")
    return area


def _list(checklist: str) -> Checklist:
    try:
        return load_checklist(checklist)
    except ChecklistError as error:
        raise Refused(f"This round cannot be begun. {error}") from error
