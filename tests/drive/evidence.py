"""Evidence for a surveyor, asked for on a patient's page: bad input, a period, a folder; held against the record."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from station.gateways.evidence_verifying import verify_pack
from station.views.patient.evidence import EvidenceAsked
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene
from tests.drive.hand import Lost, Script, Until

_BAD = (
    ("yesterday", "19:30", "no moment"),
    ("2026-13-45 10:00", "2026-13-45 11:00", "no moment"),
)


class Evidence:
    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return self.opened, self.not_a_moment, self.end_before_beginning, self.made, self.holds, self.a_folder_closed

    def _form(self) -> EvidenceAsked:
        found = next(eyes.widgets(EvidenceAsked), None)
        if found is None:
            raise Lost("the evidence form is not shown")
        return found

    def opened(self) -> Script:
        """A patient's page, Print…."""
        s, h = self._s, self._s.hand
        yield from s.be("charge")
        s.close_what_is_open()
        bed = s.some_bed(2)
        if s.by_keys:
            yield from s.way.page(1, "Board")
            yield from s.way.open_bed(bed)
            yield from h.key("p")
        else:
            yield from s.way.page(4, "Patients")
            yield from h.tap_line(f"{bed}.*") if eyes.line_of(f"{bed}.*") else h.tap(f"{bed}.*", inside=s.desk.patients)
        yield from h.pause(1.5)
        yield from h.picture("page")
        if s.by_keys:
            yield from h.key("ctrl+shift+p")
        else:
            yield from h.tap("Print…|More.*", QPushButton, inside=s.desk.patients)
        yield from s.expect_words("Evidence for a surveyor")
        yield from h.pause(0.6)
        yield from h.picture("form")

    def _fill(self, since: str, until: str) -> Script:
        yield from self._s.way.fill("Evidence from, by the unit's clock", since)
        yield from self._s.way.fill("Evidence to, by the unit's clock", until)
        yield from self._s.way.press("Make evidence…")

    def not_a_moment(self) -> Script:
        """Said in words, and what was typed stays."""
        for since, until, words in _BAD:
            yield from self._fill(since, until)
            yield from self._s.expect_words(words)
            assert self._form().since.text() == since
        yield from self._s.hand.picture("no-moment")

    def end_before_beginning(self) -> Script:
        """Known once a folder has been chosen: said, and nothing is written."""
        s, day = self._s, self._s.now().astimezone(self._s.desk.shell.zone).date()
        where = s.folder / "pack-backwards"
        where.mkdir(exist_ok=True)
        yield from self._fill(f"{day} 19:00", f"{day} 18:00")
        yield from self._choose(where)
        yield from s.expect_words("The end is not after the beginning")
        yield from s.hand.picture("backwards")
        s.tell("nothing written", str(list(where.iterdir())))
        assert not list(where.iterdir())

    def _choose(self, folder: Path) -> Script:
        """In the dialog of the folder, typed."""
        h = self._s.hand
        yield from h.pause(0.8)
        if next(eyes.widgets(QFileDialog), None) is None:
            return
        yield from h.picture("which-folder")
        field = next(one for one in eyes.widgets(QLineEdit) if one.objectName() == "fileNameEdit")
        if not self._s.by_keys:
            yield from h.tap_on(field, "the folder")
        yield from h.key("ctrl+a")
        yield from h.write(str(folder))
        yield from h.pause(0.5)
        yield from h.key("Return")
        yield Until(lambda: next(eyes.widgets(QFileDialog), None) is None, "the dialog closed")

    def made(self) -> Script:
        s, day = self._s, self._s.now().astimezone(self._s.desk.shell.zone).date()
        where = s.folder / "pack"
        where.mkdir(exist_ok=True)
        yield from self._fill(f"{day} 17:00", f"{day} 19:15")
        yield from self._choose(where)
        yield from s.expect_words("That you made it is in the journal", 60.0)
        yield from s.hand.picture("made")
        s.tell(
            "a folder with tables and a PDF", ", ".join(sorted(one.name for one in where.rglob("*") if one.is_file()))
        )

    def holds(self) -> Script:
        """As `station evidence verify` does; and altered, it is found."""
        s = self._s
        pack = next(one for one in (s.folder / "pack").iterdir() if one.is_dir())
        found = verify_pack(s.core.store, pack)
        s.tell("verified", " | ".join(found.lines)[:300])
        assert not found.faults
        table = next(pack.glob("2-*.csv"))
        whole = table.read_bytes()
        table.write_bytes(whole.replace(b"1", b"2", 1))
        altered = verify_pack(s.core.store, pack)
        table.write_bytes(whole)
        s.tell("altered, and found", " | ".join(altered.lines)[:300])
        assert altered.faults
        yield from s.hand.pause(0.1)

    def a_folder_closed(self) -> Script:
        """A folder that is a file: said in words."""
        s, day = self._s, self._s.now().astimezone(self._s.desk.shell.zone).date()
        where = s.folder / "full" / "gone"
        where.mkdir(parents=True, exist_ok=True)
        yield from self._fill(f"{day} 17:00", f"{day} 19:10")
        yield from s.hand.pause(0.6)
        subprocess.run(["chattr", "+i", str(where)], check=False, capture_output=True)
        yield from self._choose(where)
        yield from s.hand.pause(2.0)
        yield from s.hand.picture("a-folder-that-takes-nothing")
        s.tell("made, or why not", self._form().notice.text)
        subprocess.run(["chattr", "-i", str(where)], check=False, capture_output=True)
