"""Reads what the Unit setup page shows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Area, Bed, PolicyVersion, Room, Stay
from station.rules import checklists
from station.rules.policy_changes import changes
from station.services import finding
from station.services.policy_signing import policy_of
from station.services.unit_sheet import AreaPlace, BedPlace, PolicyVersionRow, RoomPlace, UnitSheet
from station.store.work import Store


def read_unit_sheet(store: Store) -> UnitSheet:
    """Everything the Unit setup page shows, in one transaction."""
    with store.read() as session:
        versions = _version_rows(session)
        return UnitSheet(
            policy=finding.policy_in_force(session),
            version=versions[0].id,
            versions=versions,
            places=_places(session),
            checklists=checklists.names(),
        )


def _places(session: Session) -> tuple[AreaPlace, ...]:
    taken = set(session.scalars(select(Stay.bed_id).where(Stay.discharged_at.is_(None), Stay.bed_id.is_not(None))))
    beds = session.scalars(select(Bed).order_by(Bed.position, Bed.id)).all()
    rooms = session.scalars(select(Room).order_by(Room.position, Room.id)).all()
    areas = session.scalars(select(Area).order_by(Area.position, Area.id))
    return tuple(
        AreaPlace(
            area.id,
            area.name,
            tuple(
                RoomPlace(
                    room.id,
                    room.name,
                    tuple(
                        BedPlace(bed.id, bed.label, bed.in_use, bed.id in taken)
                        for bed in beds
                        if bed.room_id == room.id
                    ),
                )
                for room in rooms
                if room.area_id == area.id
            ),
        )
        for area in areas
    )


def _version_rows(session: Session) -> tuple[PolicyVersionRow, ...]:
    versions = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id)).all()
    bodies = [policy_of(one).to_json() for one in versions]
    rows = [
        PolicyVersionRow(
            id=one.id,
            number=place + 1,
            signed_by=one.signed_by,
            signed_at=one.signed_at,
            changes=() if place == 0 else changes(bodies[place - 1], bodies[place]),
        )
        for place, one in enumerate(versions)
    ]
    return tuple(reversed(rows))
