"""Words in a menu that are read and not chosen: no stop of the arrow keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget, QWidgetAction

from station.views.panel.controls import label

_WIDEST: Final = 30
"""Times the height of a letter: a longer line goes on beneath."""


def small_heading(title: str, menu: QMenu) -> QWidgetAction:
    """Over a part of the menu."""
    return _words((label(title, tone="muted", scale=0.93, weight=QFont.Weight.DemiBold),), menu)


def headline(title: str, about: str, menu: QMenu) -> QWidgetAction:
    """Over a whole menu: of what it is, and beneath that more of it, which may be empty."""
    first = label(title, scale=1.1, weight=QFont.Weight.Bold)
    return _words((first, label(about, tone="muted")) if about else (first,), menu)


def _words(labels: Sequence[QLabel], menu: QMenu) -> QWidgetAction:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(12, 8, 12, 2)
    column.setSpacing(2)
    for one in labels:
        _fit(one)
        column.addWidget(one)
    made = QWidgetAction(menu)
    made.setDefaultWidget(box)
    made.setText(", ".join(one.text() for one in labels))
    made.setEnabled(False)
    return made


def _fit(one: QLabel) -> None:
    """A menu asks for a size, never for a height at some width: so it is given both."""
    metrics = one.fontMetrics()
    one.setFixedWidth(min(metrics.horizontalAdvance(one.text()) + 2, _WIDEST * metrics.height()))
    one.setFixedHeight(one.heightForWidth(one.width()))
