"""Draws what is owed after an admission, and checks: python -m tests.views.look_admission [folder] [word]."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRadialGradient
from PySide6.QtWidgets import QApplication

from station.models.enums import DeedOutcome, EntryStatus, TaskKind
from station.rules.owed import admission_task
from station.store.rows import AmendmentRow, BoardSnapshot, CheckRow, LeftRow, OwedRow
from station.store.rows.admission import AdmissionDeedRow
from station.views import theme as themes
from station.views.board.page import DeskPage
from station.views.bridge import DirectBridge
from station.views.panel.patient import PatientPanel
from station.views.shell import DeskShell
from tests.views.desk_fakes import MOORE, OSEI, FakeCommands, FakeReads, check_row, steps, unit
from tests.views.look import WELL
from tests.views.snapshots import NOW, POLICY, ago, alert, owed

SIZES = {"hd": (1366, 768), "full": (1920, 1080)}
BED = 4


def owed_since_admission(minutes: float, *kinds: TaskKind) -> tuple[OwedRow, ...]:
    """What is owed of somebody admitted so long ago."""
    since = ago(minutes=minutes)
    return tuple(owed(kind, admission_task(POLICY, kind, since), 50 + at) for at, kind in enumerate(kinds))


GONE = LeftRow(77, "Rossi", "Ada", "1312", ago(days=3), ago(minutes=30))
EVERYTHING = (TaskKind.BELONGINGS, TaskKind.FIRST_VITALS, TaskKind.WEIGHT, TaskKind.ORIENTATION)

DEEDS = (
    AdmissionDeedRow(
        TaskKind.BELONGINGS,
        DeedOutcome.DONE,
        ago(minutes=40),
        ago(minutes=40),
        False,
        "J. Moore",
        "R. Osei",
        (("Belt", "Locker 12"), ("42.00 in notes", "Safe"), ("Razor", "Sharps cupboard")),
        None,
        "",
    ),
    AdmissionDeedRow(
        TaskKind.WEIGHT, DeedOutcome.DONE, ago(minutes=55), ago(minutes=35), True, "K. Bello", None, (), 74.0, ""
    ),
    AdmissionDeedRow(
        TaskKind.FIRST_VITALS,
        DeedOutcome.REFUSED,
        ago(minutes=20),
        ago(minutes=20),
        False,
        "J. Moore",
        None,
        (),
        None,
        "Wants to sleep first",
    ),
)


def admitted(minutes: float = 65, *kinds: TaskKind, photo: int | None = None) -> BoardSnapshot:
    """The busy unit, and in bed 1204 somebody admitted so long ago, nothing done yet."""
    made = unit()
    beds = []
    for bed in made.beds:
        if bed.bed_id == BED and bed.patient is not None:
            tasks = owed_since_admission(minutes, *(kinds or EVERYTHING))
            one = replace(
                bed.patient,
                admitted_at=ago(minutes=minutes),
                owed=(*bed.patient.owed, *tasks),
                look_for="Hoards medication; hands in sight. Calmer when spoken to by name.",
                photo_id=photo,
            )
            late = next((task for task in tasks if task.due_at <= NOW), None)
            placed = replace(bed, patient=one)
            if late is not None:
                made = replace(made, alerts=(*made.alerts, alert(placed, 90, kind=late.kind, task=late)))
            beds.append(placed)
        else:
            beds.append(bed)
    return replace(made, beds=tuple(beds))


def every_kind() -> tuple[CheckRow, ...]:
    """Checks of every kind there is, the latest first."""
    back = AmendmentRow(EntryStatus.TAKEN_BACK, "taken back at once", (), "J. Moore", ago(minutes=3), None)
    moved = AmendmentRow(
        EntryStatus.WRONG_PATIENT, "Tapped the card beside", (("patient", "1206", "1204"),), "R. Osei", ago(), 3
    )
    iso = (ago(minutes=50).isoformat(), ago(minutes=53).isoformat())
    amended = AmendmentRow(
        EntryStatus.AMENDED, "Wrong time tapped", (("observed_at", *iso),), "K. Bello", ago(minutes=45), 6
    )
    due = {"since": ago(minutes=20), "due_at": ago(minutes=15)}
    return (
        check_row(1, 3, status=EntryStatus.TAKEN_BACK, amendments=(back,)),
        check_row(2, 5.25, **due),
        check_row(3, 20, stands_for=(moved,), late_entry=True, recorded_at=ago(minutes=8)),
        check_row(4, 33, late_entry=True, recorded_at=ago(minutes=21), due_at=ago(minutes=30), since=ago(minutes=45)),
        check_row(5, 50, status=EntryStatus.AMENDED, amendments=(amended,)),
        check_row(6, 53, stands_for=(amended,), late_entry=True, recorded_at=ago(minutes=45)),
        *(check_row(10 + n, 60 + 11 * n) for n in range(20)),
    )


def face() -> bytes:
    """A made-up photo."""
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor(96, 118, 140))
    painter = QPainter(image)
    shade = QRadialGradient(200, 160, 150)
    shade.setColorAt(0, QColor(236, 200, 172))
    shade.setColorAt(1, QColor(190, 140, 110))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawEllipse(110, 60, 180, 220)
    painter.drawEllipse(40, 290, 320, 300)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub wants bytes, Qt a name
    return bytes(kept.data())


def shell(look: themes.Theme, snapshot: BoardSnapshot, reads: FakeReads) -> DeskShell:
    made = DeskShell(commands=FakeCommands(), reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=look)
    page = DeskPage(look)
    made.add_page("board", "Board", "board", page)
    for one in (page, made):
        one.show_snapshot(snapshot)
    page.set_health(WELL)
    page.tick(NOW)
    made.recorder.choose(MOORE)
    return made


def usual(look: themes.Theme) -> DeskShell:
    """Somebody admitted an hour ago: a search that is late, a weight, something refused, checks of every kind."""
    reads = FakeReads(rows=every_kind(), steps=steps(), deeds=DEEDS, photos={7: face()}, gone=(GONE,))
    left = (TaskKind.BELONGINGS, TaskKind.FIRST_VITALS, TaskKind.ORIENTATION)
    return shell(look, admitted(65, *left, photo=7), reads)


def panel_of(made: DeskShell) -> PatientPanel:
    made.open_bed(BED)
    panel = made.panel.patient_panel()
    assert panel is not None
    return panel


def home(made: DeskShell) -> None:
    panel_of(made)


def scrolled(made: DeskShell) -> None:
    panel = panel_of(made)
    QApplication.processEvents()
    bar = panel._scroll.verticalScrollBar()
    bar.setValue(min(bar.maximum(), panel.record.height() - 40))


def checks(made: DeskShell) -> None:
    panel = panel_of(made)
    for _ in range(4):
        QApplication.processEvents()
    inside = panel._scroll.widget()
    assert inside is not None
    top = panel.checks.mapTo(inside, panel.checks.rect().topLeft()).y()
    panel._scroll.verticalScrollBar().setValue(top)


def bottom(made: DeskShell) -> None:
    panel = panel_of(made)
    panel.checks.show_earlier()
    QApplication.processEvents()
    bar = panel._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())


def form(kind: TaskKind) -> Callable[[DeskShell], None]:
    def open_it(made: DeskShell) -> None:
        panel_of(made).open_deed(kind.value)

    return open_it


def searching(made: DeskShell) -> None:
    panel = panel_of(made)
    panel.open_deed(TaskKind.BELONGINGS.value)
    made_form = panel.form
    found = made_form.belongings  # type: ignore[union-attr]  # it is an AdmissionForm
    found.rows[0].what.setText("Belt")
    found.rows[0].where.setText("Locker 12")
    found.rows[1].what.setText("Razor")
    found.second.editor.choose(OSEI.id)
    made_form.when.editor.setText("14:20")  # type: ignore[union-attr]
    made_form.submit()  # type: ignore[union-attr]


def looking(made: DeskShell) -> None:
    panel_of(made).open_deed("look for")


def photographing(made: DeskShell) -> None:
    panel = panel_of(made)
    panel.open_deed("photo")
    panel.form._shrunk(face())  # type: ignore[union-attr]  # it is a PhotoForm


def alerted(made: DeskShell) -> None:
    made.panel.show_alert(90)


def left(made: DeskShell) -> None:
    made.panel.show_left()


def one_who_left(made: DeskShell) -> None:
    made.panel._show_one_who_left(GONE)


SCENES: dict[str, Callable[[DeskShell], None]] = {
    "home": home,
    "scrolled": scrolled,
    "checks": checks,
    "bottom": bottom,
    "search": form(TaskKind.BELONGINGS),
    "searching": searching,
    "weight": form(TaskKind.WEIGHT),
    "vitals": form(TaskKind.FIRST_VITALS),
    "lookfor": looking,
    "photo": photographing,
    "alert": alerted,
    "left": left,
    "one-left": one_who_left,
}


def draw(folder: Path, word: str) -> None:
    app = QApplication.instance() or QApplication(["station"])
    assert isinstance(app, QApplication)
    for name, scene in SCENES.items():
        if word not in name:
            continue
        for size_name, size in SIZES.items():
            for theme_name in ("light", "dark") if size_name == "hd" else ("light",):
                look = themes.load(theme_name)
                themes.apply(app, look)
                made = usual(look)
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
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/arrivals/look")
    place.mkdir(parents=True, exist_ok=True)
    draw(place, sys.argv[2] if len(sys.argv) > 2 else "")
