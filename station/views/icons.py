"""Our own line icons (resources/icons, drawn in black), recoloured to follow the theme."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from station import assets
from station.views.theme import Theme, mixed

_DRAWN_IN: Final = "#000"
_SIDES: Final = (16, 20, 24, 32, 48, 64)


def names() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(sorted(file.stem for file in assets.path("icons").glob("*.svg")))


def pixmap(name: str, color: QColor, side: int, *, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour, `side` logical pixels square. Raises FileNotFoundError for an unknown name."""
    drawing = _drawing(name).replace(_DRAWN_IN, color.name())
    found = QPixmap(round(side * ratio), round(side * ratio))
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(found.rect()))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return assets.text("icons", f"{name}.svg")


def icon(name: str, theme: Theme, color: QColor | None = None) -> QIcon:
    """One icon for buttons and menus, in the theme's text colour unless another is given."""
    colors = (
        (color or theme.text, (QIcon.Mode.Normal, QIcon.Mode.Active)),
        (theme.on_action, (QIcon.Mode.Selected,)),
        (mixed(theme.muted, theme.ground, 0.3), (QIcon.Mode.Disabled,)),
    )
    found = QIcon()
    for side in _SIDES:
        for shade, modes in colors:
            drawn = pixmap(name, shade, side)
            for mode in modes:
                found.addPixmap(drawn, mode)
    return found
