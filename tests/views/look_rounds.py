"""Draws the Rounds page into pictures to look at: python -m tests.views.look_rounds [folder] [word in the name]."""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from station.services.errors import NeedsConfirmation
from station.services.events import CheckRecorded
from station.store.rows import BedRow
from station.views import fonts
from station.views import theme as themes
from station.views.rounds.walk import Walk
from tests.views.rounds_fakes import Floor, round_row, with_patient
from tests.views.snapshots import busy, crowded

SIZES = {"hd": (1150, 700), "full": (1700, 1000), "tablet": (820, 700), "portrait": (600, 1200)}


def photo() -> bytes:
    """Somebody who is nobody: a drawn face."""
    image = QImage(240, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#8899AA"))
    painter = QPainter(image)
    painter.setBrush(QColor("#D9B38C"))
    painter.drawEllipse(60, 60, 120, 150)
    painter.setBrush(QColor("#5A3E28"))
    painter.drawChord(55, 45, 130, 110, 0, 180 * 16)
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only, Qt text only
    return bytes(held.data().data())


def beds(count: int = 24) -> tuple[BedRow, ...]:
    made = busy(count)
    for bed_id in (1, 4, 6):
        made = with_patient(made, bed_id, photo_id=1)
    return made


def start(floor: Floor) -> None:
    floor.begin()


def walk(floor: Floor) -> Walk:
    floor.reads.photos[1] = photo()
    floor.commands.events = [CheckRecorded(4, 900)]
    return floor.walking(beds=beds(), seen={1: 2, 2: 3.5, 3: 4})


def tapped(floor: Floor) -> None:
    form = walk(floor).opened.form  # type: ignore[union-attr]  # the first is open
    form.show_keys()
    form.places.buttons()[0].click()


def saved(floor: Floor) -> None:
    made = walk(floor)
    for _ in range(2):
        form = made.opened.form  # type: ignore[union-attr]
        floor.commands.events = [CheckRecorded(form.stay_id, 900 + form.stay_id)]
        form.places.buttons()[0].click()
        form.activities.button_of("Talking").click()
        floor.now += timedelta(seconds=3)
    floor.page.tick(floor.now)


def sleeping(floor: Floor) -> None:
    form = walk(floor).opened.form  # type: ignore[union-attr]
    form.places.buttons()[0].click()
    form.activities.button_of("Asleep").click()


def earlier(floor: Floor) -> None:
    form = walk(floor).opened.form  # type: ignore[union-attr]
    form.earlier.click()
    form.noting.click()
    form.when.editor.setText("14:21")
    form.places.buttons()[0].click()


def closed(floor: Floor) -> None:
    walk(floor).back()


def ending(floor: Floor) -> None:
    made = walk(floor)
    made.back()
    floor.commands.errors = [
        NeedsConfirmation("Not seen on this round: 1204, 1205, 1206 and 1207. End it all the same?")
    ]
    made.end()


def summary(floor: Floor) -> None:
    made = walk(floor)
    made.end()


def many(floor: Floor) -> None:
    floor.walking(round_row(area_id=None, area="the whole unit", to_see=36), beds=crowded(36)).back()


SCENES: dict[str, Callable[[Floor], object]] = {
    "start": start, "walk": walk, "tapped": tapped, "saved": saved, "sleeping": sleeping, "earlier": earlier,
    "closed": closed, "ending": ending, "summary": summary, "many": many,
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
                floor = Floor(look=look)
                floor.page.resize(width, height)
                floor.page.show()
                scene(floor)
                for _ in range(6):
                    app.processEvents()
                floor.page.grab().save(str(folder / f"{full}.png"))
                floor.page.close()
                floor.page.deleteLater()


if __name__ == "__main__":
    main()
