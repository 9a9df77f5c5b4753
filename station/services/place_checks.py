"""What may not be said or done of a place, in sentences."""

import re
from typing import Final, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station.models import Area, Bed, EnvironmentalRound, Room, Stay, Task
from station.models.enums import TaskKind, TaskState
from station.services import finding
from station.services.errors import Refused
from station.store.work import Work

MOST_LETTERS: Final = 40
MOST_BED_LETTERS: Final = 12
_BED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9./ -]*")
_Place = TypeVar("_Place", Area, Room, Bed)


def known(session: Session, kind: type[_Place], place_id: int) -> _Place:
    found = session.get(kind, place_id)
    if found is None:
        raise Refused("This place is not known here. Choose it in the list again.")
    return found


def name_of(typed: str, what: str, example: str) -> str:
    wanted = " ".join(typed.split())
    if not wanted:
        raise Refused(f"Give the {what} a name, {example}.")
    if len(wanted) > MOST_LETTERS:
        raise Refused(f"This name has {len(wanted)} letters. Use at most {MOST_LETTERS}.")
    return wanted


def label_of(typed: str) -> str:
    wanted = " ".join(typed.split())
    if not wanted:
        raise Refused("Give the bed a label, for example 1205 or 1205A.")
    if len(wanted) > MOST_BED_LETTERS or not _BED.fullmatch(wanted):
        raise Refused(
            f"“{wanted}” cannot stand on a card. Use at most {MOST_BED_LETTERS} letters and figures, such as 1205A."
        )
    return wanted


def another(wanted: str, before: str) -> str:
    if wanted == before:
        raise Refused(f"It is called {before} already. Type another name.")
    return wanted


def check_no_other_area(work: Work, name: str, than: int | None = None) -> None:
    same = select(Area).where(func.lower(Area.name) == name.lower(), Area.id != (than or 0))
    found = work.session.scalar(same)
    if found is not None:
        raise Refused(f"There is an area {found.name} already. Give this one another name.")


def check_no_other_room(work: Work, area: Area, name: str, than: int | None = None) -> None:
    same = select(Room).where(Room.area_id == area.id, func.lower(Room.name) == name.lower(), Room.id != (than or 0))
    found = work.session.scalar(same)
    if found is not None:
        raise Refused(f"There is a room {found.name} in {area.name} already. Give this one another name.")


def check_no_other_bed(work: Work, label: str, than: int | None = None) -> None:
    found = work.session.scalar(select(Bed).where(func.lower(Bed.label) == label.lower(), Bed.id != (than or 0)))
    if found is None:
        return
    if found.in_use:
        raise Refused(f"There is a bed {found.label} already. Each bed has a label of its own.")
    raise Refused(f"There is a bed {found.label} already, out of use. Bring it back instead.")


def check_empty(work: Work, bed: Bed) -> None:
    there = work.session.scalar(select(Stay).where(Stay.bed_id == bed.id, Stay.discharged_at.is_(None)))
    if there is not None:
        name = finding.patient_name(work.session, there)
        raise Refused(f"{name} is in bed {bed.label}. Move the patient first, then take the bed out of use.")


def check_not_walked(work: Work, *areas: Area) -> None:
    """The rooms of an environmental round do not change while it is walked."""
    walk = work.session.scalar(
        select(EnvironmentalRound).where(
            EnvironmentalRound.ended_at.is_(None), EnvironmentalRound.area_id.in_([one.id for one in areas])
        )
    )
    if walk is not None:
        name, area = finding.person_name(work.session, walk.staff_id), known(work.session, Area, walk.area_id).name
        raise Refused(f"{name} walks an environmental round of {area} now. Change its rooms when it has ended.")


def check_not_emptied(work: Work, area: Area, room: Room) -> None:
    """Without a room an area owes no environmental round: one that is late is made first."""
    other = select(Room.id).where(Room.area_id == area.id, Room.id != room.id).limit(1)
    if work.session.scalar(other) is not None:
        return
    late = work.session.scalar(
        select(Task.label).where(
            Task.kind == TaskKind.ENVIRONMENTAL,
            Task.area_id == area.id,
            Task.state == TaskState.OPEN,
            Task.due_at <= work.at,
        )
    )
    if late is not None:
        raise Refused(f"{room.name} is the last room of {area.name}, and {late} is late. Have it made first.")
