"""Our own line icons (resources/icons, drawn in black), recoloured to follow the theme."""

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
    drawing = assets.text("icons", f"{name}.svg").replace(_DRAWN_IN, color.name())
    found = QPixmap(round(side * ratio), round(side * ratio))
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(found.rect()))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found


def icon(name: str, theme: Theme, color: QColor | None = None) -> QIcon:
    """One icon for buttons and menus, in the theme's text colour unless another is given."""
    normal = color or theme.text
    colors = {
        QIcon.Mode.Normal: normal,
        QIcon.Mode.Active: normal,
        QIcon.Mode.Selected: theme.on_action,
        QIcon.Mode.Disabled: mixed(theme.muted, theme.ground, 0.3),
    }
    found = QIcon()
    for side in _SIDES:
        for mode, shade in colors.items():
            found.addPixmap(pixmap(name, shade, side), mode)
    return found
