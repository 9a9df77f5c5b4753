"""Signing in: a person proves who he is with his PIN; five wrong ones lock him for a while (all of it policy)."""

from datetime import datetime

from station.models.enums import Role
from station.services.events import Event
from station.store.rows import StaffRow
from station.store.rows.people import PersonRow, SignedIn
from station.store.work import Actor, Store


def needs_first_administrator(store: Store) -> bool:
    """Whether nobody can sign in who could let others in."""
    raise NotImplementedError


def create_first_administrator(store: Store, name: str, pin: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Make the first person who can let others in, with a PIN of his own.

    Raises Refused when there is one already, or for a name or a PIN that will not do.
    """
    raise NotImplementedError


def sign_in(store: Store, staff_id: int, pin: str, *, actor: Actor, now: datetime) -> SignedIn:
    """Let a person in at the station of `actor`. Takes up to 150 ms on purpose: never on the GUI thread.

    Raises Refused for a wrong PIN (and says how many tries are left), a locked person, one without a PIN.
    """
    raise NotImplementedError


def sign_out(store: Store, staff_id: int, why: str, *, actor: Actor, now: datetime) -> list[Event]:
    """He left, or the desk locked itself: `why` in words."""
    raise NotImplementedError


def prove(store: Store, staff_id: int, pin: str, *, actor: Actor, now: datetime) -> tuple[int, datetime]:
    """The PIN typed again for one act: what goes into `Actor.proofs`. Wrong ones count as at signing in."""
    raise NotImplementedError


def change_pin(store: Store, staff_id: int, old: str, new: str, *, actor: Actor, now: datetime) -> list[Event]:
    """A person chooses a PIN of his own."""
    raise NotImplementedError


def set_pin(store: Store, staff_id: int, pin: str, *, actor: Actor, now: datetime) -> list[Event]:
    """An administrator gives somebody a first PIN, or a new one for a lost one. It must be changed at signing in.

    Ends a lock.
    """
    raise NotImplementedError


def set_badge(store: Store, staff_id: int, badge: str | None, *, actor: Actor, now: datetime) -> list[Event]:
    """What the scanner types for this person; None takes the badge away. Raises Refused for one that is another's."""
    raise NotImplementedError


def unlock(store: Store, staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """An administrator ends a lock before its time."""
    raise NotImplementedError


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
    """Another name, role, or whether he works here. None leaves as it is. The last administrator stays one."""
    raise NotImplementedError


def person_of_badge(store: Store, badge: str) -> StaffRow:
    """Whom a badge belongs to. Raises Refused for an unknown one."""
    raise NotImplementedError


def read_people(store: Store) -> tuple[PersonRow, ...]:
    """Everybody, by name, those who left among them."""
    raise NotImplementedError
