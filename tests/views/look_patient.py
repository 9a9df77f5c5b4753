"""Draws the Patients page into pictures to look at: python -m tests.views.look_patient [folder] [word in the name].

With STATION_OUTSIDE_DATA, or the shared data beside the checkout, thirty real series are drawn as well.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.views import fonts
from station.views import theme as themes
from tests.views.patient_fakes import Ward, card, day, real, real_files

SIZES = {"hd": (1170, 700), "full": (1720, 1010), "tablet": (830, 700)}


def usual(ward: Ward) -> None:
    ward.begin()


def reading(ward: Ward) -> None:
    ward.begin()
    assert ward.page.view is not None
    ward.page.view.vitals.trends.setFocus()
    ward.page.view.vitals.trends.go_to(8)


def table(ward: Ward) -> None:
    ward.begin()
    assert ward.page.view is not None
    ward.page.view.vitals.form.button_of("table").click()


def nothing(ward: Ward) -> None:
    empty = card(scores=(), total=None, at_least=None, asks=False, no_score="under 16", due_at=None)
    ward.reads.of_all = day((), vitals=empty, gaps=(), marks=(), spans=())
    ward.begin(stretches=())


def evidence(ward: Ward) -> None:
    ward.begin()
    assert ward.page.view is not None
    ward.page.view.toggle_printing()
    ward.page.view.evidence.notice.say("Wed is no moment. Write it like 2026-11-23T14:00.", "refusal")


SCENES: dict[str, Callable[[Ward], None]] = {
    "usual": usual, "reading": reading, "table": table, "nothing": nothing, "evidence": evidence,
}  # fmt: skip


def scenes() -> dict[str, Callable[[Ward], None]]:
    found = dict(SCENES)
    for file in real_files():
        found[f"real-{file.stem}"] = _showing(file)
    return found


def _showing(file: Path) -> Callable[[Ward], None]:
    def show(ward: Ward) -> None:
        ward.reads.of_all = real(file)
        ward.begin()

    return show


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, scene in scenes().items():
        for size, (width, height) in SIZES.items():
            for look in themes.THEME_NAMES:
                full = f"{name}-{size}-{look}"
                if wanted not in full:
                    continue
                themes.apply(app, themes.load(look))
                if "large" in sys.argv:
                    app.setFont(fonts.body(14.0))
                ward = Ward(look=look)
                ward.page.resize(width, height)
                ward.page.show()
                ward.page.activateWindow()
                app.processEvents()
                scene(ward)
                for _ in range(6):
                    app.processEvents()
                ward.page.grab().save(str(folder / f"{full}.png"))
                ward.page.close()
                ward.page.deleteLater()


if __name__ == "__main__":
    main()
