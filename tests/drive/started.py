"""Station is started, as `station run` starts it, while its record is away: somebody goes on by his name, by hand; then
the record is put back."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from PySide6.QtWidgets import QPushButton
from sqlalchemy import select
from typing_extensions import override

from station.app.running import Session
from station.app.windows import Desk
from station.clock import SystemClock
from station.config import Settings, load_settings
from station.models import SpoolEntry
from station.models.enums import Role
from station.services import people
from station.simulation.demo import DEMO_PIN, prepare
from station.store.engine import close_store, open_store
from station.store.spool_places import folder_for
from station.store.verify import verify_journal
from tests.drive import eyes
from tests.drive.alarm_scene import read
from tests.drive.driven import ByHand, way_of
from tests.drive.hand import Script, Until

_BEDS: Final = 24
_NAME: Final = "Desk 1"
_WITHOUT: Final = "STARTED WITHOUT THE RECORD, AS OF"
_KNOWN_S: Final = 180.0
"""The program itself has shown the unit by then."""


class Started(ByHand):
    """`home`: of the record and of what the desk keeps, made here."""

    def __init__(self, folder: Path, home: Path, *, by: str, seed: int) -> None:
        super().__init__(folder)
        self._told: list[dict[str, str]] = []
        self._record, self._gone = home / "record", home / "record.gone"
        self._record.mkdir()
        self._spool, self.database = home / "spool", self._record / "station.db"
        store = open_store(self.database, synchronous="OFF")
        prepare(store, beds=_BEDS, seed=seed, now=SystemClock().now())
        self._tech = next(one for one in people.read_people(store) if one.role is Role.TECH and one.active)
        close_store(store)
        self._know()
        self._record.rename(self._gone)
        self._way = way_of(by, self._hand)
        self.session = Session(self._app, self._settings(), "desk")

    def _settings(self) -> Settings:
        return load_settings(database=str(self.database), station=_NAME, spool_folder=self._spool, guard=False)

    def _know(self) -> None:
        """The program shows the unit, and is killed, as by a loss of power."""
        told = {"STATION_STATION": _NAME, "STATION_SPOOL_FOLDER": str(self._spool), "STATION_GUARD": "no"}
        command = [sys.executable, "-m", "station", "run", "--database", str(self.database)]
        with subprocess.Popen(command, env=os.environ | told) as program:
            end, here = monotonic() + _KNOWN_S, folder_for(self._spool, str(self.database))
            while not list(here.glob("*.memory")) and monotonic() < end and program.poll() is None:
                sleep(0.2)
            program.send_signal(signal.SIGKILL)

    @property
    def _desk(self) -> Desk:
        window = self.session.window
        if not isinstance(window, Desk):
            raise TypeError("there is no desk")
        return window

    def run(self) -> dict[str, Any]:
        self.session.begin()
        self._until_done()
        core = self.session.core
        proof = verify_journal(core.store) if core is not None and self.database.exists() else None
        self._desk.living.stop()
        self.session.end()
        return {
            **self._of_hand(),
            "part": "started",
            "by": self._way.name,
            "unexpected": [],
            "unseen": [],
            "done": len(self._hand.log.steps),
            "told": self._told,
            "verify": None if proof is None else {"journal": proof.journal, "entries": proof.entries},
        }

    @override
    def _script(self) -> Script:
        steps: tuple[Callable[[], Script], ...] = (
            *(self.shown, self.by_name, self.why, self.answered, self.seen), self.back, self.signed_in, self.seen_to,
        )  # fmt: skip
        for step in steps:
            yield from step()
            self._hand.log.steps.append(step.__name__)

    def _expect(self, pattern: str, patience_s: float = 60.0) -> Script:
        yield Until(lambda: eyes.says(pattern), pattern, patience_s)
        self._told.append({"expected": pattern, "seen": read(pattern)})
        sys.stdout.write(f"  expected {pattern} | seen {self._told[-1]['seen']}\n")
        sys.stdout.flush()

    def shown(self) -> Script:
        """The board as it was known, marked, at a locked desk."""
        yield from self._expect(_WITHOUT)
        yield from self._expect("go on under your name, without a PIN")
        yield from self._hand.pause(2.0)
        yield from self._hand.picture("started")

    def by_name(self) -> Script:
        """Nobody can be asked for a PIN: a name is chosen."""
        yield from self._way.press("Choose your name")
        yield from self._hand.pause(0.5)
        yield from self._hand.tap_line(f"{self._tech.name} .*|{self._tech.name}")
        yield from self._hand.pause(0.5)
        yield from self._hand.picture("a-name")
        yield from self._way.press("Go on without PIN")
        yield Until(lambda: self._desk.shell.recorder.staff is not None, "let in")
        yield from self._hand.pause(1.5)
        yield from self._hand.picture("let-in")

    def why(self) -> Script:
        """Why, and what to do, where those who watch are listed."""
        yield from self._hand.key("w")
        yield from self._expect("There is no database at .*where this computer knew a unit before.*")
        yield from self._hand.pause(1.0)
        yield from self._hand.picture("why")
        yield from self._hand.key("Escape")
        yield from self._hand.pause(0.5)

    def answered(self) -> Script:
        """The alert in the strip, where one is open at this hour of the simulated day."""
        if eyes.ready("Accept: .*", QPushButton, inside=self._desk.shell.strip) is None:
            self._told.append({"expected": "an alert to answer", "seen": "none is open: left out"})
            return
        yield from self._hand.tap("Accept: .*", QPushButton, inside=self._desk.shell.strip)
        asked = ("Going now", "Looking at it now")  # of a patient; of Station itself
        yield Until(lambda: any(map(eyes.entry_of, asked)), "what one will do is asked")
        doing = next(filter(eyes.entry_of, asked))
        yield from self._hand.choose(doing)
        yield from self._expect(f".*has it .*{doing}.*")
        yield from self._hand.picture("answered")

    def seen(self) -> Script:
        """Somebody is seen; it says where that is kept, and that it waits for a person."""
        bed = next(
            one.label
            for one in self._desk.board.snapshot.beds  # type: ignore[union-attr]
            if one.patient is not None and one.patient.away is None and one.patient.level == "Q15"
        )
        yield from self._way.open_bed(bed)
        panel = self._desk.shell.panel
        yield Until(lambda: eyes.seen("Where", inside=panel) is not None, "the check asked for")
        yield from self._hand.tap("Day room|Hallway|Room", QPushButton, inside=panel)
        yield from self._hand.tap("Awake|Talking|Reading.*", QPushButton, inside=panel)
        yield from self._expect("Saved on this computer only, without a PIN")
        yield from self._hand.pause(1.0)
        yield from self._hand.picture("seen")

    def back(self) -> Script:
        """The record is put back: it is found, and the desk locks, for nobody has proved who he is."""
        self._gone.rename(self._record)
        yield Until(lambda: not eyes.says(_WITHOUT), "the record found again", 90.0)
        yield from self._expect("Record was away")
        yield from self._hand.pause(1.5)
        yield from self._hand.picture("back")

    def signed_in(self) -> Script:
        here = self._desk.shell.recorder
        yield from self._way.sign_in(self._tech.name, DEMO_PIN, lambda: here.staff is not None)
        yield from self._expect("entries are not in the record|entry is not in the record")
        yield from self._hand.pause(1.5)
        yield from self._hand.picture("signed-in")

    def seen_to(self) -> Script:
        """What waits is there, whole, with why."""
        yield from self._way.press(".*not in the record", inside=self._desk.shell.navigation)
        yield from self._expect("while no PIN could be asked")
        yield from self._hand.pause(1.0)
        yield from self._hand.picture("not-in-the-record")
        core = self.session.core
        if core is not None:
            with core.store.read() as session:
                kinds = session.scalars(select(SpoolEntry.kind).where(SpoolEntry.outcome != "")).all()
            self._told.append({"expected": "accept and check wait for a person", "seen": ", ".join(kinds)})


def drive_started(folder: Path, *, by: str, seed: int) -> dict[str, Any]:
    """What was done, and what went wrong: an empty `fault` is well."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="station-drive-"))
    try:
        return Started(folder, home, by=by, seed=seed).run()
    finally:
        shutil.rmtree(home, ignore_errors=True)
