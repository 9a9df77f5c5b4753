"""Draws a desk and a wall whose record goes away and comes back: python -m tests.views.look_without_record [folder].

A whole Station on a simulated unit that runs fast; its file is locked by another program, and let go again.
"""

import os
import sqlite3
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.app.demonstration import Demo, build
from station.app.running import SENTENCES, application
from station.app.windows import Desk, Wall
from station.config import DemoOptions
from station.simulation.demo import DEMO_PIN
from station.views.bridge import Bridge
from station.views.theme import ThemeName

SPEED = 12.0


def wait(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


class Show:
    """One window, and the pictures of it."""

    def __init__(self, folder: Path, theme: ThemeName, size: tuple[int, int], *, wall: bool) -> None:
        self.folder, self.name = folder, f"{'wall' if wall else 'desk'}-{theme}-{size[0]}"
        self.bridge = Bridge(sentences=SENTENCES)
        self.demo: Demo = build(DemoOptions(beds=36, seed=11, speed=SPEED), "wall" if wall else "desk", self.bridge)
        app, core = application(), self.demo.core
        self.window: Wall | Desk = (
            Wall(app, core, self.bridge, theme, speed=SPEED)
            if wall
            else Desk(app, core, self.bridge, theme, "Desk 1", speed=SPEED)
        )
        if isinstance(self.window, Desk):
            self.window.sign_in(self.demo.at_the_desk, DEMO_PIN)
        self.window.shell.resize(*size)
        self.window.show(full_screen=False)
        self.window.shell.resize(*size)
        self.demo.start()
        wait(5)

    def picture(self, what: str) -> None:
        wait(0.3)
        self.window.shell.grab().save(str(self.folder / f"{self.name}-{what}.png"))

    def lock(self) -> sqlite3.Connection:
        other = sqlite3.connect(self.demo.core.store.where, isolation_level=None, timeout=10)
        other.execute("BEGIN IMMEDIATE")
        return other

    def close(self) -> None:
        self.window.living.stop()
        self.bridge.shutdown()
        self.window.shell.close()
        self.demo.close()


def desk(show: Show) -> None:
    assert isinstance(show.window, Desk)
    shell = show.window.shell
    staff = shell.recorder.staff
    assert staff is not None
    shell._commands.start_round(staff.id, None, True)
    wait(1)
    other = show.lock()
    wait(10)
    show.picture("1-away")
    shell.open_bed(next(iter(show.window.board.grid.cards)))
    wait(1)
    show.picture("2-form")
    patient = shell.panel.patient_panel()
    assert patient is not None
    patient.record.places.buttons()[0].click()
    patient.record.activities.button_of("Talking").click()
    wait(2)
    show.picture("3-kept")
    shell.panel.shut()
    shell.show_page("rounds")
    wait(2)
    show.picture("4-round")
    walk = show.window.rounds.walk
    if walk is not None and walk.opened is not None:
        walk.opened.form.places.buttons()[0].click()
        walk.opened.form.activities.button_of("Talking").click()
        wait(2)
        show.picture("5-round-kept")
    shell.show_page("board")
    wait(12)
    show.picture("6-later")
    shell.show_page("alerts")
    wait(0.5)
    show.picture("7-alerts")
    shell.panel.shut()
    other.execute("ROLLBACK")
    other.close()
    wait(4)
    show.picture("8-back")


def wall(show: Show) -> None:
    other = show.lock()
    wait(20)
    show.picture("1-away")
    other.execute("ROLLBACK")
    other.close()
    wait(4)
    show.picture("2-back")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    looks: tuple[tuple[ThemeName, tuple[int, int], bool], ...] = (
        ("light", (1366, 768), False),
        ("dark", (1920, 1080), False),
        ("dark", (1920, 1080), True),
        ("light", (1366, 768), True),
    )
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    for theme, size, is_wall in looks:
        if wanted in f"{'wall' if is_wall else 'desk'}-{theme}":
            show = Show(folder, theme, size, wall=is_wall)
            (wall if is_wall else desk)(show)
            show.close()


if __name__ == "__main__":
    main()
