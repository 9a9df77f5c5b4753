"""Measures a tick and a refresh of the board beside plain labels: python -m tests.views.pace

All figures are milliseconds of processor time of the GUI thread, the median of the repeats, painting included.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from station.store.rows import BoardSnapshot
from station.views import fonts
from station.views import theme as themes
from station.views.board.page import BoardPage, WallPage
from tests.views import snapshots as made
from tests.views.showing import WELL

REPEATS = 60


def board(count: int, look: themes.Theme) -> tuple[WallPage, BoardSnapshot]:
    shown = made.snapshot(made.busy(count))
    page = WallPage(look)
    page.show_snapshot(shown)
    page.set_health(WELL)
    page.resize(1920, 1080)
    page.show()
    QApplication.processEvents()
    return page, shown


def tick_ms(page: BoardPage) -> float:
    def before(step: int) -> None:
        page.set_health(replace(WELL, confirmed_at=made.NOW + timedelta(seconds=step)))

    return _pace(lambda step: page.tick(made.NOW + timedelta(seconds=step)), before)


def refresh_ms(page: BoardPage, shown: BoardSnapshot) -> float:
    """One patient seen anew, the others as they were."""

    def seen(step: int) -> None:
        now = made.NOW + timedelta(seconds=REPEATS)
        fresh = made.patient(2, initials="GS", last_seen=now - timedelta(seconds=step))
        beds = tuple(replace(row, patient=fresh) if row.bed_id == 2 else row for row in shown.beds)
        page.show_snapshot(replace(shown, beds=beds, read_at=now))

    return _pace(seen)


def labels_ms(count: int) -> float:
    """The same number of large and small labels in a plain window, each with a new text."""
    window = QWidget()
    window.resize(1920, 1080)
    labels = [_label(window, at) for at in range(2 * count)]
    window.show()

    def write(step: int) -> None:
        for at, label in enumerate(labels):
            label.setText(f"{at % 60}:{step % 60:02d}")

    found = _pace(write)
    window.close()
    return found


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look = themes.load("dark")
    themes.apply(app, look)
    for count in (36, 60):
        page, shown = board(count, look)
        tick, refresh, plain = tick_ms(page), refresh_ms(page, shown), labels_ms(count)
        page.close()
        sys.stdout.write(f"{count} beds: tick {tick:.2f}, refresh {refresh:.2f}, plain labels {plain:.2f}\n")


def _label(window: QWidget, at: int) -> QLabel:
    label = QLabel(window)
    large = at % 2 == 0
    label.setFont(fonts.display(50) if large else fonts.pixels(20))
    label.setAutoFillBackground(True)
    label.setFixedSize(150, 60 if large else 26)
    label.move((at // 2 % 10) * 152, (at // 20) * 90 + (0 if large else 62))
    return label


def _pace(step: Callable[[int], object], before: Callable[[int], object] | None = None) -> float:
    spent = []
    for at in range(1, REPEATS + 1):
        if before is not None:
            before(at)
            QApplication.processEvents()
        began = time.process_time()
        step(at)
        QApplication.processEvents()
        spent.append((time.process_time() - began) * 1000)
    return median(spent)


if __name__ == "__main__":
    main()
