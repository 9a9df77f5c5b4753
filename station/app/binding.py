"""Binds the services to one store, one clock and one station: what a desk is handed to work with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol

from typing_extensions import override

from station.app.alert_binding import AlertCommands, AlertReads
from station.app.evidence_binding import EvidenceMaking
from station.app.floor_binding import FloorCommands, FloorReads
from station.app.patient_binding import PatientCommands, PatientReads
from station.app.shift_binding import ShiftCommands, ShiftReads
from station.app.sound_binding import SoundCommands
from station.app.unit_binding import UnitCommands, UnitReads
from station.app.vital_binding import VitalCommands, VitalReads
from station.services import Actor, Store, handover, not_put_in, reading, signing
from station.services.errors import Refused
from station.services.events import Event
from station.store.rows import BoardSnapshot
from station.store.rows.kept import NotPutInRow
from station.store.rows.people import SignedIn
from station.views.commands import DeskFacts


class Now(Protocol):
    def now(self) -> datetime: ...


LOCKED: Final = "This desk is locked. Sign in, then do it again: nothing has been lost."
ANOTHER: Final = "Somebody else has signed in at this desk meanwhile. Sign in and do it again: nothing was changed."
HIS_OWN: Final = "Your PIN was set by somebody else. Choose one of your own first; then you can work."


class BoundReads(PatientReads, AlertReads, VitalReads, FloorReads, ShiftReads, UnitReads):
    """What screens read. Every call is one reading transaction."""

    def __init__(self, store: Store, clock: Now) -> None:
        self._store = store
        self._clock = clock

    def board(self) -> BoardSnapshot:
        return reading.read_board(self._store, self._clock.now())

    def head(self) -> int:
        return reading.read_head(self._store)

    def needs_first_administrator(self) -> bool:
        return signing.needs_first_administrator(self._store)

    def not_put_in(self) -> tuple[NotPutInRow, ...]:
        return not_put_in.read_not_put_in(self._store)

    def facts(self) -> DeskFacts:
        signature = reading.read_policy_signature(self._store)
        return DeskFacts(
            staff=reading.read_staff(self._store),
            policy=reading.read_policy(self._store),
            policy_signed_by=signature.signed_by,
            policy_signed_at=signature.signed_at,
            database=place_of(self._store),
        )


def place_of(store: Store) -> str:
    """Where the record is kept, without any password."""
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


class BoundCommands(
    PatientCommands,
    AlertCommands,
    SoundCommands,
    VitalCommands,
    FloorCommands,
    ShiftCommands,
    UnitCommands,
    EvidenceMaking,
):
    """What people do at this station, each in his own name. Only whoever is signed in here can do anything."""

    def __init__(self, store: Store, clock: Now, station: str) -> None:
        self._store = store
        self._clock = clock
        self._station = station
        self._here: SignedIn | None = None
        self._proofs: tuple[tuple[int, datetime], ...] = ()

    @override
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        self._check_here(staff_id, choosing=service is signing.change_pin)
        return self._done_by(staff_id, service, *asked, **named)

    @override
    def _check_here(self, staff_id: int, *, choosing: bool = False) -> None:
        """Refuses what is not asked by whoever is signed in here. `choosing`: a PIN of his own."""
        here = self._here
        if here is None:
            raise Refused(LOCKED)
        if here.staff_id != staff_id:
            raise Refused(ANOTHER)
        if here.must_change and not choosing:
            raise Refused(HIS_OWN)

    def _done_by(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        actor = replace(reading.actor_of(self._store, staff_id, self._station), proofs=self._proofs)
        events = service(self._store, *asked, **named, actor=actor, now=self._clock.now())
        self._proofs = ()
        return events

    def _at_the_desk(self) -> Actor:
        return Actor(None, "Station", self._station)

    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        """Whoever was signed in here is signed out by it. After a failure he still is."""
        here = signing.sign_in(self._store, staff_id, pin, actor=self._at_the_desk(), now=self._clock.now())
        before, self._here, self._proofs = self._here, here, ()
        if before is not None and before.staff_id != staff_id:
            self._record_out(before, f"{here.name} signed in")
        return here

    def sign_out(self, why: str) -> None:
        """The desk is locked at once, whatever becomes of the record of it."""
        here, self._here, self._proofs = self._here, None, ()
        if here is not None:
            self._record_out(here, why)

    def _record_out(self, who: SignedIn, why: str) -> None:
        signing.sign_out(self._store, who.staff_id, why, actor=self._at_the_desk(), now=self._clock.now())

    def prove(self, staff_id: int, pin: str) -> None:
        here = self._here
        if here is None:
            raise Refused(LOCKED)
        proof = signing.prove(self._store, staff_id, pin, actor=self._at_the_desk(), now=self._clock.now())
        if self._here is not here:
            raise Refused(ANOTHER)
        self._proofs = (*self._proofs, proof)

    def change_pin(self, staff_id: int, old: str, new: str) -> list[Event]:
        events = self._do(staff_id, signing.change_pin, staff_id, old, new)
        if self._here is not None and self._here.staff_id == staff_id:
            self._here = replace(self._here, must_change=False)
        return events

    def create_first_administrator(self, name: str, pin: str) -> list[Event]:
        actor = Actor(None, name, self._station)
        return signing.create_first_administrator(self._store, name, pin, actor=actor, now=self._clock.now())

    def set_pin(self, staff_id: int, of_staff_id: int, pin: str) -> list[Event]:
        return self._do(staff_id, signing.set_pin, of_staff_id, pin)

    def unlock_person(self, staff_id: int, of_staff_id: int) -> list[Event]:
        return self._do(staff_id, signing.unlock, of_staff_id)

    def resolve_not_put_in(self, staff_id: int, entry_id: str, words: str) -> list[Event]:
        return self._do(staff_id, not_put_in.resolve, entry_id, words)

    def sign_incoming(self, staff_id: int, incoming_id: int, starts_at: datetime, read: tuple[str, ...]) -> list[Event]:
        """In the name of whoever takes over: his PIN, typed at this desk, is asked for by the service."""
        self._check_here(staff_id)
        return self._done_by(incoming_id, handover.sign_incoming, starts_at, read)
