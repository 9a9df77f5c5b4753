"""A desk on a real file with somebody signed in, driven pass by pass; its clock is set by hand."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from station.app.core import Core, identity_of, open_core, open_from_memory
from station.app.keeping_binding import DeskCommands, DeskReads
from station.models import Alert, Check
from station.models.enums import Priority
from station.monitor.eyes import AWAY_AFTER_S, Eyes
from station.monitor.health import Status
from station.services.checks import CheckEntry
from station.services.events import Event
from station.store.engine import close_store
from station.store.errors import StoreError
from station.store.rows import AlertRow
from station.store.spool_places import folder_for
from tests.builders import PIN, build_unit
from tests.databases import open_knowing
from tests.fakes import FakeClock


class Ward:
    """`path`: of its database, made here with a small unit; `root`: where it keeps what is entered meanwhile."""

    def __init__(self, path: Path | str, root: Path, clock: FakeClock) -> None:
        self.address, self.root, self.clock = str(path), root, clock
        self.published: list[Event] = []
        self.core = self._open()
        self.unit = build_unit(self.core.store)
        self.moore = self.unit.give_pin("J. Moore")
        began = self.core.now()
        self.stay = self.unit.admit_seen("1201", at=began)
        self.other = self.unit.admit_seen("1202", "Q30", at=began)
        self.begin()

    def remember(self) -> None:
        """What is known is written down, as it is every ten seconds."""
        self.reads.facts()
        self.eyes.remember(self.reads.board())
        self.eyes.confirm()
        remembering = self.core.kept._remembering
        assert remembering is not None
        remembering.look()

    def start_without(self) -> StoreError:
        """Start, as the program does, while the record cannot be opened; why it cannot."""
        try:
            core = self._open()
        except StoreError as why:
            core = open_from_memory(
                self.address,
                identity_of("Desk 1", "desk"),
                self.published.extend,
                why,
                base=self.clock,
                spool_folder=self.root,
            )
            self.core = self._patient(core)
            self.commands, self.reads = DeskCommands(self.core, "Desk 1"), DeskReads(self.core)
            return why
        core.close()
        raise AssertionError("the record could be opened")

    def try_again(self) -> bool:
        """As each five seconds: whether the record could be opened, and the watch has begun."""
        core = self.core
        try:
            core._reach()
            core.monitor._duties.register(core.now())
        except StoreError as error:
            core.kept.lost(error, core.base)
            return False
        core.monitor._lookout.begin()
        return self.turn()

    def _open(self) -> Core:
        core = open_core(
            self.address,
            identity_of("Desk 1", "desk"),
            self.published.extend,
            base=self.clock,
            spool_folder=self.root,
            opening=open_knowing,
        )
        return self._patient(core)

    def begin(self) -> None:
        self.commands, self.reads = DeskCommands(self.core, "Desk 1"), DeskReads(self.core)
        duties = self.core.monitor._duties
        duties.register(self.core.now())
        self.core.monitor._lookout.begin()
        self.turn()
        self.commands.sign_in(self.moore, PIN)
        self.reads.facts()
        self.eyes.remember(self.reads.board())

    @staticmethod
    def _patient(core: Core) -> Core:
        """On a busy machine too, what is noted stands in the file when a look has ended."""
        core.kept._notes._patience_s = 60.0
        return core

    @property
    def path(self) -> Path:
        """Of its file, where it is one."""
        return Path(self.address)

    @property
    def eyes(self) -> Eyes:
        return self.core.kept.eyes

    @property
    def where(self) -> Path:
        return folder_for(self.root, self.core.store.where)

    def turn(self) -> bool:
        """One pass and one look."""
        done = self.core.monitor.pass_now()
        self.eyes.look()
        return done

    def pass_time(self, **delta: float) -> None:
        self.clock.advance(timedelta(**delta).total_seconds())

    def lose(self) -> None:
        """Until the eyes know it: the monitor measures by the machine's own seconds, which here is told otherwise."""
        lookout = self.core.monitor._lookout
        lookout._beat_at = None  # with nothing due it is the heartbeat that finds out, each five seconds
        assert not self.core.monitor.pass_now()
        lookout.note(lambda status: _aged(status, AWAY_AFTER_S + 1))
        self.eyes.look()
        assert self.eyes.is_away

    def check(self, stay: int, request: str, **more: Any) -> list[Event]:
        entry = CheckEntry(request, stay, self.moore, "Room", "Awake", **more)
        return self.commands.record_check(self.moore, entry, False)

    def checks(self, stay: int) -> list[Check]:
        with self.core.store.read() as session:
            return list(session.scalars(select(Check).where(Check.stay_id == stay).order_by(Check.id)))

    def alerts(self, stay: int) -> list[Alert]:
        with self.core.store.read() as session:
            return list(session.scalars(select(Alert).where(Alert.stay_id == stay).order_by(Alert.id)))

    def seen(self) -> tuple[AlertRow, ...]:
        """What the board alerts while the record is away."""
        view = self.eyes.view
        assert view is not None
        assert view.board is not None
        return view.board.alerts

    def local(self) -> dict[str | None, Priority]:
        """What of it is from memory, by bed."""
        return {one.bed: one.priority for one in self.seen() if one.unsaved}

    def kill(self) -> None:
        """As kill -9 leaves it: nothing is said, nothing is closed in order."""
        self.core.kept._notes.end()  # the system does so, and the next
        if self.core.kept.spools is not None:
            self.core.kept.spools.close()
        close_store(self.core.store)

    def start_again(self) -> None:
        self.core = self._open()
        self.begin()

    def close(self) -> None:
        self.core.close()


def _aged(status: Status, seconds: float) -> Status:
    last = status.last_pass
    return replace(status, last_pass=replace(last, elapsed=last.elapsed - seconds) if last else None)
