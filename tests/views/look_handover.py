"""Draws the Handover page into pictures to look at: python -m tests.views.look_handover [folder] [word]."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.services.errors import NeedsPin
from station.views import theme as themes
from tests.reports.papers import empty
from tests.views.handover_fakes import Handover, note, sheet, signed, taken

SIZES = {"full": (1720, 1000), "hd": (1166, 690), "tall": (1720, 2400)}


def live(made: Handover) -> None:
    made.begin(sheet(notes=(note(),)))


def waiting(made: Handover) -> None:
    made.begin(signed())


def pin(made: Handover) -> None:
    view = made.begin(sheet())
    assert view.sign is not None
    made.commands.errors = [NeedsPin("M. Ruiz: enter your PIN to hand the shift over and take it over.", 3)]
    view.sign.sign.click()


def handed(made: Handover) -> None:
    made.begin(taken())


def earlier(made: Handover) -> None:
    view = made.begin(sheet(), earlier=[taken(shift=sheet().shift)])
    made.page._show_signed(taken())
    view.which.setCurrentIndex(1)


def nobody(made: Handover) -> None:
    made.begin(sheet(page=empty()))


def reading(made: Handover) -> None:
    made.page.show()


def failing(made: Handover) -> None:
    made.page.show()
    made.page.show_unread("The database cannot be reached. Station tries again each second.")


SCENES: dict[str, Callable[[Handover], object]] = {
    "live": live, "waiting": waiting, "pin": pin, "handed": handed, "earlier": earlier, "nobody": nobody,
    "reading": reading, "failing": failing,
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
                made = Handover(look=look)
                made.page.resize(width, height)
                scene(made)
                for _ in range(6):
                    app.processEvents()
                made.page.grab().save(str(folder / f"{full}.png"))
                made.page.close()
                made.page.deleteLater()


if __name__ == "__main__":
    main()
