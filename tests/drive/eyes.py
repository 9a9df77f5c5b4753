"""What can be seen at the window: by the words a screen reader would say, or those that stand on it."""

import re
from collections.abc import Iterator
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QHeaderView, QMenu, QWidget

Kind = type[QWidget] | tuple[type[QWidget], ...]
WidgetT = TypeVar("WidgetT", bound=QWidget)

_EDGE = 8
"""So near to the edge of what scrolls a thing counts as out of sight, in pixels."""


def widgets(kind: type[WidgetT]) -> Iterator[WidgetT]:
    """Those of this kind that are shown."""
    for one in QApplication.allWidgets():
        if shiboken6.isValid(one) and isinstance(one, kind) and one.isVisible():
            yield one


def all_seen(name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> Iterator[QWidget]:
    """Whatever is shown whose words, whole, fit the pattern `name`."""
    pattern = re.compile(name, re.IGNORECASE | re.DOTALL)
    for one in widgets(QWidget):
        if not isinstance(one, kind) or (inside is not None and not inside.isAncestorOf(one)):
            continue
        if any(words and pattern.fullmatch(words) for words in words_of(one)):
            yield one


def seen(name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> QWidget | None:
    """The first of them; None while there is none."""
    return next(all_seen(name, kind, inside=inside), None)


def ready(name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> QWidget | None:
    """The first of them that can be used."""
    return next((one for one in all_seen(name, kind, inside=inside) if one.isEnabled()), None)


def fits(pattern: str, words: str) -> bool:
    """Whether the words, whole, fit the pattern."""
    return re.fullmatch(pattern, words, re.IGNORECASE | re.DOTALL) is not None


def says(words: str) -> bool:
    """Whether this can be read somewhere."""
    return seen(f".*(?:{words}).*") is not None


def line_of(words: str) -> tuple[QAbstractItemView, QPoint] | None:
    """A line of a list by what is written on it, and where on the screen."""
    for view in widgets(QAbstractItemView):
        if isinstance(view, QHeaderView):
            continue
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            said = f"{index.data() or index.data(Qt.ItemDataRole.AccessibleTextRole) or ''}"
            if re.fullmatch(words, said, re.DOTALL):
                view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
                return view, view.viewport().mapToGlobal(view.visualRect(index).center())
    return None


def entry_of(words: str) -> QPoint | None:
    """Where an entry of an open menu stands, in the middle."""
    found = _entry(words)
    return None if found is None else found[0].mapToGlobal(found[0].actionGeometry(found[1]).center())


def entry_height(words: str) -> int:
    """In pixels; 0 where there is none."""
    found = _entry(words)
    return 0 if found is None else found[0].actionGeometry(found[1]).height()


def entry_chosen(words: str) -> bool:
    """Whether Enter would take this entry of an open menu."""
    found = _entry(words)
    return found is not None and found[0].activeAction() is found[1]


def _entry(words: str) -> tuple[QMenu, QAction] | None:
    """By its words, without the key that stands beside them."""
    for menu in widgets(QMenu):
        for action in menu.actions():
            said = action.text().replace("&", "").partition("\t")[0]
            if re.fullmatch(words, said) and action.isEnabled():
                return menu, action
    return None


def words_of(one: QWidget) -> Iterator[str]:
    """What it is called: by a screen reader and by what stands on it."""
    yield one.accessibleName()
    for name in ("text", "placeholderText"):
        said = getattr(one, name, None)
        if callable(said):
            yield str(said())
    known = QAccessible.queryAccessibleInterface(one)
    if known is not None:
        yield known.text(QAccessible.Text.Name)


def middle_of(one: QWidget) -> QPoint:
    return one.mapToGlobal(one.rect().center())


def covered_by(one: QWidget) -> QWidget | None:
    """What a finger would meet instead of it; None: itself."""
    met = QApplication.widgetAt(middle_of(one))
    if met is None or met is one or one.isAncestorOf(met) or met.isAncestorOf(one):
        return None
    return met


def scroller_of(one: QWidget) -> QAbstractScrollArea | None:
    """The nearest thing around it that scrolls."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return above
        above = above.parentWidget()
    return None


def turn_to(area: QAbstractScrollArea | None, place: QPoint) -> tuple[QPoint, str] | None:
    """Where to turn the wheel, and with which button of the X server, to see that place; None where it can be seen."""
    if area is None:
        return None
    view = area.viewport()
    shown = QRect(view.mapToGlobal(QPoint(0, 0)), view.size()).adjusted(0, _EDGE, 0, -_EDGE)
    if shown.contains(place):
        return None
    return shown.center(), "5" if place.y() > shown.center().y() else "4"
