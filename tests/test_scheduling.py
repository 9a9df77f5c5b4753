"""How the tests are dealt out to several workers. What does nothing would do it silently: it is tried on some."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scheduling import WAITING, WHOLE, lane

ROOT = Path(__file__).parents[1]
TELLS = """
import os, pathlib, pytest

@pytest.mark.parametrize("turn", range(4))
{mark}
def test_it(turn):
    with open({told!r}, "a") as told:
        print(os.environ["PYTEST_XDIST_WORKER"], "{name}", file=told)
"""


@pytest.mark.parametrize("file", [*WAITING, *WHOLE])
def test_what_is_named_is_there(file: str) -> None:
    assert (ROOT / file).exists()


def test_who_watches_processes_waits_in_one_lane_and_the_others_have_one_each() -> None:
    assert {lane(f"{file}::test_a[{number}]") for number, file in enumerate(WAITING)} == {"waiting"}
    assert lane("tests/test_wheel.py::test_a") == lane("tests/test_wheel.py::test_b")
    assert lane("tests/test_cli.py::test_a") != lane("tests/test_cli.py::test_b")


def test_a_lane_runs_on_one_worker_and_what_takes_long_begins_first(tmp_path: Path) -> None:
    told = tmp_path / "told"
    for name, mark in ((WAITING[0], ""), (WHOLE[0], ""), ("tests/test_a.py", ""), ("tests/test_z.py", "slow")):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TELLS.format(mark=f"@pytest.mark.{mark}" if mark else "", told=str(told), name=name))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\n")
    words = ["-n", "2", "-p", "tests.scheduling", "-p", "no:cacheprovider", "-q", "tests"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    ran = [line.split() for line in told.read_text().splitlines()]
    for name in (WAITING[0], WHOLE[0]):
        assert len({worker for worker, file in ran if file == name}) == 1
    assert ran[0][1] in (WAITING[0], WHOLE[0])
    order = [file for _, file in ran]
    assert order.index("tests/test_z.py") < order.index("tests/test_a.py")
