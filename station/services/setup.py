"""Setting a unit up: its name, its beds, its policy, its people."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from station.models import Area, Bed, PolicyVersion, Room, Staff, Unit
from station.models.enums import Role
from station.rules.permissions import Deed
from station.rules.policy import Policy, default_policy
from station.services.environmental_planning import plan_rounds, refuse_bad_checklists
from station.services.errors import Refused
from station.services.events import Event, UnitChanged
from station.services.permitting import require
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class RoomPlan:
    name: str
    beds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaPlan:
    name: str
    rooms: tuple[RoomPlan, ...]


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to set up. `zone` is an IANA name such as America/Chicago."""

    name: str
    zone: str
    areas: tuple[AreaPlan, ...]
    is_demo: bool = False


def create_unit(
    store: Store, plan: UnitPlan, *, signed_by: str, actor: Actor, now: datetime, policy: Policy | None = None
) -> list[Event]:
    """Set up the one unit of this database, with its policy (the default one if None) signed by `signed_by`.

    Its environmental rounds are owed from now on. Raises Refused for a second unit, an unknown zone, no beds, a bed
    label that comes twice, or a policy that names a checklist nobody can walk with.
    """
    _check_plan(plan, signed_by)
    rules = policy or default_policy()
    refuse_bad_checklists(rules)
    with store.write(actor, now) as work:
        require(work, Deed.SET_UP)
        if work.session.scalar(select(Unit.id).limit(1)) is not None:
            raise Refused("This database holds a unit already. Use another database for another unit.")
        unit = Unit(name=plan.name.strip(), zone=plan.zone, is_demo=plan.is_demo)
        work.session.add(unit)
        work.session.flush()
        _add_areas(work, unit, plan)
        body = rules.to_json()
        work.session.add(PolicyVersion(body=body, signed_by=signed_by.strip(), signed_at=now))
        work.journal(
            "unit.created", {"unit": unit.name, "zone": unit.zone, "beds": _labels(plan), "demo": plan.is_demo}
        )
        work.journal("policy.signed", {"by": signed_by.strip(), "policy": body})
        plan_rounds(work, rules)
        work.emit(UnitChanged())
        return work.events


def _labels(plan: UnitPlan) -> list[str]:
    return [bed for area in plan.areas for room in area.rooms for bed in room.beds]


def _check_plan(plan: UnitPlan, signed_by: str) -> None:
    if not plan.name.strip():
        raise Refused("Give the unit a name, as it is to stand on the board.")
    if not signed_by.strip():
        raise Refused("Say who signs the policy.")
    try:
        ZoneInfo(plan.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"{plan.zone!r} is not a time zone. Choose one such as America/Chicago.") from error
    labels = [label.strip() for label in _labels(plan)]
    if not labels or not all(labels):
        raise Refused("The unit needs beds, each with a label. Enter at least one.")
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise Refused(f"Each bed needs a label of its own: {', '.join(twice)} comes twice.")


def _add_areas(work: Work, unit: Unit, plan: UnitPlan) -> None:
    position = 0
    for place, area_plan in enumerate(plan.areas):
        area = Area(unit_id=unit.id, name=area_plan.name.strip(), position=place)
        work.session.add(area)
        work.session.flush()
        for order, room_plan in enumerate(area_plan.rooms):
            room = Room(area_id=area.id, name=room_plan.name.strip(), position=order)
            work.session.add(room)
            work.session.flush()
            for label in room_plan.beds:
                work.session.add(Bed(room_id=room.id, label=label.strip(), position=position))
                position += 1


def add_staff(store: Store, name: str, role: Role, *, actor: Actor, now: datetime) -> list[Event]:
    """Add a person who works here. Raises Refused for an empty name or one that is taken."""
    with store.write(actor, now) as work:
        require(work, Deed.PEOPLE)
        wanted = check_name(name)
        check_not_taken(work, wanted)
        person = Staff(name=wanted, role=role)
        work.session.add(person)
        work.session.flush()
        work.journal("staff.added", {"staff": person.id, "name": wanted, "role": role.value})
        work.emit(UnitChanged())
        return work.events


def check_name(name: str) -> str:
    """A name as it is kept: one blank between its parts. Raises Refused for an empty one."""
    wanted = " ".join(name.split())
    if not wanted:
        raise Refused("Enter the person's name as it is to stand on the board, for example J. Moore.")
    return wanted


def check_not_taken(work: Work, name: str) -> None:
    if work.session.scalar(select(Staff.id).where(Staff.name == name)) is not None:
        raise Refused(f"There is a {name} here already. Add a letter to tell the two apart.")
