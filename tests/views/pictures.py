"""Pictures that may not change by a pixel without somebody looking at them.

To approve new ones after looking: STATION_APPROVE_PICTURES=1 pytest tests/views/test_…_golden.py
"""

import os
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

GOLDEN: Final = Path(__file__).parent / "golden"
APPROVE: Final = bool(os.environ.get("STATION_APPROVE_PICTURES"))
"""Read before the tests take every STATION_ setting away."""


def compare(page: QWidget, name: str, tmp_path: Path) -> None:
    """The page as it is drawn now with the picture of that name."""
    page.setFocus()
    got = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    kept = GOLDEN / f"{name}.png"
    if APPROVE:
        GOLDEN.mkdir(exist_ok=True)
        assert got.save(str(kept))
        return
    seen = tmp_path / f"{name}.png"
    got.save(str(seen))
    wanted = QImage(str(kept)).convertToFormat(QImage.Format.Format_RGB32)
    differing = _differing(got, wanted)
    assert differing == 0, f"{differing} pixels differ: look at {seen} beside {kept}"


def _differing(one: QImage, other: QImage) -> int:
    if one.size() != other.size():
        return one.width() * one.height()
    if one == other:
        return 0
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in range(one.width()) for y in range(one.height()))
