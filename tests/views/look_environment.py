"""Draws the Environment page into pictures to look at: python -m tests.views.look_environment [folder] [word]."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.models.enums import FindingOutcome, HazardStepKind
from station.services.errors import Refused
from station.store.rows.environment import HazardStepRow
from station.views import fonts
from station.views import theme as themes
from tests.views.environment_fakes import HAZARD, NOT_CHECKED, SAFETY, Environment, found, round_row, unit
from tests.views.snapshots import ago

SIZES = {"hd": (1150, 700), "full": (1700, 1000), "tablet": (820, 700), "portrait": (600, 1200)}

SOME = [
    *(found(1201, item.key) for item in SAFETY),
    found(1202, "doors"),
    found(1202, "anchors", NOT_CHECKED, reason="patient asleep"),
    found(1202, "cords", HAZARD, hazard_id=2),
]


def overview(made: Environment) -> None:
    made.begin()


def empty(made: Environment) -> None:
    made.begin([round_row(round_id=0, started_at=None, ended_at=None, findings=())], unit(()))


def reading(made: Environment) -> None:
    del made


def failing(made: Environment) -> None:
    made.page.show_unread("The database cannot be reached. Station tries again each second.")


def report(made: Environment) -> None:
    made.begin()
    assert made.page.overview is not None
    made.page.overview.show_report()
    form = made.page.overview.form
    assert form is not None
    form.hazard.severity.steps.button_of("4").click()
    form.submit()


def fixing(made: Environment) -> None:
    made.begin()
    assert made.page.overview is not None
    card = made.page.overview.hazards[1]
    card.fix.click()
    card.form.submit()  # type: ignore[union-attr]  # it is a FixForm


def history(made: Environment) -> None:
    made.reads.hazard_history = (
        HazardStepRow(HazardStepKind.FOUND, ago(hours=30), "J. Moore", "loose rail"),
        HazardStepRow(HazardStepKind.GIVEN, ago(hours=29), "M. Ruiz", "Security"),
        HazardStepRow(HazardStepKind.FIXED, ago(hours=3), "R. Osei", "screwed on"),
        HazardStepRow(HazardStepKind.REJECTED, ago(hours=2), "K. Bello", "still moves"),
    )
    made.begin()
    assert made.page.overview is not None
    made.page.overview.hazards[2].past.click()


def walk(made: Environment) -> None:
    made.walking(SOME)


def why_not(made: Environment) -> None:
    panel = made.walking(SOME).panel
    assert panel is not None
    panel.items["sharps"].answers.button_of(NOT_CHECKED.value).click()


def hazard(made: Environment) -> None:
    panel = made.walking().panel
    assert panel is not None
    panel.items["doors"].answers.button_of(HAZARD.value).click()


def ending(made: Environment) -> None:
    shown = made.walking(SOME)
    made.commands.errors = [
        Refused(
            "Not everything has been said: Room 1202 (Sharps, Bathroom); Room 1203 (nothing yet) and 3 more rooms. "
            "Say it, or say why it was not checked; then end the round."
        )
    ]
    shown.ending.submit()


def all_said(made: Environment) -> None:
    made.walking([found(room, item.key, FindingOutcome.FINE) for room in range(1201, 1207) for item in SAFETY])


SCENES: dict[str, Callable[[Environment], object]] = {
    "overview": overview, "empty": empty, "reading": reading, "failing": failing, "report": report, "fixing": fixing,
    "history": history, "walk": walk, "whynot": why_not, "hazard": hazard, "ending": ending, "allsaid": all_said,
}  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, scene in SCENES.items():
        for size, (width, height) in SIZES.items():
            for look in themes.THEME_NAMES:
                full = f"{name}-{size}-{look}"
                if wanted not in full:
                    continue
                themes.apply(app, themes.load(look))
                if "large" in sys.argv:
                    app.setFont(fonts.body(14.0))
                made = Environment(look=look)
                made.page.resize(width, height)
                made.page.show()
                made.page.activateWindow()
                app.processEvents()
                scene(made)
                for _ in range(6):
                    app.processEvents()
                made.page.grab().save(str(folder / f"{full}.png"))
                made.page.close()
                made.page.deleteLater()


if __name__ == "__main__":
    main()
