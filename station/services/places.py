"""Areas, rooms and beds as an administrator keeps them. Nothing is taken away: a bed goes out of use and may come back.

The board shows beds by area, room and bed in their order here, so every bed is counted anew after each change.
"""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from station.models import Area, Bed, Hazard, Room, Task
from station.models.enums import HazardState, TaskKind, TaskState
from station.rules.environment_words import task_label
from station.rules.permissions import Deed
from station.services import finding
from station.services.environmental_planning import plan_rounds, title_of
from station.services.errors import Refused
from station.services.events import Event, UnitChanged
from station.services.permitting import require
from station.services.place_checks import (
    another,
    check_empty,
    check_no_other_area,
    check_no_other_bed,
    check_no_other_room,
    check_not_emptied,
    check_not_walked,
    known,
    label_of,
    name_of,
)
from station.store.work import Actor, Store, Work


def add_area(store: Store, name: str, *, actor: Actor, now: datetime) -> list[Event]:
    """A new area, the last one. Environmental rounds are owed of it once it has a room."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        wanted = name_of(name, "area", "for example East hall")
        check_no_other_area(work, wanted)
        area = Area(unit_id=finding.unit(work.session).id, name=wanted, position=_count(work, Area))
        work.session.add(area)
        return _changed(work, "area.added", {"area": wanted})


def rename_area(store: Store, area_id: int, name: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Another name. What is owed of it is called by it from now on; what was recorded keeps the old one."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        area = known(work.session, Area, area_id)
        wanted = another(name_of(name, "area", "for example East hall"), area.name)
        check_no_other_area(work, wanted, than=area.id)
        before, area.name = area.name, wanted
        _name_tasks(work, area)
        return _changed(work, "area.renamed", {"area": area.id, "before": before, "now": wanted})


def add_room(store: Store, area_id: int, name: str, *, actor: Actor, now: datetime) -> list[Event]:
    """A new room, the last of its area, without beds."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        area = known(work.session, Area, area_id)
        check_not_walked(work, area)
        wanted = name_of(name, "room", "for example 1205, or Day room")
        check_no_other_room(work, area, wanted)
        here = select(func.count()).select_from(Room).where(Room.area_id == area.id)
        work.session.add(Room(area_id=area.id, name=wanted, position=work.session.scalar(here) or 0))
        return _changed(work, "room.added", {"room": wanted, "area": area.name})


def rename_room(store: Store, room_id: int, name: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Another name for a room."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        room = known(work.session, Room, room_id)
        area = known(work.session, Area, room.area_id)
        wanted = another(name_of(name, "room", "for example 1205, or Day room"), room.name)
        check_no_other_room(work, area, wanted, than=room.id)
        before, room.name = room.name, wanted
        _name_tasks(work, area)
        return _changed(work, "room.renamed", {"room": room.id, "before": before, "now": wanted})


def move_room(store: Store, room_id: int, area_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """A room, its beds and the hazards in it belong to another area from now on. It becomes the last there."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        room, to = known(work.session, Room, room_id), known(work.session, Area, area_id)
        before = known(work.session, Area, room.area_id)
        if before.id == to.id:
            raise Refused(f"Room {room.name} is in {to.name} already. Choose another area.")
        check_not_walked(work, before, to)
        check_not_emptied(work, before, room)
        check_no_other_room(work, to, room.name)
        here = select(func.count()).select_from(Room).where(Room.area_id == to.id)
        room.position, room.area_id = work.session.scalar(here) or 0, to.id
        _move_hazards(work, room, to)
        return _changed(work, "room.moved", {"room": room.name, "before": before.name, "now": to.name})


def add_bed(store: Store, room_id: int, label: str, *, actor: Actor, now: datetime) -> list[Event]:
    """A new bed, the last of its room."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        room = known(work.session, Room, room_id)
        wanted = label_of(label)
        check_no_other_bed(work, wanted)
        work.session.add(Bed(room_id=room.id, label=wanted, position=_last_in(work, room)))
        return _changed(work, "bed.added", {"bed": wanted, "room": room.name})


def rename_bed(store: Store, bed_id: int, label: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Another label, also while a patient is in it: his stay goes with the bed."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        bed = known(work.session, Bed, bed_id)
        wanted = another(label_of(label), bed.label)
        check_no_other_bed(work, wanted, than=bed.id)
        before, bed.label = bed.label, wanted
        return _changed(work, "bed.renamed", {"bed": bed.id, "before": before, "now": wanted})


def move_bed(store: Store, bed_id: int, room_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """A bed stands in another room from now on, with whoever is in it. It becomes the last there."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        bed, to = known(work.session, Bed, bed_id), known(work.session, Room, room_id)
        before = known(work.session, Room, bed.room_id)
        if before.id == to.id:
            raise Refused(f"Bed {bed.label} is in room {to.name} already. Choose another room.")
        bed.position, bed.room_id = _last_in(work, to), to.id
        return _changed(work, "bed.moved", {"bed": bed.label, "before": before.name, "now": to.name})


def set_bed_in_use(store: Store, bed_id: int, *, in_use: bool, actor: Actor, now: datetime) -> list[Event]:
    """Take an empty bed out of use, or bring it back. What was recorded of it stays."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        bed = known(work.session, Bed, bed_id)
        if bed.in_use is in_use:
            state = "in use" if in_use else "out of use"
            raise Refused(f"Bed {bed.label} is {state} already. Nothing has been changed.")
        if not in_use:
            check_empty(work, bed)
        bed.in_use = in_use
        return _changed(work, "bed.in use" if in_use else "bed.out of use", {"bed": bed.label})


def reorder(
    store: Store, kind: str, inside_id: int | None, ids: tuple[int, ...], *, actor: Actor, now: datetime
) -> list[Event]:
    """The order on the board. `kind`: "area", "room" (of the area `inside_id`) or "bed" (of the room); `ids`: all of
    them, in their new order. Raises Refused where somebody has added or moved one meanwhile."""
    with store.write(actor, now) as work:
        require(work, Deed.PLACES)
        found = {one.id: one for one in work.session.scalars(_inside(kind, inside_id))}
        if sorted(found) != sorted(ids):
            raise Refused("Somebody has added or moved a place meanwhile. Look at the list again, then order it.")
        before = [_called(one) for one in sorted(found.values(), key=_position)]
        for position, one in enumerate(ids):
            found[one].position = position
        now_said = [_called(found[one]) for one in ids]
        if now_said == before:
            raise Refused("The order is the same as before. Nothing has been changed.")
        return _changed(work, f"{kind}.reordered", {"before": before, "now": now_said})


def _inside(kind: str, inside_id: int | None) -> Select[Area] | Select[Room] | Select[Bed]:
    if kind == "area":
        return select(Area)
    if kind == "room":
        return select(Room).where(Room.area_id == inside_id)
    return select(Bed).where(Bed.room_id == inside_id)


def _position(place: Area | Room | Bed) -> tuple[int, int]:
    return place.position, place.id


def _called(place: Area | Room | Bed) -> str:
    return place.label if isinstance(place, Bed) else place.name


def _changed(work: Work, kind: str, body: dict[str, object]) -> list[Event]:
    """Count the beds anew, have the environmental rounds owed that follow, and say it."""
    work.session.flush()
    _number_beds(work.session)
    work.journal(f"place.{kind}", body)
    plan_rounds(work, finding.policy_in_force(work.session))
    work.emit(UnitChanged())
    return work.events


def _number_beds(session: Session) -> None:
    """By area, room and bed in their order: neighbours on the unit are neighbours on the board."""
    beds = session.scalars(
        select(Bed)
        .join(Room, Room.id == Bed.room_id)
        .join(Area, Area.id == Room.area_id)
        .order_by(Area.position, Area.id, Room.position, Room.id, Bed.position, Bed.id)
    )
    for position, bed in enumerate(beds):
        if bed.position != position:
            bed.position = position


def _count(work: Work, kind: type[Area]) -> int:
    return work.session.scalar(select(func.count()).select_from(kind)) or 0


def _last_in(work: Work, room: Room) -> int:
    last = work.session.scalar(select(func.max(Bed.position)).where(Bed.room_id == room.id))
    return 0 if last is None else last + 1


def _move_hazards(work: Work, room: Room, to: Area) -> None:
    """Whoever walks the area the room is in now sees to what is wrong in it."""
    standing = select(Hazard).where(Hazard.room_id == room.id, Hazard.state != HazardState.VERIFIED)
    for hazard in work.session.scalars(standing):
        hazard.area_id = to.id
    work.session.flush()
    _name_tasks(work, to)


def _name_tasks(work: Work, area: Area) -> None:
    """What is owed is called after the area and the room as they are called now. Alerts that run keep their words."""
    work.session.flush()
    open_of = select(Task).where(Task.stay_id.is_(None), Task.state == TaskState.OPEN)
    rounds = open_of.where(Task.kind == TaskKind.ENVIRONMENTAL, Task.area_id == area.id)
    for task in work.session.scalars(rounds):
        task.label = task_label(title_of(task.about.rpartition(":")[2]), area.name)
    hazards = {f"hazard:{one.id}": one for one in work.session.scalars(select(Hazard).where(Hazard.area_id == area.id))}
    for task in work.session.scalars(open_of.where(Task.kind == TaskKind.HAZARD)):
        hazard = hazards.get(task.about)
        if hazard is not None:
            room = None if hazard.room_id is None else work.session.get_one(Room, hazard.room_id)
            task.area_id = area.id
            task.label = task_label(hazard.place, "" if room is None else room.name, area.name)
