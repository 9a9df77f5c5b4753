"""The binding of a desk that goes on without its record: what cannot wait is kept, the rest is refused at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy.orm import Session
from typing_extensions import override

from station.app.binding import BoundCommands, BoundReads, place_of
from station.app.core import Core
from station.app.keeping import Keeper
from station.monitor.eyes import People
from station.services import Store, alerts, checks, keeping, vitals
from station.services.errors import Refused
from station.services.events import Event
from station.store.errors import StoreError
from station.store.rows.people import SignedIn
from station.views.commands import DeskFacts

PROVE_NOW: Final = "The record is back. Sign in with your PIN, then do it again: nothing has been lost."


def _open() -> None:
    return None


@dataclass(slots=True)
class ReadingStore(Store):
    """For screens: a question that would hang is refused at once. It reads; nothing is written through it."""

    gate: Callable[[], None] = _open

    @override
    @contextmanager
    def read(self) -> Iterator[Session]:
        self.gate()
        with Store.read(self) as session:
            yield session


class DeskReads(BoundReads):
    """What the eyes are to know is told to them as it is read."""

    def __init__(self, core: Core) -> None:
        self._eyes = core.kept.eyes
        super().__init__(ReadingStore(core.store.engine, gate=self._eyes.gate_of_readers), core.time.clock)

    @override
    def facts(self) -> DeskFacts:
        """Of a desk that was started without its record: as they were known then."""
        try:
            facts = super().facts()
        except StoreError:
            remembered = self._remembered()
            if remembered is None:
                raise
            return remembered
        self._eyes.know(facts.policy, People(facts.staff, facts.policy_signed_by, facts.policy_signed_at))
        return facts

    def _remembered(self) -> DeskFacts | None:
        policy, people = self._eyes.policy, self._eyes.people
        if policy is None or people is None or people.policy_signed_at is None or not self._eyes.is_away:
            return None
        return DeskFacts(
            staff=people.staff,
            policy=policy,
            policy_signed_by=people.policy_signed_by,
            policy_signed_at=people.policy_signed_at,
            database=place_of(self._store),
        )

    @override
    def needs_first_administrator(self) -> bool:
        """Where people are known there is one."""
        people = self._eyes.people
        if self._eyes.is_away and people is not None and people.staff:
            return False
        return super().needs_first_administrator()


class DeskCommands(BoundCommands):
    """What may be entered without the record goes through the keeper."""

    def __init__(self, core: Core, station: str) -> None:
        super().__init__(core.store, core.time.clock, station)
        self._keeper = Keeper(core.kept.eyes, core.time.clock, core.publishing)
        self._is_unproven = False

    @property
    def is_unproven(self) -> bool:
        """Whether whoever is here chose his name while no PIN could be checked."""
        return self._is_unproven

    @override
    def _check_here(self, staff_id: int, *, choosing: bool = False) -> None:
        super()._check_here(staff_id, choosing=choosing)
        if self._is_unproven and not self._keeper.eyes.is_away:
            raise Refused(PROVE_NOW)

    @override
    def record_check(self, staff_id: int, entry: checks.CheckEntry, confirmed: bool) -> list[Event]:
        direct = partial(super().record_check, staff_id, entry, confirmed)
        return self._kept(staff_id, entry, direct, confirmed=confirmed)

    @override
    def record_not_found(self, staff_id: int, request_id: str, stay_id: int, note: str) -> list[Event]:
        direct = partial(super().record_not_found, staff_id, request_id, stay_id, note)
        return self._kept(staff_id, keeping.NotFound(request_id, stay_id, note), direct)

    @override
    def record_set(self, staff_id: int, entry: vitals.VitalEntry, confirmed: bool) -> list[Event]:
        direct = partial(super().record_set, staff_id, entry, confirmed)
        return self._kept(staff_id, entry, direct, confirmed=confirmed)

    @override
    def accept_alert(self, staff_id: int, alert_id: int, note: str) -> list[Event]:
        direct = partial(self._accept_stored, staff_id, alert_id, note)
        said = self._keeper.accepted(alert_id, note)
        return direct() if said is None else self._kept(staff_id, said, direct)

    def _accept_stored(self, staff_id: int, alert_id: int, note: str) -> list[Event]:
        if alert_id < 0:
            raise Refused("The record is back, and this alert has its place in it now. Accept it once more.")
        return self._do(staff_id, alerts.accept, alert_id, staff_id, note)

    @override
    def note_pause(self, staff_id: int, until: datetime) -> list[Event]:
        direct = partial(super().note_pause, staff_id, until)
        return self._kept(staff_id, keeping.Paused(until), direct)

    def _kept(
        self, staff_id: int, entry: keeping.Kind, direct: Callable[[], list[Event]], *, confirmed: bool = True
    ) -> list[Event]:
        self._check_here(staff_id)
        here = self._here
        if here is None:
            raise Refused("This desk is locked. Sign in first.")
        unproven = self._is_unproven
        return self._keeper.do(
            entry, here.staff_id, here.name, here.role, direct, confirmed=confirmed, unproven=unproven
        )

    @override
    def _done_by(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        self._keeper.eyes.gate()
        return super()._done_by(staff_id, service, *asked, **named)

    @override
    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        """An empty PIN: his name is chosen from the list, since none can be checked. Only at a desk that was started
        without its record, and so has nobody who proved who he is."""
        if not pin and self._keeper.eyes.is_started_without:
            return self._let_in_unproven(staff_id)
        self._keeper.eyes.gate()
        here = super().sign_in(staff_id, pin)
        self._is_unproven = False
        return here

    def _let_in_unproven(self, staff_id: int) -> SignedIn:
        people = self._keeper.eyes.people
        known = next((one for one in people.staff if one.id == staff_id), None) if people is not None else None
        if known is None or (self._here is not None and not self._is_unproven):
            self._keeper.eyes.gate()
            raise Refused(PROVE_NOW)
        self._here, self._is_unproven = SignedIn(known.id, known.name, known.role, must_change=False), True
        return self._here

    @override
    def sign_out(self, why: str) -> None:
        """Whoever was not asked for his PIN was never signed in, as far as the record goes."""
        if self._is_unproven:
            self._here, self._proofs, self._is_unproven = None, (), False
            return
        super().sign_out(why)

    @override
    def prove(self, staff_id: int, pin: str) -> None:
        self._keeper.eyes.gate()
        super().prove(staff_id, pin)
