"""Two ways to work at the desk: by the pointer, and by the keyboard alone. A script says what, a way says how."""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from station.views.assignments.items import Item
from station.views.panel.controls import ChoiceGrid, Segments
from tests.drive import eyes
from tests.drive.hand import Hand, Lost, Script, Until

_MOST_TABS: Final = 120
_LONG: Final = 16
"""A list of more lines than this does not stand whole on a screen."""
FAR: Final = 25
"""More Tabs than this to one thing are worth telling."""


class Way(Protocol):
    """What a script asks for."""

    name: str
    hand: Hand

    def page(self, number: int, title: str) -> Script: ...

    def press(self, name: str, *, inside: QWidget | None = None) -> Script: ...

    def fill(self, name: str, text: str, *, inside: QWidget | None = None) -> Script: ...

    def pick(self, name: str, words: str, *, inside: QWidget | None = None) -> Script: ...

    def line(self, view: str, words: str) -> Script: ...

    def entry(self, words: str) -> Script:
        """Of the menu that is open."""
        ...

    def pin(self, pin: str) -> Script: ...

    def open_bed(self, bed: str) -> Script: ...

    def sign_in(self, name: str, pin: str, here: Callable[[], bool]) -> Script: ...

    def item(self, name: str, *, inside: QWidget) -> Script:
        """Choose what is on the timeline."""
        ...


class ByMouse:
    """Points at everything; types only where words are wanted."""

    name = "mouse"

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    def page(self, number: int, title: str) -> Script:
        del number
        yield from self.hand.tap(title, QPushButton)

    def press(self, name: str, *, inside: QWidget | None = None) -> Script:
        yield from self.hand.tap(name, QAbstractButton, inside=inside)

    def fill(self, name: str, text: str, *, inside: QWidget | None = None) -> Script:
        yield from self.hand.fill(name, text, inside=inside)

    def pick(self, name: str, words: str, *, inside: QWidget | None = None) -> Script:
        """By finger where the list is short; one longer than the screen is gone through by its first letters."""
        yield from self.hand.tap(name, QComboBox, inside=inside)
        yield from self.hand.pause(0.3)
        found = eyes.line_of(f"{words}.*")
        if found is None or found[0].model().rowCount() < _LONG:
            yield from self.hand.tap_line(f"{words}.*")
            return
        yield from self.hand.write(words)
        yield from self.hand.key("Return")
        yield from self.hand.pause(0.2)

    def line(self, view: str, words: str) -> Script:
        del view
        yield from self.hand.tap_line(words)

    def entry(self, words: str) -> Script:
        yield from self.hand.choose(words)

    def pin(self, pin: str) -> Script:
        for digit in pin:
            yield from self.hand.tap(digit, QPushButton)
        yield from self.hand.tap("Enter|OK", QPushButton)

    def open_bed(self, bed: str) -> Script:
        yield from self.hand.tap("Board", QPushButton)
        yield from self.hand.pause(0.2)
        yield from self.hand.tap(f"{bed}, .*", QAbstractButton)

    def sign_in(self, name: str, pin: str, here: Callable[[], bool]) -> Script:
        yield from self.hand.tap("Sign in|Switch to another person", QPushButton)
        yield from self.hand.tap_line(f"{name} .*|{name}")
        yield Until(lambda: eyes.says("Your PIN, then Enter"), f"the PIN of {name} asked for")
        yield from self.hand.pause(0.3)
        yield from self.pin(pin)
        yield Until(here, f"{name} signed in")

    def item(self, name: str, *, inside: QWidget) -> Script:
        yield from self.hand.tap(name, Item, inside=inside)


class ByKeys:
    """Touches no pointer."""

    name = "keys"

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.far: dict[str, int] = {}
        """What took many Tabs, and how many."""
        self.unseen: list[str] = []
        """What had the focus and could not be seen."""

    def page(self, number: int, title: str) -> Script:
        yield from self.hand.key(f"ctrl+{number}")
        yield Until(lambda: _is_checked(title), f"the page {title}")

    def press(self, name: str, *, inside: QWidget | None = None) -> Script:
        yield from self._go(lambda: eyes.ready(name, QAbstractButton, inside=inside), name)
        yield from self.hand.key("space")
        yield from self.hand.pause(0.15)

    def fill(self, name: str, text: str, *, inside: QWidget | None = None) -> Script:
        yield from self._go(lambda: eyes.ready(name, (QLineEdit, QPlainTextEdit), inside=inside), name)
        yield from self.hand.key("ctrl+a")
        yield from self.hand.write(text)

    def pick(self, name: str, words: str, *, inside: QWidget | None = None) -> Script:
        yield from self._go(lambda: eyes.ready(name, QComboBox, inside=inside), name)
        for _ in range(3):
            yield from self.hand.key("alt+Down")
            yield from self.hand.pause(0.25)
            yield from self.hand.write(words)
            yield from self.hand.key("Return")
            yield from self.hand.pause(0.15)
            chosen = eyes.seen(name, QComboBox, inside=inside)
            if not isinstance(chosen, QComboBox) or chosen.currentText().startswith(words):
                return
        raise Lost(f"{words!r} could not be chosen in {name!r}")

    def line(self, view: str, words: str) -> Script:
        """Down until it is chosen."""
        yield from self._go(lambda: eyes.ready(view, QListWidget), view)
        for steps in range(_MOST_TABS):
            here = QApplication.focusWidget()
            item = here.currentItem() if isinstance(here, QListWidget) else None
            if item is not None and eyes.fits(words, item.text().strip()):
                self._far(f"{view}: {words}", steps)
                return
            yield from self.hand.key("Down")
        raise Lost(f"the line {words!r} is not reached by Down")

    def entry(self, words: str) -> Script:
        """Down until it is the one that Enter takes."""
        yield Until(lambda: eyes.entry_of(words) is not None, f"{words!r} in a menu")
        for _ in range(_LONG):
            if eyes.entry_chosen(words):
                yield from self.hand.key("Return")
                return
            yield from self.hand.key("Down")
        raise Lost(f"{words!r} is not reached by Down")

    def pin(self, pin: str) -> Script:
        yield from self.hand.write(pin)
        yield from self.hand.key("Return")

    def open_bed(self, bed: str) -> Script:
        yield from self.hand.key("ctrl+f")
        yield from self.hand.write(bed)
        yield from self.hand.key("Return")
        yield from self.hand.pause(0.3)

    def sign_in(self, name: str, pin: str, here: Callable[[], bool]) -> Script:
        yield from self.hand.key("ctrl+p")
        yield Until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "a name asked for")
        yield from self.hand.pause(0.2)
        yield from self.hand.write(name)
        yield from self.hand.key("Return")
        yield Until(lambda: eyes.says("Your PIN, then Enter"), f"the PIN of {name} asked for")
        yield from self.pin(pin)
        yield Until(here, f"{name} signed in")

    def item(self, name: str, *, inside: QWidget) -> Script:
        """By arrows: down or up to its line, then along it; Enter opens it."""
        yield from self._to_any(lambda one: isinstance(one, Item) and inside.isAncestorOf(one), "the timeline")
        for _ in range(_MOST_TABS):
            yield Until(lambda: eyes.seen(name, Item, inside=inside) is not None, f"{name!r} on the timeline")
            here, target = QApplication.focusWidget(), eyes.seen(name, Item, inside=inside)
            if here is target or here is None or target is None:
                break
            yield from self.hand.key(_arrow(here, target))
        yield from self.hand.key("Return")
        yield from self.hand.pause(0.2)

    def _go(self, find: Callable[[], QWidget | None], name: str) -> Script:
        yield Until(lambda: find() is not None, f"{name!r} to go to")
        for steps in range(_MOST_TABS):
            target, here = find(), QApplication.focusWidget()
            if target is None:
                raise Lost(f"{name!r} has gone")
            group = target.parentWidget()
            if here is target or (here is not None and target.isAncestorOf(here)):
                self._look(target, name)
                self._far(name, steps)
                return
            if here is not None and isinstance(group, Segments | ChoiceGrid) and group.isAncestorOf(here):
                yield from self.hand.key(_arrow_in(group, here, target))
            elif _is_one_of_a_group(here, target):
                yield from self.hand.key(_arrow(here or target, target))
            else:
                yield from self.hand.key("Tab")
        self.hand.shoot("lost")
        raise Lost(f"{name!r} is not reached by Tab; the focus is at {_called(QApplication.focusWidget())}")

    def _to_any(self, fits: Callable[[QWidget], bool], what: str) -> Script:
        for steps in range(_MOST_TABS):
            here = QApplication.focusWidget()
            if here is not None and fits(here):
                self._far(what, steps)
                return
            yield from self.hand.key("Tab")
        raise Lost(f"{what} is not reached by Tab")

    def _far(self, name: str, steps: int) -> None:
        if steps > FAR:
            self.far[name] = max(steps, self.far.get(name, 0))

    def _look(self, target: QWidget, name: str) -> None:
        """Whatever has the focus must be seen."""
        hidden = eyes.turn_to(eyes.scroller_of(target), eyes.middle_of(target)) is not None
        if hidden or eyes.covered_by(target) is not None:
            self.unseen.append(name)


def _is_one_of_a_group(here: QWidget | None, target: QWidget) -> bool:
    """Of which Tab comes to the one that is chosen alone."""
    if not isinstance(here, QAbstractButton) or not isinstance(target, QAbstractButton):
        return False
    return here.group() is not None and here.group() is target.group()


def _is_checked(title: str) -> bool:
    found = eyes.seen(title, QPushButton)
    return isinstance(found, QPushButton) and found.isChecked()


def _arrow(here: QWidget, target: QWidget) -> str:
    at, wanted = eyes.middle_of(here), eyes.middle_of(target)
    if abs(at.y() - wanted.y()) > here.height() / 2:
        return "Down" if wanted.y() > at.y() else "Up"
    return "Right" if wanted.x() > at.x() else "Left"


def _arrow_in(group: Segments | ChoiceGrid, here: QWidget, target: QWidget) -> str:
    buttons: list[QWidget] = list(group.buttons())
    return "Right" if buttons.index(target) > buttons.index(here) else "Left"


def _called(one: QWidget | None) -> str:
    return "nothing" if one is None else f"{type(one).__name__} {one.accessibleName()!r}"


def place_in(one: QWidget, share: float) -> QPoint:
    """So far along it, in the middle of its height, on the screen."""
    return one.mapToGlobal(QPoint(round(one.width() * share), one.height() // 2))
