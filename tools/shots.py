"""Draws the pictures of the documents: python -m tools.shots [folder].

The wall and the desk are those of `station demo`, so their times are those of the day they were drawn. The forms stand
on made-up data, and are cut out of their window. Few colours keep the files small.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from station.services.errors import NeedsPin
from station.views import theme as themes
from station.views.board.health import Health
from station.views.panel.level import LevelForm
from station.views.people.page import PeoplePage
from station.views.shell import DeskShell
from tests.views import (
    look,
    look_absence,
    look_admission,
    look_alerts,
    look_desk,
    look_environment,
    look_handover,
    look_patient,
    look_plan,
    look_rounds,
    look_setup,
    look_vitals,
)
from tests.views.desk_fakes import BELLO, HALL, RUIZ, FakeCommands
from tests.views.environment_fakes import Environment
from tests.views.handover_fakes import Handover
from tests.views.patient_fakes import Ward
from tests.views.plan_fakes import Planning
from tests.views.rounds_fakes import Floor

_DEMOS: Final = (("wall.png", ["--wall", "--beds", "32"]), ("desk.png", ["--beds", "24"]))
_PANELS: Final = (
    ("record.png", "record", 880),
    ("sleeping.png", "sleeping", 880),
    ("earlier.png", "late", 1000),
    ("amend.png", "amending", 1040),
    ("wrong-patient.png", "wrong", 640),
    ("raise.png", "raising", 1090),
    ("lower.png", "lowering", 1200),
    ("observer.png", "observer", 560),
    ("alert.png", "alert", 720),
    ("discharge.png", "discharging", 660),
)
"""File, scene of `look_desk`, height of the window."""
_ARRIVALS: Final = (
    ("admission.png", "scrolled", 900),
    ("belongings.png", "searching", 1010),
    ("checks.png", "checks", 1000),
)
"""File, scene of `look_admission`, height of the window."""
_ENVIRONMENT: Final = (
    ("environment.png", "overview", 640),
    ("environmental-round.png", "whynot", 860),
    ("hazard.png", "hazard", 820),
)
"""File, scene of `look_environment`, height of the page."""
_ABSENCES: Final = (
    ("leaving.png", "leaving", 1010),
    ("away.png", "away", 640),
    ("awol.png", "awol", 860),
)
"""File, scene of `look_absence`, height of the window."""
_ROUNDS: Final = (
    ("round-start.png", "start", 900, 380),
    ("round.png", "tapped", 900, 640),
    ("round-undo.png", "saved", 900, 600),
)
"""File, scene of `look_rounds`, width and height."""
_DOOR: Final = (1024, 640)
_BEDS_STEP: Final = 2
_MOST_COLOURS: Final = 256


def main() -> None:
    """Draw all of them into the folder named, else into docs/pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    themes.apply(app, themes.load("light"))
    for name, options in _DEMOS:
        save(_demo(options), folder / name)
    for name, scene, height in _PANELS:
        save(_panel(look_desk.SCENES[scene], height), folder / name)
    for name, scene, height in _ARRIVALS:
        save(_arrival(look_admission.SCENES[scene], height), folder / name)
    for name, scene, height in _ENVIRONMENT:
        save(_page(look_environment.SCENES[scene], height), folder / name)
    save(_panel(_second_person, 860), folder / "second-person.png")
    for name, scene, height in _ABSENCES:
        save(_absence(scene, height), folder / name)
    for name, scene, width, height in _ROUNDS:
        save(_round(scene, width, height), folder / name)
    save(_pin_pad(), folder / "sign-in.png")
    save(_first_administrator(), folder / "first-administrator.png")
    save(_people(), folder / "people.png")
    save(_first_start(), folder / "first-start.png")
    save(_not_monitoring(), folder / "not-monitoring.png")
    save(_alerts(), folder / "alerts.png")
    save(_assignments(), folder / "assignments.png")
    save(_handover(), folder / "handover.png")
    save(_patient(), folder / "patient.png")
    save(_vitals(), folder / "vitals.png")
    save(_setup(), folder / "setup.png")


def save(image: QImage, file: Path) -> None:
    """In few colours. Raises OSError when the file cannot be written."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    small = plain.convertToFormat(QImage.Format.Format_Indexed8, few_colours(plain))
    saved = small.save(str(file), quality=0)  # the name tells the format; 0 packs a PNG most
    if not saved:
        raise OSError(f"{file} cannot be written.")


def few_colours(image: QImage) -> list[int]:
    """At most 256 that stand for all of an image in RGB32: also the rare ones, which mean something on a board."""
    by_frequency = [colour for colour, _ in Counter(memoryview(image.constBits()).cast("I")).most_common()]
    apart = 4
    while len(kept := _apart(by_frequency, apart)) > _MOST_COLOURS:
        apart += 4
    return kept


def _apart(colours: list[int], least: int) -> list[int]:
    """The first of those that differ by less than `least`, red, green and blue added up."""
    kept: dict[int, tuple[int, ...]] = {}
    for colour in colours:
        parts = tuple(colour.to_bytes(4, "big")[1:])
        if all(
            sum(abs(one - other) for one, other in zip(parts, each, strict=True)) >= least for each in kept.values()
        ):
            kept[colour] = parts
    return list(kept)


def _demo(options: list[str]) -> QImage:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.png"
        command = [sys.executable, "-m", "station", "demo", "--seed", "11", "--screenshot", str(file), *options]
        subprocess.run(command, check=True)
        return QImage(str(file))


def _drawn(widget: QWidget, width: int, height: int) -> QWidget:
    widget.resize(width, height)
    widget.show()
    for _ in range(4):
        QApplication.processEvents()
    return widget


def _panel(scene: Callable[[DeskShell], None], height: int) -> QImage:
    return _cut_out(look_desk.shell(themes.load("light")), scene, height)


def _arrival(scene: Callable[[DeskShell], None], height: int) -> QImage:
    return _cut_out(look_admission.usual(themes.load("light")), scene, height)


def _page(scene: Callable[[Environment], object], height: int) -> QImage:
    made = Environment()
    made.begin()
    _drawn(made.page, 1150, height)
    scene(made)
    return _drawn(made.page, 1150, height).grab().toImage()


def _cut_out(made: DeskShell, scene: Callable[[DeskShell], None], height: int) -> QImage:
    _drawn(made, 1366, height)
    scene(made)
    _drawn(made, 1366, height)
    image = made.panel.grab().toImage()
    made.close()
    return image


def _absence(scene: str, height: int) -> QImage:
    away, done = look_absence.SCENES[scene]
    return _cut_out(look_absence.shell(themes.load("light"), away), done, height)


def _round(scene: str, width: int, height: int) -> QImage:
    floor = Floor()
    _drawn(floor.page, width, height)
    look_rounds.SCENES[scene](floor)
    floor.page.set_health(Health(monitoring=True, confirmed_at=floor.now))
    floor.page.tick(floor.now)
    return _drawn(floor.page, width, height).grab().toImage()


def _pin_pad() -> QImage:
    made = _locked_desk()
    view = made.entrance.view
    view.ask_pin(RUIZ)
    for digit in "258":
        view.card.pad.digits[digit].click()
    _drawn(made, *_DOOR)
    return view.card.grab().toImage()


def _first_administrator() -> QImage:
    made = _locked_desk()
    view = made.entrance.view
    view.ask_first_administrator()
    _drawn(made, *_DOOR)
    return view.first.grab().toImage()


def _locked_desk() -> DeskShell:
    made = _drawn_desk()
    made.entrance.lock()
    return made


def _second_person(made: DeskShell) -> None:
    """A lower level, agreed by a second person with a PIN."""
    made.recorder.choose(RUIZ)
    panel = look_desk.patient(made)
    panel.open_deed("level")
    form = cast(LevelForm, panel.form)
    form.level.button_of("Q15").click()
    form.reason.editor.setPlainText("Calm since Saturday, sleeps through")
    form.ordered_by.editor.setText("Dr Haas")
    form.second.editor.choose(BELLO.id)
    asked = NeedsPin("K. Bello: enter your PIN to agree as the second person to a lower level.", BELLO.id)
    cast(FakeCommands, form.desk.commands).errors = [asked]
    _drawn(made, made.width(), made.height())
    form.submit()


def _people() -> QImage:
    made = _drawn_desk()
    made.recorder.choose(HALL)
    made.show_page("people")
    for page in made.findChildren(PeoplePage):
        page.choose(RUIZ.id)
    return _drawn(made, *_DOOR).grab().toImage()


def _drawn_desk() -> DeskShell:
    made = look_desk.shell(themes.load("light"))
    _drawn(made, *_DOOR)
    return made


def _first_start() -> QImage:
    made = look_desk.first_start(themes.load("light"), _BEDS_STEP)
    return _drawn(made, 1100, 680).grab().toImage()


def _alerts() -> QImage:
    """The open ones: one is held and was passed on, one is Station's own."""
    made = look_alerts.made(themes.load("light"), look_alerts.history())
    _drawn(made.shell, 1300, 720)
    made.page.on_events([])
    look_alerts.open_ones(made)
    return _drawn(made.shell, 1300, 720).grab().toImage()


def _assignments() -> QImage:
    """A shift that is being planned."""
    planning = Planning(look="light")
    _drawn(planning.page, 1176, 690)
    look_plan.block(planning)
    return _drawn(planning.page, 1176, 690).grab().toImage()


def _handover() -> QImage:
    made = Handover(look="light")
    made.page.resize(1176, 900)
    look_handover.waiting(made)
    return _drawn(made.page, 1176, 900).grab().toImage()


def _patient() -> QImage:
    """His day, the crosshair on the set before the last."""
    ward = Ward()
    _drawn(ward.page, 1240, 800)
    look_patient.reading(ward)
    return _drawn(ward.page, 1240, 800).grab().toImage()


def _vitals() -> QImage:
    look_vitals.answer_reads()
    return _panel(lambda made: look_vitals.filled(look_desk.patient(made)), 1290)


def _setup() -> QImage:
    made = _drawn_desk()
    look_setup.a_level(made)
    return _drawn(made, 1366, 768).grab().toImage()


def _not_monitoring() -> QImage:
    """The top of a board that is not monitoring; below it looks as ever."""
    _, _, snapshot, health, *_ = next(one for one in look.scenes() if one[0] == "not-monitoring")
    page = look.page_of(snapshot, health, themes.load("light"), wall=False)
    return _drawn(page, 1366, 768).grab(QRect(0, 0, 1366, 330)).toImage()


if __name__ == "__main__":
    main()
