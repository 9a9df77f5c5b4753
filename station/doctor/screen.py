"""What is seen and heard: Qt, a display, the font, a sound device."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from station.doctor.finding import Finding, Status
from station.sounding.device import NoSound, playback_names

_QT_PROBE: Final = """
import json
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication
app = QApplication([])
screen = app.primaryScreen()
size = screen.size()
print(json.dumps({"qt": qVersion(), "platform": app.platformName(), "width": size.width(), "height": size.height(),
                  "scale": screen.devicePixelRatio()}))
"""


def display_available() -> bool:
    """Whether a window can be shown: on Linux an X11 or Wayland display must be named in the environment."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def look_at_qt() -> Iterator[Finding]:
    offscreen, trouble = _probe_qt("offscreen")
    if offscreen is None:
        yield Finding("qt", Status.FAIL, f"Qt does not start: {trouble}. Install the system libraries that it names.")
        return
    yield Finding("qt", Status.OK, f"Qt {offscreen['qt']} works.", {"version": offscreen["qt"]})
    yield _display()


def _display() -> Finding:
    if not display_available():
        return Finding(
            "display", Status.WARN, "There is no display here. Station can run offscreen, but nobody will see it."
        )
    shown, trouble = _probe_qt(None)
    if shown is None:
        return Finding(
            "display",
            Status.FAIL,
            f"No window can be opened: {trouble}. On Debian: apt-get install libxcb-cursor0 libxkbcommon-x11-0.",
        )
    size = f"{shown['width']} x {shown['height']}"
    return Finding("display", Status.OK, f"A window can be opened on a screen of {size} ({shown['platform']}).", shown)


def _probe_qt(platform_name: str | None) -> tuple[dict[str, Any] | None, str]:
    """Start Qt in another process. What it found, or None and the last line it said."""
    environment = dict(os.environ)
    if platform_name:
        environment["QT_QPA_PLATFORM"] = platform_name
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own text)
            [sys.executable, "-c", _QT_PROBE], capture_output=True, text=True, timeout=30, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return None, "it did not answer for 30 seconds"
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with code {done.returncode}"]
        return None, said[-1].rstrip(".")
    found: dict[str, Any] = json.loads(done.stdout)
    return found, ""


def look_at_fonts() -> Iterator[Finding]:
    import fontpkg_inter

    folder = Path(fontpkg_inter.ROOT)
    files = [file for file in folder.rglob("*") if file.suffix.lower() in {".ttf", ".otf", ".woff2"}]
    if not files:
        yield Finding("fonts", Status.FAIL, f"Inter is missing in {folder}. Install Station again.")
        return
    yield Finding("fonts", Status.OK, "Inter is here.", {"folder": str(folder), "files": len(files)})


def look_at_sound() -> Iterator[Finding]:
    try:
        names = playback_names()
    except NoSound as error:
        yield Finding("sound", Status.WARN, f"There is no sound: {error}. Alerts will be seen, not heard.")
        return
    yield Finding("sound", Status.OK, f"Alerts are played on {names[0]}.", {"devices": names})
