"""Draws a patient off the unit: python -m tests.views.look_absence [folder] [word in the name]."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.store.rows.absences import AwayRow
from station.views import theme as themes
from station.views.board.page import DeskPage
from station.views.bridge import DirectBridge
from station.views.panel.patient import PatientPanel
from station.views.shell import DeskShell
from tests.views.absence_fakes import AWAY, AWOL, BED, NOBODY_HAS_HIM, OUT, OVERDUE, alert_of, with_away
from tests.views.desk_fakes import MOORE, FakeCommands, FakeReads, steps, twelve
from tests.views.look import WELL
from tests.views.snapshots import NOW

SIZES = {"hd": (1366, 768), "full": (1920, 1080)}
Scene = Callable[[DeskShell], None]


def panel(made: DeskShell) -> PatientPanel:
    made.open_bed(BED)
    found = made.panel.patient_panel()
    assert found is not None
    return found


def home(made: DeskShell) -> None:
    panel(made)


def deed(key: str) -> Scene:
    def open_it(made: DeskShell) -> None:
        panel(made).open_deed(key)

    return open_it


def leaving(made: DeskShell) -> None:
    one = panel(made)
    one.open_deed("leave")
    form = one.form
    form.where.words["Radiology"].click()  # type: ignore[union-attr]  # it is a LeaveForm
    form.back_by.quick[30].click()  # type: ignore[union-attr]
    form.earlier.toggle.click()  # type: ignore[union-attr]
    form.submit()  # type: ignore[union-attr]


def late(made: DeskShell) -> None:
    panel(made).checks.late.click()


def alerted(made: DeskShell) -> None:
    made.panel.show_alert(90)


SCENES: dict[str, tuple[AwayRow | None, Scene]] = {
    "leave": (None, deed("leave")),
    "leaving": (None, leaving),
    "away": (AWAY, home),
    "late": (AWAY, late),
    "handon": (AWAY, deed("hand on")),
    "expect": (OVERDUE, deed("expect")),
    "overdue": (OVERDUE, home),
    "back": (AWAY, deed("back")),
    "report": (AWAY, deed("AWOL")),
    "awol": (AWOL, home),
    "tell": (AWOL, deed("tell")),
    "alert-return": (OVERDUE, alerted),
    "alert-awol": (AWOL, alerted),
}


def shell(look: themes.Theme, absence: AwayRow | None) -> DeskShell:
    reads = FakeReads(rows=twelve(), steps=steps(), away_steps=NOBODY_HAS_HIM if absence is AWOL else OUT)
    made = DeskShell(commands=FakeCommands(), reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=look)
    page = DeskPage(look)
    made.add_page("board", "Board", "board", page)
    alerts = (alert_of(absence),) if absence in (AWOL, OVERDUE) and absence is not None else ()
    snapshot = with_away(absence, *alerts)
    for one in (page, made):
        one.show_snapshot(snapshot)
    page.set_health(WELL)
    page.tick(NOW)
    made.recorder.choose(MOORE)
    return made


def draw(folder: Path, word: str) -> None:
    app = QApplication.instance() or QApplication(["station"])
    assert isinstance(app, QApplication)
    for name, (absence, scene) in SCENES.items():
        if word not in name:
            continue
        for size_name, size in SIZES.items() if name in ("away", "awol") else (("hd", SIZES["hd"]),):
            for theme_name in ("light", "dark") if name in ("away", "awol", "leaving") else ("light",):
                look = themes.load(theme_name)
                themes.apply(app, look)
                made = shell(look, absence)
                made.resize(*size)
                made.show()
                app.processEvents()
                scene(made)
                for _ in range(4):
                    app.processEvents()
                made.grab().save(str(folder / f"{name}-{size_name}-{theme_name}.png"))
                made.close()
                made.deleteLater()
                app.processEvents()


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/absences/look")
    place.mkdir(parents=True, exist_ok=True)
    draw(place, sys.argv[2] if len(sys.argv) > 2 else "")
