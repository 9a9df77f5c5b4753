"""Draws a desk and a wall that start without their record: python -m tests.views.look_start_without_record [folder].

A simulated unit is made, a station shows it and is closed; then its file is moved away, and stations start.
"""

import sys
import tempfile
from pathlib import Path

from station.app.running import Kind, Session, application
from station.app.windows import Desk, Wall
from station.clock import SystemClock
from station.config import Theme, load_settings
from station.simulation.demo import prepare
from station.store.engine import close_store, open_store
from tests.views.look_without_record import wait

BEDS = 36


class Show:
    """A unit on a file, and stations on it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home, self.file = folder, home, home / "station.db"
        store = open_store(self.file, synchronous="OFF")
        prepare(store, beds=BEDS, seed=11, now=SystemClock().now())
        close_store(store)

    def session(self, kind: Kind, theme: Theme) -> Session:
        settings = load_settings(
            database=str(self.file), theme=theme, station=f"{kind} 1", spool_folder=self.home / "spool", sound=False
        )
        return Session(application(), settings, kind)

    def known(self, kind: Kind) -> None:
        """Shown once, and closed."""
        made = self.session(kind, Theme.DARK)
        made.begin()
        wait(6)
        self.end(made)

    def end(self, made: Session) -> None:
        if made.window is not None:
            made.window.living.stop()
            made.window.shell.close()
        made.end()

    def without(self, kind: Kind, theme: Theme, size: tuple[int, int]) -> None:
        made = self.session(kind, theme)
        made.begin()
        window = made.window
        if window is None:
            raise RuntimeError("nothing is remembered")
        window.shell.showNormal()
        window.shell.resize(*size)
        wait(7)
        self.picture(window, kind, theme, size, "1-started")
        if isinstance(window, Desk):
            self.desk(window, theme, size)
        self.end(made)

    def desk(self, window: Desk, theme: Theme, size: tuple[int, int]) -> None:
        entrance = window.shell.entrance
        entrance.sign_in()
        wait(1)
        known = window.shell.desk()
        if known is None:
            raise RuntimeError("nobody is remembered")
        entrance.view.card.choose(known.facts.staff[2])
        wait(0.5)
        self.picture(window, "desk", theme, size, "2-name")
        entrance.view.card.without.click()
        wait(2)
        self.picture(window, "desk", theme, size, "3-board")
        window.shell.open_bed(next(iter(window.board.grid.cards)))
        wait(1)
        patient = window.shell.panel.patient_panel()
        if patient is not None:
            patient.record.places.buttons()[0].click()
            patient.record.activities.button_of("Talking").click()
        wait(2)
        self.picture(window, "desk", theme, size, "4-kept")

    def picture(self, window: Desk | Wall, kind: Kind, theme: Theme, size: tuple[int, int], what: str) -> None:
        window.shell.grab().save(str(self.folder / f"{kind}-{theme.value}-{size[0]}-{what}.png"))


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        show = Show(folder, Path(home))
        for kind in ("desk", "wall"):
            show.known(kind)
        show.file.rename(show.file.with_name("moved"))
        show.without("desk", Theme.LIGHT, (1366, 768))
        show.without("desk", Theme.DARK, (1920, 1080))
        show.without("wall", Theme.DARK, (1920, 1080))
        show.without("wall", Theme.LIGHT, (1366, 768))


if __name__ == "__main__":
    main()
