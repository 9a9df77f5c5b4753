"""The record goes away and comes back: moved, full, locked; what is entered meanwhile, and what cannot be put in."""

import shutil
import sqlite3
from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from station.models import Check
from station.services import Actor, stays
from station.store.engine import close_store, open_store
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene, read
from tests.drive.hand import Script, Until
from tests.small_disk import fill

_AWAY = "NOT SAVED: THE RECORD IS AWAY SINCE"


class Away:
    """The folder of the record lies on a small disk of its own where this machine lets us make one."""

    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene
        self._home = scene.database.parent
        self._gone = self._home.with_name("record.gone")
        self._beds: list[str] = []

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return (
            *(self.signed_in, self.moved_away, self.a_check_is_kept, self.raised_from_memory, self.what_cannot_be_done),
            *(self.back_again, self.locked_by_another, self.full, self.cannot_be_put_in, self.seen_to),
        )

    def signed_in(self) -> Script:
        yield from self._s.at_rest()
        self._beds = [self._s.some_bed(at) for at in range(9)]

    def _checks(self) -> int:
        with self._s.core.store.read() as session:
            return session.query(Check).count()

    def moved_away(self) -> Script:
        """The folder is renamed: somebody tidied up."""
        s = self._s
        self._home.rename(self._gone)
        yield from s.expect_words(_AWAY)
        yield from s.hand.pause(0.5)
        yield from s.hand.picture("away")
        s.tell("the banner", s.desk.shell.banner.says)

    def _check(self, bed: str, *, patience_s: float = 20.0) -> Script:
        s, h = self._s, self._s.hand
        yield from s.way.page(1, "Board")
        yield from s.way.open_bed(bed)
        yield Until(lambda: eyes.seen("Where", inside=s.panel) is not None, "the check asked for")
        if s.by_keys:
            yield from h.key("r")
            yield from h.pause(0.3)
            yield from h.key("1", "1")
        else:
            yield from h.tap("Day room|Hallway|Room", QPushButton, inside=s.panel)
            yield from h.tap("Awake|Talking|Reading.*", QPushButton, inside=s.panel)

    def a_check_is_kept(self) -> Script:
        """By hand as ever; it says where it is."""
        s = self._s
        yield from self._check(self._beds[0])
        yield from s.expect_words("kept on this computer")
        yield from s.hand.picture("a-check-kept")
        yield from s.expect_words("1 entry is kept on this computer")
        yield from s.hand.key("Escape", "Escape")

    def raised_from_memory(self) -> Script:
        """Somebody becomes late meanwhile; it sounds, it says not saved, and so does what is answered."""
        s, h, mark = self._s, self._s.hand, self._s.ears.mark()
        s.clock.set_pace(30.0)
        try:
            yield Until(lambda: any(one.unsaved for one in s.board().alerts), "an alert from memory", 90.0)
        finally:
            s.clock.set_pace(1.0)
        yield from h.pause(1.0)
        yield from s.way.page(1, "Board")
        yield from s.expect_words("not saved")
        yield from s.expect_pulses(3, mark)
        yield from h.picture("from-memory")
        if s.by_keys:
            yield from h.key("a")
        else:
            yield from h.tap("Accept: .*", QPushButton, inside=s.desk.shell.strip)
        yield Until(lambda: eyes.entry_of("Going now") is not None, "what one will do is asked")
        yield from (h.key("Return") if s.by_keys else h.choose("Going now"))
        yield from s.expect_words(r"has it .*Going now.*not saved")
        yield from h.picture("accepted-not-saved")

    def what_cannot_be_done(self) -> Script:
        """The level of a patient, the history, and another person at the desk."""
        s, h = self._s, self._s.hand
        yield from s.way.page(5, "Alerts")
        yield from s.way.press("History", inside=s.desk.alerts)
        yield from h.pause(1.5)
        yield from h.picture("history-while-away")
        yield from s.way.press("Open.*", inside=s.desk.alerts)
        yield from s.way.page(1, "Board")
        yield from s.way.press("Sign in|Switch to another person")
        yield from h.pause(1.5)
        yield from h.picture("switching-while-away")
        s.tell("why nobody can sign in", read("record"))
        yield from h.key("Escape")
        yield from h.pause(0.5)

    def back_again(self) -> Script:
        """Put back: the banner goes, what was kept goes in once, and an alert says so."""
        s, before = self._s, self._count_there()
        self._gone.rename(self._home)
        yield from s.expect_gone(_AWAY, 30.0)
        yield from s.expect_words("are now in the record|is now in the record")
        yield from s.hand.pause(1.0)
        yield from s.hand.picture("put-in")
        s.tell("the check once", f"{before} checks before, {self._checks()} after")
        assert self._checks() == before + 1
        s.see_others()

    def _count_there(self) -> int:
        connection = sqlite3.connect(self._gone / self._s.database.name)
        try:
            return int(connection.execute("SELECT count(*) FROM patient_check").fetchone()[0])
        finally:
            connection.close()

    def locked_by_another(self) -> Script:
        """Another program holds it."""
        s = self._s
        other = sqlite3.connect(s.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield from s.expect_words(_AWAY, 30.0)
            yield from s.hand.picture("locked")
            s.tell("the banner", s.desk.shell.banner.says)
            yield from self._check(self._beds[1])
            yield from s.expect_words("kept on this computer")
        finally:
            other.execute("ROLLBACK")
            other.close()
        yield from s.expect_gone(_AWAY, 30.0)
        yield from s.hand.pause(1.0)
        yield from s.hand.picture("locked-no-more")

    def full(self) -> Script:
        """The disk of the record is full."""
        s, disk = self._s, self._home.parent
        if shutil.disk_usage(disk).total > 1e9:
            s.tell("a small disk", "none can be made here: left out")
            return
        stuff = disk / "stuff"
        fill(stuff)
        try:
            yield from s.expect_words(_AWAY, 30.0)
            yield from s.hand.picture("full")
            s.tell("the banner", s.desk.shell.banner.says)
            yield from self._check(self._beds[2])
            yield from s.expect_words("kept on this computer")
            yield from s.hand.picture("full-a-check-kept")
        finally:
            stuff.unlink()
        yield from s.expect_gone(_AWAY, 30.0)
        yield from s.hand.picture("room-again")

    def cannot_be_put_in(self) -> Script:
        """Meanwhile, at a desk that reaches the record, he was discharged."""
        s = self._s
        bed = self._beds[3]
        patient = s.patient_in(bed)
        assert patient is not None
        self._home.rename(self._gone)
        yield from s.expect_words(_AWAY)
        self._discharge(patient.stay_id)
        yield from s.hand.pause(2.0)
        yield from self._check(bed)
        yield from s.expect_words("kept on this computer")
        self._gone.rename(self._home)
        yield from s.expect_gone(_AWAY, 30.0)
        yield from s.expect_words("1 entry is not in the record")
        yield from s.hand.pause(1.0)
        yield from s.hand.picture("not-in-the-record")

    def _discharge(self, stay_id: int) -> None:
        nurse = self._s.people["nurse"]
        other = open_store(self._gone / self._s.database.name)
        try:
            now = self._s.now()
            actor = Actor(nurse.id, nurse.name, "Desk 2", proofs=((nurse.id, now),))
            stays.discharge(other, stay_id, "Home", actor=actor, now=now)
        finally:
            close_store(other)

    def seen_to(self) -> Script:
        """Words are asked for; said by a named person; the mark is gone."""
        s = self._s
        yield from s.way.press("1 entry is not in the record", inside=s.desk.shell.navigation)
        yield from s.expect_words("These were entered while the record was away")
        yield from s.hand.pause(0.6)
        yield from s.hand.picture("what-is-not-in")
        yield from s.way.press("Seen to: .*", inside=s.panel)
        yield from s.expect_words("Say what was done about it")
        yield from s.way.fill(
            "What was done about it", "He had gone home at that time, seen at the door", inside=s.panel
        )
        yield from s.way.press("Seen to: .*", inside=s.panel)
        yield from s.expect_words("saw to it")
        yield from s.expect_gone("1 entry is not in the record")
        yield from s.hand.picture("seen-to")
