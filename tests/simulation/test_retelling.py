"""The same seed on the same code tells the same story: in another folder, another order of sets, on a slow machine."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from station.trial.disk import OwnDisk
from station.trial.outcome import Trial
from station.trial.plan import Planned, Trouble
from station.trial.run import attempt
from station.trial.weave import Died
from station.trial.zones import START

ROOT = Path(__file__).parents[2]
TOLD = b'{"body":{"why":"%b"},"kind":"away","staff":%b}\n'
OUTAGES = (Trouble.DB_LOCKED, Trouble.DISK_FULL, Trouble.DB_GONE, Trouble.KILL_ALL)
STORY = Trial(
    (),
    6,
    stations=3,
    hours=0.3,
    script=tuple(Planned(START + timedelta(minutes=number), OUTAGES[number % 4], 25.0) for number in range(1, 17)),
)
"""Much is kept beside the record in it, where what is told has its place in a file, and names a folder."""

SLOW = """
import gc, time
gc.set_threshold(20, 3, 3)
real = time.monotonic
time.monotonic = time.perf_counter = time.time = lambda: real() * 1000
from station.clock import SystemClock
def asked(self): raise AssertionError("the true time was asked")
SystemClock.now = SystemClock.elapsed = asked
"""
"""A thousand times as slow by all that could be asked; the clock that everything goes by may not be asked at all."""

TELLS = """
import json, logging, sys
from pathlib import Path
logging.disable(logging.CRITICAL)
from station.trial.run import attempt
from tests.simulation.test_retelling import STORY
told = attempt(STORY, Path(sys.argv[1]) / "trial.db")
print(json.dumps([told.digest, told.story, told.crossings, told.passes, told.words(), sorted(told.kept.items())]))
"""


def _tell(folder: Path, order: int, machine: str = "") -> "subprocess.Popen[str]":
    folder.mkdir(parents=True)
    return subprocess.Popen(
        [sys.executable, "-c", machine + TELLS, str(folder)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(order)},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_a_story_is_told_again_elsewhere_in_another_order_of_sets_and_on_a_slow_machine(tmp_path: Path) -> None:
    one = _tell(tmp_path / "here", 1)
    other = _tell(tmp_path / ("far away " * 27).strip(), 2, SLOW)
    told, again = (json.loads(each.communicate()[0]) for each in (one, other))
    assert told == again
    assert dict(told[-1])["kept"] >= 5


@pytest.mark.slow
def test_another_story_has_another_digest() -> None:
    one, other = (attempt(Trial((), seed, stations=1, hours=0.1)) for seed in (1, 2))
    assert one.digest != other.digest
    assert len(one.digest) == 16


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Callable[[bytes], list[object]]]:
    """What befalls the lines of a desk of one seed that say `why`: its power fails, it is killed, its disk is full."""
    opened: list[int] = []

    def live(why: bytes) -> list[object]:
        place = tmp_path / f"{len(opened)}"
        file = os.open(place, os.O_RDWR | os.O_CREAT)
        opened.append(file)
        fates, chances, befell = Random(1), Random(2), list[object]()

        def stop() -> None:
            befell.append(disk.is_of_person)
            if fates.random() < 0.2:
                raise Died

        disk = OwnDisk(stop, chances)
        for number in range(400):
            disk.is_full = fates.random() < 0.1
            line = TOLD % (why, b"7" if number % 2 else b"null")
            befell.append(_keep(disk, file, line))
            if fates.random() < 0.5:
                os.lseek(file, 0, os.SEEK_SET)
                was_cut, left = disk.lose_power(place), os.read(file, len(line))
                befell.append((was_cut, not left, left == line[:-1], left == line))
            os.ftruncate(file, 0)
            os.lseek(file, 0, os.SEEK_SET)
        return [*befell, chances.getstate()]

    yield live
    for file in opened:
        os.close(file)


def _keep(disk: OwnDisk, file: int, line: bytes) -> str:
    """As `Spool` writes a line."""
    try:
        while line:
            line = line[disk.write(file, line) :]
        disk.sync(file)
    except OSError:
        os.ftruncate(file, 0)
        return "full"
    except Died:
        return "killed"
    return "kept"


def test_what_befalls_a_line_does_not_hang_on_its_length(life: Callable[[bytes], list[object]]) -> None:
    told = life(b"/a/trial.db")
    assert told == life(b"/another place, much further away than the first/" * 7 + b"trial.db")
    assert {True, False, "full", "killed", "kept"} <= {one for one in told if isinstance(one, bool | str)}
    cuts = {one[1:] for one in told if isinstance(one, tuple) and one[0] is True}
    assert cuts == {(True, False, False), (False, False, False), (False, True, False)}
