"""The panels of a chart, drawn by pyqtgraph: bands of what is usual, stretches off the unit, lines, marks, crosshair.

pyqtgraph and NumPy are imported when the first chart is made; `prefetch` and then `go_on` do so ahead, while a desk is
idle.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsRectItem, QWidget
from typing_extensions import override

from station.reports.vital_panels import Panel
from station.views.patient.in_turns import InTurns
from station.views.patient.sight import Sight
from station.views.theme import Theme, mixed

if TYPE_CHECKING:
    from station.views.patient.series import Series, Shown

_WITHOUT_QT: Final = ("station.views.patient.series", "cProfile", "colorama", "pydoc", "multiprocessing.connection")
"""The values of a chart with NumPy, and what pyqtgraph imports besides."""
_NEVER_USED: Final = ("examples", "opengl")
_TURN_S: Final = 0.01
"""The longest statement takes 0.02 s; with one in each turn a thread that is reading is waited for a hundred times."""
_GAP: Final = 10.0
"""Pixels between panels."""
_AIR: Final = 0.15
"""Of the scale, above and below what is shown."""
_DOT: Final = 7
_MARK: Final = 5.0
"""Half a mark with the line around it, in pixels."""
EDGE: Final = 6
"""Pixels before and after the time in sight: a mark at the very end of it is drawn whole there, not cut in half."""
_FINE: Final = 120
"""Lines of up to so many points are drawn broad and smooth: one of 600 would take ten milliseconds, a thin one none."""


def prefetch() -> None:
    """Import what a chart is drawn with, as far as it knows no Qt, and read the rest, which compiles it if need be.

    Takes half a second: not on the GUI thread.
    """
    for name in _WITHOUT_QT:
        importlib.import_module(name)
    whole = find_spec("pyqtgraph")
    for folder in (whole and whole.submodule_search_locations) or ():
        for path in Path(folder).rglob("*.py"):
            if path.parent.name not in _NEVER_USED:
                SourceFileLoader(path.stem, str(path)).get_code(path.stem)


def go_on() -> bool:
    """Import some of the rest, in 0.03 s; or say that all of it is there.

    It makes classes of Qt's: only on the window's own thread (docs/decisions/0039).
    """
    return _charts().go_on(_TURN_S)


def load() -> Any:
    """pyqtgraph, and what is left of it imported at once, in up to 0.12 s; on that thread too."""
    return _charts().whole()


@cache
def _charts() -> InTurns:
    """Once in a process, as what is imported is."""
    return InTurns("pyqtgraph")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands in the chart, in pixels, and its scale."""

    top: float
    height: float
    low: float
    high: float

    def y(self, value: float) -> float:
        return self.top + self.height * (self.high - value) / (self.high - self.low)


class Strip:
    """One panel: a view box with its band, its shades, a line and marks for each of its values."""

    def __init__(self, panel: Panel, layout: Any, row: int) -> None:
        pg = load()
        self.panel = panel
        self.series: tuple[Series, ...] = ()
        self.shown: tuple[Shown, ...] = ()
        self.box = pg.ViewBox(enableMenu=False, defaultPadding=0)
        self.box.setMouseEnabled(False, False)
        layout.addItem(self.box, row, 0)
        self.band = QGraphicsRectItem()
        self.shades = list[QGraphicsRectItem]()
        self.rule = QGraphicsLineItem()
        for item in (self.band, self.rule):
            self.box.addItem(item, ignoreBounds=True)
        self.curves = [pg.PlotCurveItem(connect="finite") for _ in panel.lines]
        self.dots = [pg.ScatterPlotItem(size=_DOT, pxMode=True) for _ in panel.lines]
        for one in (*self.curves, *self.dots):
            self.box.addItem(one, ignoreBounds=True)
        self.low, self.high = panel.least
        self._pens = list[tuple[QPen, QPen]]()
        """For each line: thin, and broad."""

    def dress(self, theme: Theme) -> None:
        pg = load()
        self._pens = list[tuple[QPen, QPen]]()
        self.band.setPen(QPen(Qt.PenStyle.NoPen))
        self.band.setBrush(mixed(theme.surface, theme.plan.area_2.ground, 0.6))
        for dots, color in zip(self.dots, (theme.action, theme.plan.area_3.edge), strict=False):
            self._pens.append((pg.mkPen(color, width=1), pg.mkPen(color, width=1.6)))
            dots.setPen(pg.mkPen(color, width=1.6))
            dots.setBrush(pg.mkBrush(theme.surface))
        rule = QPen(theme.line, 1)
        rule.setCosmetic(True)
        self.rule.setPen(rule)
        for one in self.shades:
            _shade(one, theme)

    def show_shades(self, stretches: Sequence[tuple[float, float]], theme: Theme) -> None:
        """Where he was off the unit."""
        while len(self.shades) > len(stretches):
            self.box.removeItem(self.shades.pop())
        while len(self.shades) < len(stretches):
            made = QGraphicsRectItem()
            _shade(made, theme)
            self.box.addItem(made, ignoreBounds=True)
            self.shades.append(made)
        for one, (begins, ends) in zip(self.shades, stretches, strict=True):
            one.setRect(QRectF(begins, -1e4, ends - begins, 2e4))

    def look(self, left: float, right: float, width: int, whole: float) -> None:
        """Draw what is in sight, in so many pixels and the edges; nothing until there is something."""
        if not self.series:
            return
        from station.views.patient.series import shown

        self.shown = tuple(shown(one, left, right, width) for one in self.series)
        for curve, dots, one, pens in zip(self.curves, self.dots, self.shown, self._pens, strict=True):
            fine = len(one.x) <= _FINE
            curve.setPen(pens[1] if fine else pens[0])
            curve.setData(one.x, one.y, antialias=fine)
            dots.setData(*one.alone)
        self.low, self.high = self._scale(self.box.sceneBoundingRect().height())
        edge, scale = (right - left) * EDGE / width, (self.low, self.high)
        self.box.setRange(xRange=(left - edge, right + edge), yRange=scale, padding=0, disableAutoRange=True)
        self.rule.setLine(0.0, self.low, whole, self.low)
        if self.panel.usual is not None:
            low, high = self.panel.usual
            self.band.setRect(QRectF(0.0, low, whole, high - low))

    def _scale(self, height: float) -> tuple[float, float]:
        """As much as is always shown, and everything in sight with its whole mark, on so many pixels."""
        found = [value for one in self.shown for value in (one.low, one.high) if isfinite(value)]
        low, high = self.panel.least
        if low < high:
            low, high = min([low, *found]), max([high, *found])
        elif found:
            low, high = min(found) - 2, max(found) + 2
        else:
            low, high = 0.0, 1.0
        air = (high - low) * max(_AIR, _MARK / max(1.0, height - 2 * _MARK))
        return low - air, high + air


class Plots(QWidget):
    """All panels, on one time axis. It only draws: whoever shows it has the mouse and the keys."""

    def __init__(self, panels: Sequence[Panel], sight: Sight, theme: Theme) -> None:
        super().__init__()
        pg = load()
        self._sight, self._theme = sight, theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view = pg.GraphicsView(useOpenGL=False)
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for one in (self.view, self.view.viewport()):
            one.setAccessibleName("Chart of vital signs")
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout = layout = pg.GraphicsLayout(border=None)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.layout.setVerticalSpacing(_GAP)
        self.view.setCentralItem(layout)
        self.strips = tuple(Strip(one, layout, row) for row, one in enumerate(panels))
        self.crosshair = QGraphicsLineItem()
        self.view.scene().addItem(self.crosshair)
        self.crosshair.setZValue(10)
        self.crosshair.hide()
        self.view.setParent(self)
        sight.changed.connect(self.look)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.view.setBackground(theme.surface)
        for strip in self.strips:
            strip.dress(theme)
        self.crosshair.setPen(QPen(theme.text, 1))

    def show_panels(self, panels: Sequence[Panel]) -> None:
        for strip, panel in zip(self.strips, panels, strict=True):
            strip.panel = panel

    def show_series(self, series: Sequence[Sequence["Series"]], away: Sequence[tuple[float, float]]) -> None:
        """For each panel one series for each of its lines; the stretches off the unit in seconds."""
        for strip, ones in zip(self.strips, series, strict=True):
            strip.series = tuple(ones)
            strip.show_shades(away, self._theme)
        self.look()

    @Slot()
    def look(self) -> None:
        """Draw what is in sight now."""
        sight = self._sight
        for strip in self.strips:
            strip.look(sight.left, sight.right, self.wide, sight.whole)

    @property
    def wide(self) -> int:
        """Pixels of the time in sight."""
        return max(1, self.width() - 2 * EDGE)

    def points_drawn(self) -> tuple[int, bool]:
        """How many measured points are in sight, in the fullest line, and whether they are drawn reduced."""
        found = [one for strip in self.strips for one in strip.shown]
        return max((one.of for one in found), default=0), any(one.reduced for one in found)

    def places(self) -> tuple[Place, ...]:
        """Where each panel stands."""
        boxes = ((one, one.box.sceneBoundingRect()) for one in self.strips)
        return tuple(Place(box.top(), box.height(), one.low, one.high) for one, box in boxes)

    def point_at(self, share: float | None) -> None:
        """The crosshair at that share of the width; None: nowhere."""
        self.crosshair.setVisible(share is not None)
        if share is not None:
            at = EDGE + round(share * self.wide) + 0.5
            self.crosshair.setLine(at, 0, at, self.view.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setGeometry(self.rect())
        self._layout.layout.activate()
        self.look()


def _shade(item: QGraphicsRectItem, theme: Theme) -> None:
    item.setPen(QPen(Qt.PenStyle.NoPen))
    color = mixed(theme.surface, theme.muted, 0.5)
    color.setAlphaF(0.35)
    item.setBrush(color)
    item.setZValue(-1)
