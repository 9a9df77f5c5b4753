"""A hand at the real window: moves the pointer and types through the X server, and sees only what is on the screen.

A script is a generator that yields `Until`: what it waits for. The hand looks every few milliseconds on the window's
own timer, so the window lives on while it is worked at.
"""

import re
import subprocess
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

TOUCH: Final = 44
_LOOK_MS: Final = 15
_PATIENCE_S: Final = 12.0
_SETTLE_S: Final = 0.06
_KEYSYMS: Final = {"-": "minus", " ": "space", "B": "shift+b"}


WidgetT = TypeVar("WidgetT", bound=QWidget)


class Lost(AssertionError):
    """The hand could not find, or did not see, what the script speaks of."""


@dataclass(frozen=True, slots=True)
class Until:
    """Wait until `true` says yes; `what` is said when it does not in time."""

    true: Callable[[], bool]
    what: str
    patience_s: float = _PATIENCE_S


Script = Generator[Until, None, None]
Kind = type[QWidget] | tuple[type[QWidget], ...]


@dataclass(slots=True)
class Log:
    """What was done: for the closing words of a drive."""

    taps: int = 0
    keys: int = 0
    scans: int = 0
    small: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Targets smaller than a fingertip, by name."""
    pictures: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Steps that were not done, each with why."""


class Hand(QObject):
    """One hand. `finished` says how the script ended: an empty string is well."""

    finished = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.log = Log()
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._script: Script | None = None
        self._waiting: Until | None = None
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._go_on)

    def begin(self, script: Script) -> None:
        self._script, self._waiting = script, None
        self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        wait, script = self._waiting, self._script
        if script is None:
            return
        try:
            if wait is None or wait.true():
                self._waiting, self._since = next(script), monotonic()
            elif monotonic() - self._since > wait.patience_s:
                self._shoot("lost")
                lost = Lost(f"waited {wait.patience_s:.0f} s in vain: {wait.what}")
                self._waiting, self._since = script.throw(lost), monotonic()
        except StopIteration:
            self._end("")
        except Exception as fault:  # noqa: BLE001  # whatever it is ends the drive with a picture of it
            self._end(f"{type(fault).__name__}: {fault}")

    def _end(self, fault: str) -> None:
        self._timer.stop()
        self._script = None
        if fault:
            self._shoot("lost")
        self.finished.emit(fault)

    # Seeing

    def seen(self, name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> QWidget | None:
        """The first widget on screen whose words, whole, fit the pattern `name`; None while there is none."""
        return next(self.all_seen(name, kind, inside=inside), None)

    def all_seen(self, name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> Iterator[QWidget]:
        pattern = re.compile(name, re.IGNORECASE | re.DOTALL)
        for one in QApplication.allWidgets():
            if not shiboken6.isValid(one) or not isinstance(one, kind) or not one.isVisible():
                continue
            if inside is not None and not inside.isAncestorOf(one):
                continue
            if any(pattern.fullmatch(words) for words in words_of(one)):
                yield one

    def says(self, words: str) -> bool:
        """Whether this can be read somewhere on the screen."""
        return self.seen(f".*(?:{words}).*", QLabel) is not None or self.seen(f".*(?:{words}).*") is not None

    # Doing

    def wait_for(self, words: str, patience_s: float = _PATIENCE_S) -> Script:
        yield Until(lambda: self.says(words), f"{words!r} on the screen", patience_s)

    def pause(self, seconds: float) -> Script:
        until = monotonic() + seconds
        yield Until(lambda: monotonic() >= until, "a moment", seconds + 5)

    def tap(self, name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> Script:
        """Tap what bears this name, as soon as it is there and can be tapped."""
        yield Until(lambda: self._ready(name, kind, inside) is not None, f"{name!r} to tap")
        target = self._ready(name, kind, inside)
        if target is not None:
            yield from self.tap_on(target, name)

    def _ready(self, name: str, kind: Kind, inside: QWidget | None) -> QWidget | None:
        return next((one for one in self.all_seen(name, kind, inside=inside) if one.isEnabled()), None)

    def tap_on(self, target: QWidget, name: str = "") -> Script:
        yield from self._bring_into_sight(target)
        self._measure(target, name)
        place = middle_of(target)
        self.log.taps += 1
        yield from self._x("mousemove", str(place.x()), str(place.y()), "click", "1")

    def pick(self, name: str, words: str) -> Script:
        """Choose in a list that drops down: open it, type the beginning, Enter."""
        yield from self.tap(name, QComboBox)
        yield from self.pause(0.2)
        yield from self.write(words)
        yield from self.key("Return")

    def tap_line(self, words: str) -> Script:
        """Tap a line of a list by what is written on it."""
        yield Until(lambda: self._line(words) is not None, f"a line {words!r}")
        for _ in range(60):
            found = self._line(words)
            if found is None:
                return
            view, place = found
            turn = _turn_to(scroller_of(view), place)
            if turn is None:
                break
            yield from self._x("mousemove", *turn[0], "click", turn[1])
        self.log.taps += 1
        yield from self._x("mousemove", str(place.x()), str(place.y()), "click", "1")

    def _line(self, words: str) -> tuple[QAbstractItemView, QPoint] | None:
        for view in self.all_widgets(QAbstractItemView):
            model = view.model()
            for row in range(model.rowCount()):
                index = model.index(row, 0)
                said = f"{index.data() or index.data(Qt.ItemDataRole.AccessibleTextRole) or ''}"
                if re.fullmatch(words, said, re.DOTALL):
                    view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
                    return view, view.viewport().mapToGlobal(view.visualRect(index).center())
        return None

    def choose(self, words: str) -> Script:
        """Tap an entry of the menu that is open."""
        yield Until(lambda: self._entry(words) is not None, f"{words!r} in a menu")
        place = self._entry(words)
        if place is not None:
            self.log.taps += 1
            yield from self._x("mousemove", str(place.x()), str(place.y()), "click", "1")

    def _entry(self, words: str) -> QPoint | None:
        for menu in self.all_widgets(QMenu):
            for action in menu.actions():
                if re.fullmatch(words, action.text().replace("&", "")) and action.isEnabled():
                    return menu.mapToGlobal(menu.actionGeometry(action).center())
        return None

    def all_widgets(self, kind: type[WidgetT]) -> Iterator[WidgetT]:
        """Those of this kind that can be seen."""
        for one in QApplication.allWidgets():
            if shiboken6.isValid(one) and isinstance(one, kind) and one.isVisible():
                yield one

    def hold(self, name: str, seconds: float, kind: Kind = QWidget) -> Script:
        """Press and keep pressing."""
        yield Until(lambda: self._ready(name, kind, None) is not None, f"{name!r} to hold")
        target = self._ready(name, kind, None)
        if target is None:
            return
        yield from self._bring_into_sight(target)
        self._measure(target, name)
        place = middle_of(target)
        yield from self._x("mousemove", str(place.x()), str(place.y()), "mousedown", "1")
        yield from self.pause(seconds)
        yield from self._x("mouseup", "1")
        self.log.taps += 1

    def write(self, text: str) -> Script:
        """Type as a person does, into whatever has the focus."""
        self.log.keys += len(text)
        yield from self._x("type", "--delay", "55", text)

    def key(self, *names: str) -> Script:
        """Keys by their X names: "ctrl+l", "Return"."""
        self.log.keys += len(names)
        yield from self._x("key", "--delay", "60", *names)

    def scan(self, text: str) -> Script:
        """As a badge scanner does: fast, and Enter."""
        self.log.scans += 1
        yield from self._x("key", "--delay", "12", *(_KEYSYMS.get(one, one) for one in text), "Return")

    def fill(self, name: str, text: str) -> Script:
        """Tap a field and write into it."""
        yield from self.tap(name, (QLineEdit, QPlainTextEdit))
        field_now = QApplication.focusWidget()
        if isinstance(field_now, QLineEdit | QPlainTextEdit):
            yield from self.key("ctrl+a")
        yield from self.write(text)

    def picture(self, name: str) -> Script:
        """What the screen shows now, as the X server has it."""
        yield from self.pause(0.25)
        self._shoot(name)

    def note(self, step: str) -> None:
        """A step of the script has been done."""
        self.log.steps.append(step)

    def _shoot(self, name: str) -> None:
        file = self._folder / f"{len(self.log.pictures):02d}-{name}.png"
        subprocess.run(["import", "-window", "root", str(file)], check=False, timeout=20)
        self.log.pictures.append(file.name)

    def _x(self, *words: str) -> Script:
        done = subprocess.Popen(["xdotool", *words])
        yield Until(lambda: done.poll() is not None, f"xdotool {' '.join(words)}", 60)
        yield from self.pause(_SETTLE_S)

    def _measure(self, target: QWidget, name: str) -> None:
        if min(target.width(), target.height()) < TOUCH:
            self.log.small[name or type(target).__name__] = (target.width(), target.height())

    def _bring_into_sight(self, target: QWidget) -> Script:
        """Turn the wheel over whatever scrolls it until its middle can be seen."""
        for _ in range(60):
            turn = _turn_to(scroller_of(target), middle_of(target))
            if turn is None:
                return
            yield from self._x("mousemove", *turn[0], "click", turn[1])


def _turn_to(area: QAbstractScrollArea | None, place: QPoint) -> tuple[tuple[str, str], str] | None:
    """Where to turn the wheel, and which way, to see that place; None where it can be seen."""
    if area is None:
        return None
    view = area.viewport()
    shown = QRect(view.mapToGlobal(QPoint(0, 0)), view.size()).adjusted(0, 8, 0, -8)
    if shown.contains(place):
        return None
    over = shown.center()
    return (str(over.x()), str(over.y())), "5" if place.y() > over.y() else "4"


def words_of(one: QWidget) -> set[str]:
    """What it is called: by a screen reader and by what stands on it."""
    words = {one.accessibleName()}
    for name in ("text", "placeholderText"):
        said = getattr(one, name, None)
        if callable(said):
            words.add(str(said()))
    known = QAccessible.queryAccessibleInterface(one)
    if known is not None:
        words.add(known.text(QAccessible.Text.Name))
    return {word for word in words if word}


def middle_of(one: QWidget) -> QPoint:
    return one.mapToGlobal(one.rect().center())


def scroller_of(one: QWidget) -> QAbstractScrollArea | None:
    """The nearest thing around it that scrolls."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return above
        above = above.parentWidget()
    return None
