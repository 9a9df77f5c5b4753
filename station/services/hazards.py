"""Hazards: each is owed to be fixed by a time, and stays owed until a person other than who fixed it has looked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Area, Hazard, HazardStep, Room
from station.models.enums import HazardState, HazardStepKind, TaskKind
from station.rules.environment import fix_by, hazard_owed
from station.rules.environment_words import SEVERITIES, task_label
from station.rules.permissions import Deed
from station.services import finding, permitting
from station.services.errors import Refused
from station.services.events import Event, RoundsChanged
from station.services.unit_tasks import end_unit_task, put_unit_task
from station.store.work import Actor, Store, Work

_VERIFIED: Final = "another person has verified that it is fixed"


@dataclass(frozen=True, slots=True)
class NewHazard:
    """A hazard as it was found. `severity` 1 (cosmetic) to 5 (somebody could die of it)."""

    request_id: str
    area_id: int
    place: str
    severity: int
    note: str
    owner: str
    room_id: int | None = None
    item: str = ""


def report_hazard(store: Store, hazard: NewHazard, *, actor: Actor, now: datetime) -> list[Event]:
    """A hazard found apart from any round. Asked again with the same request, it is reported once."""
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        put_hazard(work, hazard)
        return work.events


def put_hazard(work: Work, new: NewHazard) -> Hazard:
    """Store a hazard with what is owed for it, within the transaction of whoever found it."""
    session = work.session
    known = session.scalar(select(Hazard).where(Hazard.request_id == new.request_id))
    if known is not None:
        return known
    area, room = _where(session, new)
    policy = finding.policy_in_force(session)
    hazard = Hazard(
        request_id=new.request_id,
        area_id=area.id,
        room_id=None if room is None else room.id,
        item=new.item,
        place=_said(new.place, "Say where it is, for example: door closer, left of the window."),
        severity=_severity(new.severity),
        note=_said(new.note, "Say what is wrong, so that whoever sees to it knows what to bring."),
        owner=_said(new.owner, "Say who is to see to it: a person, or a service such as Maintenance."),
        state=HazardState.OPEN,
        due_at=fix_by(policy.environment, new.severity, work.at),
        found_at=work.at,
        found_by_id=finding.person(session, work.actor.staff_id).id,
    )
    session.add(hazard)
    session.flush()
    label = task_label(hazard.place, "" if room is None else room.name, area.name)
    to = hazard_owed(policy.environment, hazard.severity, work.at)
    put_unit_task(work, policy, TaskKind.HAZARD, _about(hazard), to, label=label, area_id=area.id)
    more = {"where": label, "severity": hazard.severity, "note": hazard.note, "owner": hazard.owner}
    _step(work, hazard, HazardStepKind.FOUND, hazard.note, more | {"item": hazard.item, "due": hazard.due_at})
    return hazard


def standing(session: Session, room_id: int, item: str) -> Hazard | None:
    """The latest hazard of this thing in this room that is not verified yet."""
    return session.scalar(
        select(Hazard)
        .where(Hazard.room_id == room_id, Hazard.item == item, Hazard.state != HazardState.VERIFIED)
        .order_by(Hazard.id.desc())
        .limit(1)
    )


def give_hazard(store: Store, hazard_id: int, owner: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Somebody else is to see to it. Its time stays. Given to who has it already, nothing changes."""
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        hazard = _unverified(work.session, hazard_id)
        wanted = _said(owner, "Say who is to see to it now: a person, or a service such as Maintenance.")
        if wanted != hazard.owner:
            before, hazard.owner = hazard.owner, wanted
            _step(work, hazard, HazardStepKind.GIVEN, wanted, {"owner": wanted, "before": before})
        return work.events


def fix_hazard(store: Store, hazard_id: int, how: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Whoever acts says that it is fixed. It stays owed: another person has still to verify it."""
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        hazard = _unverified(work.session, hazard_id)
        if hazard.state is HazardState.FIXED:
            name = finding.person_name(work.session, hazard.fixed_by_id)
            raise Refused(f"{name} has said already that it is fixed. Somebody else has to look and verify it.")
        said = _said(how, "Say how it was fixed, so that whoever verifies it knows what to look at.")
        hazard.state = HazardState.FIXED
        hazard.fixed_at, hazard.fixed_by_id = now, finding.person(work.session, actor.staff_id).id
        _step(work, hazard, HazardStepKind.FIXED, said, {"how": said})
        return work.events


def verify_hazard(
    store: Store, hazard_id: int, note: str, *, is_fixed: bool, actor: Actor, now: datetime
) -> list[Event]:
    """Somebody other than who fixed it has looked. Not fixed: it is open again, and owed by the same time as before."""
    with store.write(actor, now) as work:
        permitting.require(work, Deed.ENVIRONMENT)
        hazard = _unverified(work.session, hazard_id)
        if hazard.state is HazardState.OPEN:
            raise Refused("Nobody has said yet that it is fixed. Say so first; then another person verifies it.")
        if hazard.fixed_by_id == actor.staff_id:
            raise Refused("You have said that it is fixed. Another person has to look and verify it.")
        if is_fixed:
            _verify(work, hazard, note.strip())
        else:
            _reject(work, hazard, _said(note, "Say what is still wrong, so that it can be fixed."))
        return work.events


def _verify(work: Work, hazard: Hazard, note: str) -> None:
    hazard.state = HazardState.VERIFIED
    hazard.verified_at = work.at
    hazard.verified_by_id = finding.person(work.session, work.actor.staff_id).id
    policy = finding.policy_in_force(work.session)
    end_unit_task(work, policy, TaskKind.HAZARD, _about(hazard), reason=_VERIFIED)
    _step(work, hazard, HazardStepKind.VERIFIED, note, {"note": note, "fixed_by": hazard.fixed_by_id})


def _reject(work: Work, hazard: Hazard, note: str) -> None:
    fixed_by, hazard.fixed_by_id = hazard.fixed_by_id, None
    hazard.state, hazard.fixed_at = HazardState.OPEN, None
    _step(work, hazard, HazardStepKind.REJECTED, note, {"note": note, "fixed_by": fixed_by, "due": hazard.due_at})


def _step(work: Work, hazard: Hazard, kind: HazardStepKind, said: str, more: dict[str, object]) -> None:
    by_id = finding.person(work.session, work.actor.staff_id).id
    work.session.add(HazardStep(hazard_id=hazard.id, kind=kind, at=work.at, by_id=by_id, said=said))
    work.journal(f"hazard.{kind.value}", {"hazard": hazard.id} | more)
    work.emit(RoundsChanged(found=hazard.id if kind is HazardStepKind.FOUND else None))


def _about(hazard: Hazard) -> str:
    return f"hazard:{hazard.id}"


def _unverified(session: Session, hazard_id: int) -> Hazard:
    hazard = session.get(Hazard, hazard_id)
    if hazard is None:
        raise Refused("This hazard is not known here. Choose it in the list again.")
    if hazard.state is HazardState.VERIFIED:
        name = finding.person_name(session, hazard.verified_by_id)
        raise Refused(f"{name} has verified that it is fixed. If it has come back, report it as a new hazard.")
    return hazard


def _where(session: Session, new: NewHazard) -> tuple[Area, Room | None]:
    area = session.get(Area, new.area_id)
    if area is None:
        raise Refused("This area is not known here. Choose one of the unit's areas.")
    if new.room_id is None:
        return area, None
    room = session.get(Room, new.room_id)
    if room is None or room.area_id != area.id:
        raise Refused(f"This room is not in {area.name}. Choose one of its rooms, or none.")
    return area, room


def _severity(severity: int) -> int:
    if severity not in SEVERITIES:
        raise Refused("Choose how severe it is, from 1 (cosmetic) to 5 (somebody could die of it).")
    return severity


def _said(words: str, ask: str) -> str:
    """The words without stray blanks. Refuses with `ask` where there are none."""
    plain = " ".join(words.split())
    if not plain:
        raise Refused(f"{ask} Nothing has been saved yet.")
    return plain
