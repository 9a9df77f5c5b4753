"""Prepares a checkout: a private environment with pinned, hash-checked packages, and the libraries that Qt needs.

    python tools/bootstrap.py          make .venv ready for run, test, lint; does nothing when it already is
    python tools/bootstrap.py pins     write requirements/*.txt anew from pyproject.toml

Standard library only: it runs before anything is installed, on Linux, macOS and Windows.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = ENVIRONMENT / "station-pins"
PINS = ROOT / "requirements"
OLDEST = (3, 11)

QT_LIBRARIES = (
    *("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "libxkbcommon-x11-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1"),
)
"""Debian's names of what Qt's own wheels expect from the system."""

QT_LOADS = "import PySide6.QtWidgets"
QT_SHOWS = """
import ctypes, pathlib, PySide6.QtWidgets as widgets
plugin = pathlib.Path(widgets.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
if plugin.exists(): ctypes.CDLL(str(plugin))
"""


def say(text: str) -> None:
    print(f"station: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    """End with a sentence that says what to do. Raises SystemExit(1)."""
    raise SystemExit(f"station: {text}")


def run(command: Sequence[str | Path]) -> None:
    """Run a command of ours. Raises SystemExit(1), naming it, when it fails."""
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=ROOT, check=False).returncode:
        stop(f"this command failed, for the reason above: {shlex.join(words)}")


def quiet(command: Sequence[str | Path]) -> str | None:
    """None when the command succeeds, else the last line that it said."""
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    return (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]


def main(arguments: Sequence[str]) -> None:
    if sys.version_info < OLDEST:
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Install a newer Python and try again.")
    if list(arguments) == ["pins"]:
        write_pins()
    elif arguments:
        stop(f"unknown: {shlex.join(arguments)}. Say nothing, or pins.")
    else:
        prepare()


def prepare() -> None:
    """Make .venv ready. When its pins have not changed, nothing is done."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    make_environment()
    install()
    provide_qt_libraries()
    STAMP.write_text(wanted, encoding="ascii")
    say("ready")


def fingerprint() -> str:
    """Changes when the pins, the package's description or the place of the checkout change."""
    parts = [(PINS / "dev.txt").read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


# The environment


def make_environment() -> None:
    if PYTHON.exists() and quiet([PYTHON, "-m", "pip", "--version"]) is None:
        return
    provide_venv()
    say(f"making {ENVIRONMENT.name} with Python {sys.version.split()[0]}")
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(ENVIRONMENT)


def provide_venv() -> None:
    """Debian keeps pip's installer in a package of its own."""
    if quiet([sys.executable, "-c", "import ensurepip, venv"]) is None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    say(f"this Python cannot make environments without the system package {package}")
    if not install_system([package]):
        stop(f"run this once, then try again:  sudo apt-get install {package}")


def install() -> None:
    say("installing the pinned packages")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    run([*pip, "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", PINS / "dev.txt"])
    run([*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT])


# What Qt needs of the system


def provide_qt_libraries() -> None:
    """Install or name the system's libraries. Those for a window alone may lack: offscreen works without them."""
    if not sys.platform.startswith("linux"):
        return
    if quiet([PYTHON, "-c", QT_SHOWS]) is None:
        return
    installed = install_system(QT_LIBRARIES)
    if missing := quiet([PYTHON, "-c", QT_LOADS]):
        stop(f"Qt does not load: {missing}\nstation: install its libraries, then try again:  {by_hand(installed)}")
    if missing := quiet([PYTHON, "-c", QT_SHOWS]):
        say(f"Qt works, but cannot open a window on X11: {missing}\nstation: for a window:  {by_hand(installed)}")


def by_hand(tried: bool) -> str:
    if tried:
        return "look up the file named above with your system's package search"
    return f"sudo apt-get install {' '.join(QT_LIBRARIES)}   (Debian's and Ubuntu's names)"


def install_system(packages: Sequence[str]) -> bool:
    """Install Debian packages when we may. False when this is not such a system or not for us to do."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say(f"installing system packages: {' '.join(packages)}")
    quiet(["apt-get", "update", "-qq"])
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    failed = quiet(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    if failed:
        say(f"they could not be installed: {failed}")
    return failed is None


# Pins


def write_pins() -> None:
    """Resolve for every supported Python and system at once, with the hashes of all files and no addresses."""
    maker = ROOT / "build" / "pins"
    if not maker.exists():
        venv.EnvBuilder(with_pip=True).create(maker)
    scripts = maker / BIN.name
    run([scripts / PYTHON.name, "-m", "pip", "install", "--quiet", "--upgrade", "uv"])
    PINS.mkdir(exist_ok=True)
    for name, extra in (("run", "postgres"), ("dev", "dev")):
        write_pin_file(scripts / "uv", PINS / f"{name}.txt", extra)


def write_pin_file(uv: Path, target: Path, extra: str) -> None:
    options = "--quiet --no-config --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header"
    run([uv, "pip", "compile", *options.split(), "--python-version", "3.11", "--upgrade", "--extra", extra,
         "pyproject.toml", "--output-file", target])  # fmt: skip
    if "://" in target.read_text(encoding="utf-8"):
        stop(f"{target} holds an address, which pins must not. Take the direct reference out of pyproject.toml.")
    say(f"wrote {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
