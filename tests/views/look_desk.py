"""Draws the desk into pictures, to be looked at: python -m tests.views.look_desk [folder] [word in the name]."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from station.rules.watching import WatcherFact
from station.views import theme as themes
from station.views.board.page import DeskPage
from station.views.bridge import DirectBridge
from station.views.panel.patient import PatientPanel
from station.views.people.page import PeoplePage
from station.views.setup.first_start import FirstStart, Way
from station.views.setup.page import UnitPage
from station.views.shell import DeskShell
from tests.views.desk_fakes import (
    BAD_CENSUS,
    EVERYBODY,
    FACTS,
    MOORE,
    RUIZ,
    FakeCommands,
    FakeFounding,
    FakeReads,
    handings,
    steps,
    stretches,
    twelve,
    unit,
)
from tests.views.look import WELL
from tests.views.snapshots import NOW, offer
from tests.views.watching_fakes import UNWELL_FACTS, WELL_FACTS

SIZES = {"hd": (1366, 768), "full": (1920, 1080)}
THEMES: tuple[themes.ThemeName, ...] = ("light", "dark", "contrast")


def shell(look: themes.Theme) -> DeskShell:
    """A desk with its pages, a tech signed in."""
    made = DeskShell(
        commands=FakeCommands(),
        reads=FakeReads(rows=twelve(), steps=steps(), everybody=EVERYBODY, stretches=stretches(), handed=handings()),
        bridge=DirectBridge(),
        now=lambda: NOW,
        theme=look,
    )
    page, about, people = DeskPage(look), UnitPage(look), PeoplePage(look)
    page.go_by(made.recorder)
    made.add_page("board", "Board", "board", page)
    made.add_page("people", "People", "people", people)
    made.add_page("unit", "Unit", "bed", about)
    snapshot = unit()
    locked = made.entrance.view
    for one in (page, made, about, locked):
        one.show_snapshot(snapshot)
    for board in (page, locked):
        board.set_health(WELL)
        board.tick(NOW)
    made.recorder.choose(MOORE)
    about.show_facts(FACTS)
    desk = made.desk()
    assert desk is not None
    people.show_desk(desk)
    about.show_desk(desk)
    return made


def patient(made: DeskShell) -> PatientPanel:
    made.recorder.choose(RUIZ)
    made.open_bed(4)
    panel = made.panel.patient_panel()
    assert panel is not None
    return panel


def quiet(made: DeskShell) -> None:
    """The desk as it stands when nobody does anything."""


def record(made: DeskShell) -> None:
    patient(made).record.places.button_of("Hallway").click()


def sleeping(made: DeskShell) -> None:
    form = patient(made).record
    form.places.button_of("Room").click()
    form.activities.button_of("Asleep").click()


def late(made: DeskShell) -> None:
    form = patient(made).record
    form.earlier.click()
    form.noting.click()
    form.when.editor.setText("14:21")
    form.places.button_of("Hallway").click()


def nobody(made: DeskShell) -> None:
    form = patient(made).record
    made.recorder.choose(None)
    form.places.button_of("Hallway").click()
    form.activities.button_of("Talking").click()


def deed(key: str) -> Callable[[DeskShell], None]:
    def open_it(made: DeskShell) -> None:
        patient(made).open_deed(key)

    return open_it


def raising(made: DeskShell) -> None:
    panel = patient(made)
    panel.open_deed("level")
    panel.form.level.button_of("1:1").click()  # type: ignore[union-attr]  # it is a LevelForm


def lowering(made: DeskShell) -> None:
    panel = patient(made)
    panel.open_deed("level")
    form = panel.form
    form.level.button_of("Q15").click()  # type: ignore[union-attr]  # it is a LevelForm
    form.submit()  # type: ignore[union-attr]


def checks(made: DeskShell) -> None:
    panel = patient(made)
    QApplication.processEvents()
    panel.checks.view.setCurrentIndex(panel.checks.model.index(1))
    bar = panel._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())


def discharging(made: DeskShell) -> None:
    panel = patient(made)
    panel.open_deed("discharge")
    panel.form.reason.editor.setPlainText("Home")  # type: ignore[union-attr]  # it is a DischargeForm
    panel.form.submit()  # type: ignore[union-attr]


def observer(made: DeskShell) -> None:
    made.recorder.choose(RUIZ)
    made.open_bed(21)
    panel = made.panel.patient_panel()
    assert panel is not None
    panel.open_deed("observer")


def offered(made: DeskShell) -> None:
    """By R. Osei to the person who is signed in."""
    made.recorder.choose(RUIZ)
    snapshot = unit()
    bed = next(one for one in snapshot.beds if one.patient is not None and one.patient.observer is not None)
    assert bed.patient is not None
    assert bed.patient.observer is not None
    held = replace(bed.patient.observer, offer=offer(RUIZ.name, RUIZ.id))
    new = replace(bed, patient=replace(bed.patient, observer=held))
    beds = tuple(new if one is bed else one for one in snapshot.beds)
    made.show_snapshot(replace(snapshot, beds=beds))
    made.open_bed(bed.bed_id)
    panel = made.panel.patient_panel()
    assert panel is not None
    panel.open_deed("observer")


def levels(made: DeskShell) -> None:
    panel = patient(made)
    QApplication.processEvents()
    panel.levels.range.button_of("stay").click()
    panel.levels.band.choose(1)
    panel.levels.band.setFocus()
    QApplication.processEvents()
    panel._scroll.ensureWidgetVisible(panel.levels.who, 0, 60)


def levels_day(made: DeskShell) -> None:
    levels(made)
    panel = made.panel.patient_panel()
    assert panel is not None
    panel.levels.range.button_of("day").click()


def amending(made: DeskShell) -> None:
    panel = patient(made)
    panel.checks.view.setCurrentIndex(panel.checks.model.index(1))
    panel.checks.amend.trigger()


def wrong(made: DeskShell) -> None:
    panel = patient(made)
    panel.checks.view.setCurrentIndex(panel.checks.model.index(0))
    panel.checks.wrong.trigger()


def admitting(made: DeskShell) -> None:
    made.recorder.choose(RUIZ)
    made.open_bed(24)


def alert(made: DeskShell) -> None:
    made.recorder.choose(RUIZ)
    made.navigation.finder.setFocus()
    assert made.strip.entry is not None
    made.open_alert(made.strip.entry.alert_ids[0])


def keys(made: DeskShell) -> None:
    made.actions_by_name["help"].trigger()


def watchers(made: DeskShell) -> None:
    _watched(made, WELL_FACTS)


def watchers_unwell(made: DeskShell) -> None:
    _watched(made, UNWELL_FACTS)


def _watched(made: DeskShell, facts: tuple[WatcherFact, ...]) -> None:
    health = replace(WELL, facts=facts)
    made.watching.set_health(health)
    for page in made.findChildren(DeskPage):
        page.set_health(health)
    made.actions_by_name["watchers"].trigger()
    made.watching.open()


def about_unit(made: DeskShell) -> None:
    made.show_page("unit")


def not_monitoring(made: DeskShell) -> None:
    made.show_page("unit")
    made.warn("NOT MONITORING SINCE 14:31:27", "Nobody is told of lapses. Keep your own times and restart Station.")


SCENES = {
    "quiet": quiet,
    "record": record,
    "sleeping": sleeping,
    "late": late,
    "nobody": nobody,
    "raising": raising,
    "lowering": lowering,
    "checks": checks,
    "move": deed("move"),
    "swap": deed("swap"),
    "discharging": discharging,
    "review": deed("review"),
    "provider": deed("provider"),
    "observer": observer,
    "offered": offered,
    "levels": levels,
    "levels-day": levels_day,
    "amending": amending,
    "wrong": wrong,
    "admitting": admitting,
    "alert": alert,
    "keys": keys,
    "watchers": watchers,
    "watchers-unwell": watchers_unwell,
    "unit": about_unit,
    "not-monitoring": not_monitoring,
}


def first_start(look: themes.Theme, step: int) -> FirstStart:
    made = FirstStart(DirectBridge(), FakeFounding(found=BAD_CENSUS), look)
    if step:
        made.begin(Way.IMPORT)
        made.unit.name.editor.setText("3 West · Adult Acute")
        made.unit.signed_by.editor.setText("M. Ruiz")
        made.unit.zone.editor.setCurrentText("America/Chicago")
        made.beds.rows[0].name.editor.setText("West hall")
        made.beds.rows[0].beds.editor.setPlainText("1201-1212, 1214A, 1214B")
        made.beds.add_area()
        made.beds.rows[1].name.editor.setText("East hall")
        made.beds.rows[1].beds.editor.setPlainText("1301-1299" if step == 2 else "1301-1312")
    for _ in range(step - 1):
        made.forward.click()
    if step == 2:
        made.forward.click()
    if step == 4:
        made.census.check_file("census.csv")
    return made


def pictures() -> Iterator[tuple[str, str, themes.ThemeName, Callable[[themes.Theme], QWidget]]]:
    """Name, size, theme, what to draw."""
    for name, scene in SCENES.items():
        for size in SIZES if name in ("quiet", "record", "raising", "unit", "watchers") else ("hd",):
            for look in THEMES if name in ("record", "lowering", "alert", "quiet", "watchers-unwell") else ("light",):
                yield f"{name}-{size}-{look}", size, look, _staged(scene)
    for step in range(5):
        for look in THEMES if step == 2 else ("light",):
            yield f"first-{step}-{look}", "hd", look, _first(step)


def _staged(scene: Callable[[DeskShell], None]) -> Callable[[themes.Theme], QWidget]:
    def make(look: themes.Theme) -> QWidget:
        made = shell(look)
        made.resize(1366, 768)
        made.show()
        scene(made)
        return made

    return make


def _first(step: int) -> Callable[[themes.Theme], QWidget]:
    return lambda look: first_start(look, step)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, size, theme_name, make in pictures():
        if wanted not in name:
            continue
        look = themes.load(theme_name)
        themes.apply(app, look)
        made = make(look)
        made.resize(*SIZES[size])
        made.show()
        for _ in range(4):
            app.processEvents()
        made.grab().save(str(folder / f"{name}.png"))
        made.close()
        made.deleteLater()


if __name__ == "__main__":
    main()
