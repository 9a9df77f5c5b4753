"""The people who work here: their names, roles and badges, as an administrator keeps them."""

from datetime import datetime

from sqlalchemy import select

from station.models import Credential, EnvironmentalRound, Staff
from station.models.enums import Role
from station.rules import pins
from station.rules.permissions import Deed, may
from station.services import engaged
from station.services.errors import Refused
from station.services.events import Event, UnitChanged
from station.services.permitting import require
from station.services.qualifications import qualification_rows
from station.services.setup import check_name, check_not_taken
from station.services.signing import credential_of, someone_here
from station.store.rows import StaffRow
from station.store.rows.people import PersonRow, QualificationRow
from station.store.work import Actor, Store, Work


def set_badge(store: Store, staff_id: int, badge: str | None, *, actor: Actor, now: datetime) -> list[Event]:
    """What the scanner types for this person; None takes the badge away. Raises Refused for one that is another's."""
    wanted = None if badge is None else _badge(badge)
    with store.write(actor, now) as work:
        require(work, Deed.PEOPLE)
        person = _anyone(work, staff_id) if wanted is None else someone_here(work, staff_id)
        if wanted is not None:
            _check_not_anothers(work, person, wanted)
        credential_of(work, staff_id).badge = wanted
        work.journal("person.badge set", {"staff": staff_id, "badge": wanted})
        work.emit(UnitChanged())
        return work.events


def _badge(scanned: str) -> str:
    try:
        return pins.normal_badge(scanned)
    except pins.PinError as error:
        raise Refused(str(error)) from error


def _check_not_anothers(work: Work, person: Staff, badge: str) -> None:
    owner = work.session.scalar(
        select(Staff.name).join(Credential, Credential.staff_id == Staff.id).where(
            Credential.badge == badge, Staff.id != person.id
        )
    )  # fmt: skip
    if owner is not None:
        raise Refused(f"This badge is {owner}'s. Scan {person.name}'s own, or take it from {owner} first.")


def change_person(
    store: Store,
    staff_id: int,
    *,
    name: str | None = None,
    role: Role | None = None,
    active: bool | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """Another name, role, or whether he works here. None leaves as it is.

    Raises Refused for the last administrator who can sign in, and for somebody who has patients in hand that he could
    not answer for afterwards.
    """
    wanted = None if name is None else check_name(name)
    with store.write(actor, now) as work:
        require(work, Deed.PEOPLE)
        person = _anyone(work, staff_id)
        before = {"name": person.name, "role": person.role.value, "active": person.active}
        _check_still_let_in(work, person, role or person.role, active=person.active if active is None else active)
        _check_nothing_in_hand(work, person, role or person.role, leaves=active is False)
        if wanted is not None and wanted != person.name:
            check_not_taken(work, wanted)
        person.name, person.role = wanted or person.name, role or person.role
        person.active = person.active if active is None else active
        after = {"name": person.name, "role": person.role.value, "active": person.active}
        if after == before:
            raise Refused("Nothing differs from what is known. Change something, or close without saving.")
        work.journal("person.changed", {"staff": staff_id, "before": before, "now": after})
        work.emit(UnitChanged())
        return work.events


def _anyone(work: Work, staff_id: int) -> Staff:
    person = work.session.get(Staff, staff_id)
    if person is None:
        raise Refused("This person is not known here. Close the panel and choose again.")
    return person


def _check_still_let_in(work: Work, person: Staff, role: Role, *, active: bool) -> None:
    """Somebody must remain who can let others in."""
    if active and role is Role.ADMINISTRATOR:
        return
    able = work.session.scalars(
        select(Staff.id)
        .join(Credential, Credential.staff_id == Staff.id)
        .where(Staff.role == Role.ADMINISTRATOR, Staff.active, Credential.pin_hash.is_not(None))
    ).all()
    if list(able) == [person.id]:
        raise Refused(
            f"{person.name} is the last administrator who can sign in. Give another administrator a PIN first."
        )


def _check_nothing_in_hand(work: Work, person: Staff, role: Role, *, leaves: bool) -> None:
    """Of what he could not do any more afterwards."""
    try:
        _check_free(work, person, role, leaves=leaves)
    except Refused as held:
        raise Refused(f"{held} See to that, then change what is said of {person.name}.") from held


def _check_free(work: Work, person: Staff, role: Role, *, leaves: bool) -> None:
    if leaves or not may(role, Deed.OBSERVE):
        engaged.check_not_observing(work, person.id, person.name)
    if leaves or not may(role, Deed.ROUND):
        engaged.check_not_walking(work, person.id, person.name)
    if leaves or not may(role, Deed.OFF_UNIT):
        engaged.check_not_off_unit(work, person.id, person.name)
    if leaves or not may(role, Deed.ENVIRONMENT):
        _check_no_environmental_round(work, person)


def _check_no_environmental_round(work: Work, person: Staff) -> None:
    walk = select(EnvironmentalRound.id).where(
        EnvironmentalRound.staff_id == person.id, EnvironmentalRound.ended_at.is_(None)
    )
    if work.session.scalar(walk.limit(1)) is not None:
        raise Refused(f"{person.name} is on an environmental round.")


def person_of_badge(store: Store, badge: str) -> StaffRow:
    """Whom a badge belongs to. Raises Refused for an unknown one, without repeating it: it may be a PIN."""
    scanned = _badge(badge)
    with store.read() as session:
        found = session.execute(
            select(Staff.id, Staff.name, Staff.role, Staff.active)
            .join(Credential, Credential.staff_id == Staff.id)
            .where(Credential.badge == scanned)
        ).first()
    if found is None:
        raise Refused("This badge is not known here. Scan again, or choose your name; an administrator can add it.")
    if not found.active:
        raise Refused(f"{found.name} does not work here any more. Ask an administrator about this badge.")
    return StaffRow(found.id, found.name, found.role)


def read_people(store: Store) -> tuple[PersonRow, ...]:
    """Everybody, by name, those who left among them."""
    with store.read() as session:
        found = session.execute(
            select(Staff, Credential)
            .outerjoin(Credential, Credential.staff_id == Staff.id)
            .order_by(Staff.name)
        ).all()  # fmt: skip
        training = qualification_rows(session, [person.id for person, _ in found])
        return tuple(_row(person, credential, training.get(person.id, ())) for person, credential in found)


def _row(person: Staff, credential: Credential | None, training: tuple[QualificationRow, ...]) -> PersonRow:
    return PersonRow(
        id=person.id,
        name=person.name,
        role=person.role,
        active=person.active,
        has_pin=credential is not None and credential.pin_hash is not None,
        must_change=credential is not None and credential.must_change,
        badge=None if credential is None else credential.badge,
        locked_until=None if credential is None else credential.locked_until,
        training=training,
    )
