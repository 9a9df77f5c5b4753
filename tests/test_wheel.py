"""What a user installs: the wheel, alone in an environment away from the checkout, starts, draws and is examined."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_PNG = b"\x89PNG\r\n\x1a\n"

pytestmark = pytest.mark.slow


def _run(command: list[str | Path], away: Path, timeout_s: float = 100) -> subprocess.CompletedProcess[str]:
    """Run in a folder where there is no checkout, and without what would lead back to it."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STATION", "PIP"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=away, env=environment, capture_output=True, text=True, timeout=timeout_s, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=_ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel; its dependencies are those already installed, so that no network is needed.

    They are joined by a line in a .pth file, written after the wheel is in. Python reads no .pth files of a folder
    joined in this way, so the checkout's own editable install stays out.
    """
    home = tmp_path_factory.mktemp("away") / "env"
    venv.EnvBuilder(symlinks=os.name != "nt").create(home)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder / "python", "install", "--quiet"]
    _run([*pip, "--no-deps", "--no-index", wheel], home)
    own = Path(
        _run([folder / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home).stdout.strip()
    )
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def test_code_and_resources_come_from_the_wheel(bin_folder: Path, tmp_path: Path) -> None:
    script = "import station, station.assets as a; print(station.__file__); print(a.path('policy', 'default.toml'))"
    found = _run([bin_folder / "python", "-c", script], tmp_path).stdout.splitlines()
    assert len(found) == 2
    assert all(Path(line).is_relative_to(bin_folder.parent) for line in found), found


def test_the_doctor_examines_an_installed_station(bin_folder: Path, tmp_path: Path) -> None:
    said = json.loads(_run([bin_folder / "station", "doctor", "--json", "--database", "new.db"], tmp_path).stdout)
    texts = {finding["name"]: finding["text"] for finding in said["findings"]}
    assert said["status"] in {"ok", "warn"}
    assert str(bin_folder.parent) in texts["resources"]


def test_an_installed_demo_runs_for_five_seconds_and_draws_its_board(bin_folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "board.png"
    _run([bin_folder / "station", "demo", "--beds", "8", "--screenshot", picture], tmp_path)
    assert picture.read_bytes().startswith(_PNG)


def test_an_installed_guard_process_stands_alone_and_ends_at_a_goodbye(bin_folder: Path, tmp_path: Path) -> None:
    plan = "from station.app.guarded import Plan; print(json.dumps(Plan(pathlib.Path('.')).command()))"
    command = json.loads(_run([bin_folder / "python", "-c", f"import json, pathlib; {plan}"], tmp_path).stdout)
    assert Path(command[3]).is_relative_to(bin_folder.parent)
    assert any(word.startswith("sound=") and Path(word[6:]).is_file() for word in command)
    said = "hello\t1\ngoodbye\n"
    done = subprocess.run(command, cwd=tmp_path, input=said, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "guard.log").read_text().rstrip("\t\n").endswith("left")
