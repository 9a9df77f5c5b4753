"""Signing in: a person proves who he is with his PIN; five wrong ones lock him for a while (all of it policy).

Wrong PINs are counted in the database, so that they count on every station. A failure is committed although the call
refuses. Argon2 runs between two transactions, never inside one: nobody waits for it but the one who signs in.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Credential, Staff
from station.models.enums import Role
from station.rules import pins
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.rules.wording import clock_time, short
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event, SignedInOrOut, UnitChanged
from station.services.permitting import require
from station.services.pin_hashes import PIN_HASHES, matches
from station.services.setup import check_name
from station.store.rows.people import SignedIn
from station.store.work import Actor, Store, Work

_LET_IN: Final = (
    select(Staff.id)
    .join(Credential, Credential.staff_id == Staff.id)
    .where(Staff.role == Role.ADMINISTRATOR, Staff.active, Credential.pin_hash.is_not(None))
)
"""The administrators who can sign in, and so let others in."""


_TO_THE_MINUTE: Final = timedelta(seconds=59, microseconds=999_999)


def needs_first_administrator(store: Store) -> bool:
    """Whether nobody can sign in who could let others in."""
    with store.read() as session:
        return session.scalar(_LET_IN.limit(1)) is None


def create_first_administrator(
    store: Store, name: str, pin: str, *, actor: Actor, now: datetime, hasher: PasswordHasher = PIN_HASHES
) -> list[Event]:
    """Make the first person who can let others in, with a PIN of his own.

    In a database that has people but no PINs yet, an administrator of that name is given the PIN. Raises Refused when
    there is one who can sign in already, or for a name or a PIN that will not do.
    """
    wanted, pin_hash = check_name(name), _new_hash(hasher, pin)
    with store.write(actor, now) as work:
        if work.session.scalar(_LET_IN.limit(1)) is not None:
            raise Refused("There is an administrator here already. Ask him to add you and to set your PIN.")
        person = _administrator(work, wanted)
        _keep_pin(work, person.id, pin_hash, must_change=False)
        work.journal("person.pin set", {"staff": person.id, "first_administrator": True})
        work.emit(UnitChanged())
        return work.events


def _administrator(work: Work, name: str) -> Staff:
    person = work.session.scalar(select(Staff).where(Staff.name == name))
    if person is None:
        person = Staff(name=name, role=Role.ADMINISTRATOR, active=True)
        work.session.add(person)
        work.session.flush()
        work.journal("staff.added", {"staff": person.id, "name": name, "role": person.role.value})
    elif person.role is not Role.ADMINISTRATOR or not person.active:
        raise Refused(f"{name} is here already, and not as an administrator. Enter another name, such as {name} (adm).")
    return person


def sign_in(
    store: Store, staff_id: int, pin: str, *, actor: Actor, now: datetime, hasher: PasswordHasher = PIN_HASHES
) -> SignedIn:
    """Let a person in at the station of `actor`. Takes up to 150 ms on purpose: never on the GUI thread.

    Raises Refused for a wrong PIN (and says how many tries are left), a locked person, one without a PIN.
    """

    def entered(work: Work, credential: Credential) -> None:
        work.journal("person.signed in", {"staff": credential.staff_id})
        work.emit(SignedInOrOut(credential.staff_id))

    return _type_pin(store, staff_id, pin, entered, actor=actor, now=now, hasher=hasher)


def sign_out(store: Store, staff_id: int, why: str, *, actor: Actor, now: datetime) -> list[Event]:
    """He left, or the desk locked itself: `why` in words."""
    with store.read() as session:
        person = session.get(Staff, staff_id)
        if person is None:
            raise Refused("Nobody of that number works here. Nothing has been changed.")
        himself = replace(actor, staff_id=staff_id, name=person.name)
    with store.write(himself, now) as work:
        work.journal("person.signed out", {"staff": staff_id, "why": why.strip()})
        work.emit(SignedInOrOut(staff_id))
        return work.events


def prove(
    store: Store, staff_id: int, pin: str, *, actor: Actor, now: datetime, hasher: PasswordHasher = PIN_HASHES
) -> tuple[int, datetime]:
    """The PIN typed again for one act: what goes into `Actor.proofs`. Wrong ones count as at signing in."""

    def proven(work: Work, credential: Credential) -> None:
        work.journal("person.pin again", {"staff": credential.staff_id})

    _type_pin(store, staff_id, pin, proven, actor=actor, now=now, hasher=hasher)
    return staff_id, now


def change_pin(
    store: Store,
    staff_id: int,
    old: str,
    new: str,
    *,
    actor: Actor,
    now: datetime,
    hasher: PasswordHasher = PIN_HASHES,
) -> list[Event]:
    """A person chooses a PIN of his own. A wrong old one counts as at signing in."""
    if actor.staff_id != staff_id:
        raise Refused("Only the person himself changes a PIN this way. An administrator sets a new one for another.")
    if new == old:
        raise Refused("That is the PIN you have. Choose another one.")
    pin_hash = _new_hash(hasher, new)
    events: list[Event] = []

    def changed(work: Work, credential: Credential) -> None:
        _keep_pin(work, credential.staff_id, pin_hash, must_change=False)
        work.journal("person.pin changed", {"staff": credential.staff_id})
        work.emit(UnitChanged())
        events.extend(work.events)

    _type_pin(store, staff_id, old, changed, actor=actor, now=now, hasher=hasher)
    return events


def set_pin(
    store: Store, staff_id: int, pin: str, *, actor: Actor, now: datetime, hasher: PasswordHasher = PIN_HASHES
) -> list[Event]:
    """An administrator gives somebody a first PIN, or a new one for a lost one. It must be changed at signing in.

    Ends a lock.
    """
    pin_hash = _new_hash(hasher, pin)
    with store.write(actor, now) as work:
        require(work, Deed.PEOPLE)
        person = someone_here(work, staff_id)
        _keep_pin(work, person.id, pin_hash, must_change=person.id != actor.staff_id)
        work.journal("person.pin set", {"staff": person.id})
        work.emit(UnitChanged())
        return work.events


def unlock(store: Store, staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """An administrator ends a lock before its time, and the count of wrong PINs with it."""
    with store.write(actor, now) as work:
        require(work, Deed.PEOPLE)
        person = someone_here(work, staff_id)
        credential = work.session.get(Credential, staff_id)
        if credential is None or credential.locked_until is None or credential.locked_until <= now:
            raise Refused(f"{person.name} is not locked. Nothing has been changed.")
        _let_go(credential)
        work.journal("person.unlocked", {"staff": staff_id})
        work.emit(SignedInOrOut(staff_id))
        return work.events


def someone_here(work: Work, staff_id: int) -> Staff:
    """A person who works here, whom an administrator sees to."""
    person = work.session.get(Staff, staff_id)
    if person is None:
        raise Refused("This person is not known here. Close the panel and choose again.")
    if not person.active:
        raise Refused(f"{person.name} does not work here any more. Say first that he does again.")
    return person


def credential_of(work: Work, staff_id: int) -> Credential:
    """How he proves who he is; an empty one where there is none yet."""
    credential = work.session.get(Credential, staff_id)
    if credential is None:
        credential = Credential(staff_id=staff_id, must_change=False, failures=0)
        work.session.add(credential)
    return credential


def _new_hash(hasher: PasswordHasher, pin: str) -> str:
    try:
        return hasher.hash(pins.check_new_pin(pin))
    except pins.PinError as error:
        raise Refused(str(error)) from error


def _keep_pin(work: Work, staff_id: int, pin_hash: str, *, must_change: bool) -> None:
    credential = credential_of(work, staff_id)
    credential.pin_hash, credential.pin_set_at = pin_hash, work.at
    credential.must_change = must_change
    _let_go(credential)


def _let_go(credential: Credential) -> None:
    credential.failures, credential.locked_until = 0, None


class _Claimed(NamedTuple):
    """Whoever somebody says he is."""

    name: str
    role: Role
    pin_hash: str
    is_locked: bool


def _type_pin(
    store: Store,
    staff_id: int,
    pin: str,
    then: Callable[[Work, Credential], None],
    *,
    actor: Actor,
    now: datetime,
    hasher: PasswordHasher,
) -> SignedIn:
    """Judge a PIN, once. `then` is done in the same transaction when it is right."""
    claimed = _claimed(store, staff_id, pin, now)
    right = not claimed.is_locked and matches(hasher, claimed.pin_hash, pin)
    renewed = hasher.hash(pin) if right and hasher.check_needs_rehash(claimed.pin_hash) else claimed.pin_hash
    himself = replace(actor, staff_id=staff_id, name=claimed.name) if right else actor
    with store.write(himself, now) as work:
        credential = work.session.get_one(Credential, staff_id)
        trouble = _trouble(work, claimed, credential, right=right)
        if trouble is None:
            credential.pin_hash = renewed
            _let_go(credential)
            then(work, credential)
        here = SignedIn(staff_id, claimed.name, claimed.role, credential.must_change)
    if trouble is not None:
        raise Refused(trouble)
    return here


def _claimed(store: Store, staff_id: int, pin: str, now: datetime) -> _Claimed:
    """Refuses somebody who cannot sign in at all, and what cannot be a PIN: neither counts as a wrong one."""
    with store.read() as session:
        person = finding.person(session, staff_id)
        credential = session.get(Credential, staff_id)
        if credential is None or credential.pin_hash is None:
            raise Refused(f"{person.name} has no PIN yet. Ask an administrator to set one.")
        if not pins.is_pin(pin):
            raise Refused(f"A PIN has {pins.SHORTEST} to {pins.LONGEST} digits. Enter yours; this was not counted.")
        locked = _lock_ends(finding.policy_in_force(session), credential, now) is not None
        return _Claimed(person.name, person.role, credential.pin_hash, locked)


def _trouble(work: Work, claimed: _Claimed, credential: Credential, *, right: bool) -> str | None:
    """Why he is not let in; None when he is. What two desks do at once is decided here, one after the other."""
    policy = finding.policy_in_force(work.session)
    ends = _lock_ends(policy, credential, work.at)
    if ends is not None:
        credential.locked_until = ends
        return f"{claimed.name} is locked after {_wrong(policy.signing.wrong_pins)}. {_again(work.session, ends)}"
    if claimed.is_locked or credential.pin_hash != claimed.pin_hash:
        return f"The PIN of {claimed.name} was set or unlocked in this moment. Enter it again."
    return None if right else _count(work, policy, claimed.name, credential)


def _count(work: Work, policy: Policy, name: str, credential: Credential) -> str:
    """One more wrong PIN; the last of them locks. After a lock counting begins anew."""
    credential.failures += 1
    left = policy.signing.wrong_pins - credential.failures
    work.journal("person.pin wrong", {"staff": credential.staff_id, "wrong": credential.failures})
    if left > 0:
        tries = "1 try is" if left == 1 else f"{left} tries are"
        return (
            f"This is not the PIN of {name}. {tries} left; then nobody signs in as {name} "
            f"for {short(policy.signing.locked_for)}."
        )
    ends = work.at + policy.signing.locked_for
    credential.failures, credential.locked_until = 0, ends
    work.journal("person.locked", {"staff": credential.staff_id, "until": ends})
    work.emit(SignedInOrOut(credential.staff_id))
    wrong = _wrong(policy.signing.wrong_pins)
    return f"This is not the PIN of {name}, who is now locked after {wrong}. {_again(work.session, ends)}"


def _lock_ends(policy: Policy, credential: Credential, now: datetime) -> datetime | None:
    return pins.lock_ends(credential.locked_until, policy.signing.locked_for, now)


def _wrong(count: int) -> str:
    return f"{count} wrong PINs in a row"


def _again(session: Session, ends: datetime) -> str:
    """By the unit's clock, to the whole minute after: nobody comes back too early."""
    zone = ZoneInfo(finding.unit(session).zone)
    return f"Try again at {clock_time(ends + _TO_THE_MINUTE, zone)}, or ask an administrator."
