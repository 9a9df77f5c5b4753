"""Pictures that may not change by a pixel without somebody looking at them.

To approve new ones after looking: STATION_APPROVE_PICTURES=1 pytest the tests that compare them.
"""

import os
import sys
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

GOLDEN: Final = Path(__file__).parent / "golden"
APPROVE: Final = bool(os.environ.get("STATION_APPROVE_PICTURES"))
"""Read before the tests take every STATION_ setting away."""


def compare(shown: QWidget, name: str, folder: Path) -> None:
    """Fail when it looks other than approved; the picture as it is now is left in `folder`."""
    if sys.platform != "linux":
        pytest.skip("pictures are compared where text is drawn by FreeType, which is Linux")
    got = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    kept = GOLDEN / f"{name}.png"
    if APPROVE:
        GOLDEN.mkdir(exist_ok=True)
        assert got.save(str(kept))
        return
    seen = folder / f"{name}.png"
    got.save(str(seen))
    wanted = QImage(str(kept)).convertToFormat(QImage.Format.Format_RGB32)
    assert got == wanted, f"{_differing(got, wanted)} pixels differ: look at {seen} beside {kept}"


def _differing(one: QImage, other: QImage) -> int:
    if one.size() != other.size():
        return one.width() * one.height()
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in range(one.width()) for y in range(one.height()))
