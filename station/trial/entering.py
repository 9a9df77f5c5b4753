"""What people enter at a desk of the trial goes through its keeper: into the record, or into its own file."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from typing_extensions import override

from station.models.enums import Role
from station.services import Actor, Store, checks, keeping, sounds, vitals
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, KeptHere
from station.simulation import said
from station.simulation.entering import AlertSeen, Entering
from station.simulation.hands import LATE_ENTRY
from station.simulation.said import Said, VitalsTaken
from station.trial.desk import Desk
from station.trial.kept import Ledger
from station.trial.receipts import Entered
from station.trial.weave import Died

_UNPROVEN: Final = 0.1
"""How often whoever enters something while the record is away has only chosen his name from a list."""


class DeskEntering(Entering):
    """As `DeskCommands` does it: what the record does not take is kept, and said to be."""

    def __init__(self, desk: Desk, ledger: Ledger, chance: Callable[[], float]) -> None:
        self._desk = desk
        self._ledger = ledger
        self._chance = chance

    @override
    def pressed(self, now: datetime) -> datetime:
        """Where the desk stood still before the press of a button reached it, it knows of it when it goes on, and
        reads its clock then: as `DeskCommands` does for each command."""
        return max(now, self._desk.now())

    @override
    def check(
        self, store: Store, entry: checks.CheckEntry, role: Role, *, confirmed: bool, actor: Actor, now: datetime
    ) -> list[Event]:
        def direct() -> list[Event]:
            return Entering.check(self, store, entry, role, confirmed=confirmed, actor=actor, now=now)

        observed, asleep = entry.observed_at or now, entry.life_sign is not None
        told = said.Checked(now, entry.stay_id, 0, observed, asleep, now - observed > LATE_ENTRY)
        return self._do(entry, told, role, direct, actor, now, confirmed=confirmed)

    @override
    def not_found(
        self, store: Store, entry: keeping.NotFound, role: Role, *, actor: Actor, now: datetime
    ) -> list[Event]:
        def direct() -> list[Event]:
            return Entering.not_found(self, store, entry, role, actor=actor, now=now)

        return self._do(entry, said.NotFound(now, entry.stay_id, 0), role, direct, actor, now)

    @override
    def vitals(
        self,
        store: Store,
        entry: vitals.VitalEntry,
        told: VitalsTaken,
        role: Role,
        *,
        actor: Actor,
        now: datetime,
    ) -> list[Event]:
        def direct() -> list[Event]:
            return Entering.vitals(self, store, entry, told, role, actor=actor, now=now)

        return self._do(entry, told, role, direct, actor, now)

    @override
    def accept(self, store: Store, alert: int, role: Role, note: str, *, actor: Actor, now: datetime) -> list[Event]:
        def direct() -> list[Event]:
            if alert < 0:
                raise Refused("This alert has its place in the record now.")
            return Entering.accept(self, store, alert, role, note, actor=actor, now=now)

        entry = self._desk.beside.keeper.accepted(alert, note)
        return direct() if entry is None else self._do(entry, None, role, direct, actor, now)

    @override
    def alerts(self, store: Store, now: datetime) -> Sequence[AlertSeen]:
        view = self._desk.beside.eyes.view
        if view is not None and view.board is not None:
            return view.board.alerts
        return Entering.alerts(self, store, now)

    def pause(self, until: datetime, role: Role, *, actor: Actor, now: datetime) -> list[Event]:
        """Somebody has the sound of this desk paused, or ends that."""
        now = self.pressed(now)

        def direct() -> list[Event]:
            return sounds.note_pause(self._desk.store, until, actor=actor, now=now)

        return self._do(keeping.Paused(until), None, role, direct, actor, now)

    def _do(
        self,
        entry: keeping.Kind,
        one: Said | None,
        role: Role,
        direct: Callable[[], list[Event]],
        actor: Actor,
        now: datetime,
        *,
        confirmed: bool = True,
    ) -> list[Event]:
        desk, keeper = self._desk, self._desk.beside.keeper
        unproven = keeper.eyes.is_away and self._chance() < _UNPROVEN
        what = Entered(keeping.kind_of(entry), asdict(entry), actor.staff_id or 0, actor.name, now, unproven)
        before = len(keeper.eyes.kept())
        self._ledger.tries(what, None if unproven else one)
        desk.may_be_unheard = True
        try:
            done = keeper.do(
                entry, what.staff, what.name, role, direct, confirmed=confirmed, unproven=unproven
            )  # fmt: skip
        except (Refused, NeedsConfirmation):
            self._ledger.taken(what.request, anew=False)
            self._unheard(what.request)
            raise
        except Died:
            self._unheard(what.request)
            raise
        finally:
            desk.may_be_unheard = False
        new = [kept for kept in keeper.eyes.kept()[before:] if kept.staff_id is not None]
        if new:
            self._ledger.told(new[-1].id, what, desk.now())
            if one is not None:
                desk.beside.knows_kept[new[-1].id] = one
            self._unheard(what.request)
        elif not _is_kept(done):
            self._ledger.taken(what.request, anew=bool(done))
        return done

    def _unheard(self, request: str) -> None:
        """The record took it, and could not say so any more: from now on both have it."""
        if self._desk.was_unheard:
            self._desk.was_unheard = False
            self._ledger.is_in(request)


def _is_kept(done: Sequence[Event]) -> bool:
    return any(isinstance(event, KeptHere) for event in done)
