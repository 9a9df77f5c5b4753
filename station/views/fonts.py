"""Inter, from the package fontpkg-inter: unhinted, with figures of one width, loaded when first asked for."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import fontpkg_inter
from PySide6.QtGui import QFont, QFontDatabase

FAMILY: Final = "Inter"
_TABULAR: Final = "tnum"
_DISPLAY_CUT: Final = 32.0
_DISPLAY_SPACING: Final = 97.0

Weight = QFont.Weight


class FontError(RuntimeError):
    """Inter cannot be loaded; the message says what to do."""


@lru_cache(maxsize=1)
def load() -> str:
    """Make Inter known to Qt and return its family name. Needs a QGuiApplication. Raises FontError."""
    folder = Path(fontpkg_inter.ROOT) / "files"
    files = sorted(folder.glob("Inter[[]*.ttf"))
    if not files:
        raise FontError(f"No font file of Inter in {folder}. Install Station again.")
    number = QFontDatabase.addApplicationFont(str(files[0]))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise FontError(f"Qt cannot read {files[0]}. Install Station again.")
    return families[0]


def pixels(size: float, weight: Weight = Weight.Normal) -> QFont:
    """Inter at `size` pixels (at least 1). Pictures of it are the same on every display."""
    font = _inter(weight)
    font.setPixelSize(max(1, round(size)))
    return font


def display(size: float, weight: Weight = Weight.Bold) -> QFont:
    """Inter's cut for large figures at `size` pixels, set a little closer."""
    font = pixels(size, weight)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _DISPLAY_SPACING)
    _set_axis(font, "opsz", _DISPLAY_CUT)
    return font


def body(points: float, weight: Weight = Weight.Normal) -> QFont:
    """Inter at `points` typographic points (above 0), following the screen's resolution."""
    font = _inter(weight)
    font.setPointSizeF(points)
    return font


def _inter(weight: Weight) -> QFont:
    font = QFont(load())
    # WORKAROUND: Qt 6.11 knows a variable font by one weight and emboldens it by itself, in smears; so the weight
    # asked for stays Normal and the font's own axis is moved (test_fonts shows that the letters differ).
    _set_axis(font, "wght", float(weight.value))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    tabular = QFont.Tag.fromString(_TABULAR)
    if tabular is not None:
        font.setFeature(tabular, 1)
    return font


def _set_axis(font: QFont, axis: str, value: float) -> None:
    tag = QFont.Tag.fromString(axis)
    if tag is not None:
        font.setVariableAxis(tag, value)
