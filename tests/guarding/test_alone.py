"""The guard process stands alone: it imports nothing that is installed, and obeys who speaks on its pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from station.guarding import guard as program
from station.guarding import lines
from station.guarding.course import Limits
from station.guarding.guard import Options, Record
from station.guarding.siren import Siren, players

_ALL = """
import sys
sys.path.insert(0, sys.argv[1])
from station.guarding import guard
foreign = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__", "station"}
ours = {name for name in sys.modules if name.startswith("station.") and not name.startswith("station.guarding")}
print(sorted(foreign | ours))
"""


def run(*words: str, said: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-S", program.__file__, *words]
    return subprocess.run(command, input=said, capture_output=True, text=True, timeout=60, check=False)


def test_it_imports_nothing_but_the_standard_library() -> None:
    root = str(Path(program.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", _ALL, root], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_it_ends_at_a_goodbye_and_starts_nothing(tmp_path: Path) -> None:
    log = tmp_path / "guard.log"
    done = run(f"log={log}", "--", "/no/such/station", said=f"{lines.hello(1)}\n{lines.GOODBYE}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("\t")[2] for line in log.read_text().splitlines()] == ["watching", "heard", "left"]


def test_what_it_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        Options(["colour=red", "--", "station"])
    options = Options(["act=3.5", "starts=2", "call=IT, 4-1234", "--", "station", "run", "--wall"])
    assert options.limits == Limits(act=3.5, starts=2)
    assert options.call == "IT, 4-1234"
    assert options.command == ["station", "run", "--wall"]


def noted(log: Path, *what: str) -> None:
    record = Record(str(log), lambda: 0.0)
    for one in what:
        record.note(one)
    record.close()


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    noted(tmp_path / "none" / "guard.log", "watching", "left")


@pytest.mark.skipif(sys.platform == "win32", reason="a file that holds up whoever opens it is made with POSIX alone")
def test_a_log_whose_disk_hangs_holds_nothing_up(tmp_path: Path) -> None:
    log = tmp_path / "guard.log"
    os.mkfifo(log)
    said = run(f"log={log}", "--", "/no/such/station", said=f"{lines.hello(1)}\n{lines.GOODBYE}\n")
    assert said.returncode == 0


def test_a_long_log_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "guard.log"
    log.write_text("x" * 600_000)
    noted(log, "watching")
    assert log.stat().st_size < 100
    assert (tmp_path / "guard.log.1").stat().st_size == 600_000


class Noise:
    """A siren with a record of what it said."""

    def __init__(self, player: str, sound: str = "") -> None:
        self.notes: list[tuple[str, str]] = []
        self.siren = Siren(sound, player, lambda what, detail: self.notes.append((what, detail)))

    def tend(self, until: int) -> None:
        now = 0.0
        while len(self.notes) < until and now < 1e6:
            now += 0.1
            self.siren.tend(now)


def test_a_player_that_fails_gives_way_to_the_bell(capsys: pytest.CaptureFixture[str]) -> None:
    noise = Noise(f'"{sys.executable}" -c "raise SystemExit(3)"')
    noise.siren.start(0.0)
    noise.tend(3)
    noise.siren.stop()
    assert [what for what, _ in noise.notes] == ["sounded", "player failed", "sounded"]
    assert noise.notes[-1] == ("sounded", "bell")
    assert "\a" in capsys.readouterr().err


def test_a_player_that_is_not_there_gives_way_at_once() -> None:
    noise = Noise("/no/such/player")
    noise.siren.start(0.0)
    noise.siren.stop()
    assert [what for what, _ in noise.notes] == ["player failed", "sounded"]


def test_it_plays_again_and_again_and_stops_in_the_middle(tmp_path: Path) -> None:
    record = tmp_path / "played"
    player = Path(__file__).with_name("player.py")
    noise = Noise(f'"{sys.executable}" "{player}" "{record}"', "technical.wav")
    noise.siren.start(0.0)
    now = 0.0
    while not record.exists() or record.read_text().count("technical.wav") < 2:
        now += 0.1
        noise.siren.tend(now)
    noise.siren.stop()
    assert [what for what, _ in noise.notes] == ["sounded"]


def test_each_system_has_its_players(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    assert [one[0] for one in players("linux")] == ["paplay", "pw-play", "aplay"]
    assert players("darwin") == [["afplay"]]
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert players("linux") == []
