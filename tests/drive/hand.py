"""A hand at the real window: moves the pointer and types through the X server, and sees only what is on the screen.

A script is a generator that yields `Until`: what it waits for. The hand looks every few milliseconds on the window's
own timer, so the window lives on while it is worked at.
"""

import subprocess
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from station.clock import SystemClock
from tests.drive import eyes
from tests.drive.eyes import Kind

TOUCH: Final = 44
_UNHURT: Final = ("nice", "-n", "-10")
"""A finger and a scanner are not slowed by what the machine has to do."""
_LOOK_MS: Final = 20
_LEFT_TO_THE_WINDOW: Final = 2.0
"""Times what a look took."""
_PATIENCE_S: Final = 20.0
_SETTLE_S: Final = 0.04
_TURNS: Final = 240
_STILL_S: Final = 0.12
_DOUBLE_S: Final = 0.5
_SAME_PLACE: Final = 40
"""Pixels."""
_KEYSYMS: Final = {"-": "minus", " ": "space", "B": "shift+b"}


class Lost(AssertionError):
    """The hand could not find, or did not see, what the script speaks of."""


@dataclass(frozen=True, slots=True)
class Until:
    """Wait until `true` says yes; `what` is said when it does not in time."""

    true: Callable[[], bool]
    what: str
    patience_s: float = _PATIENCE_S


Script = Generator[Until, None, None]


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
    again: list[str] = field(default_factory=list)
    """What went wrong once, and was done at the second try."""
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
        self._last, self._tapped_at = QPoint(), 0.0
        self._clock = SystemClock()
        self.acted_at = 0.0
        """When the last event was sent, by the system's clock."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._go_on)

    def now(self) -> float:
        """By the same clock as `acted_at`."""
        return self._clock.elapsed()

    def begin(self, script: Script) -> None:
        self._script, self._waiting = script, None
        self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        """One look. The longer it took, the longer the window has for itself before the next."""
        if self._script is None:
            return
        began = monotonic()
        self._look(self._script)
        self._timer.setInterval(max(_LOOK_MS, round(_LEFT_TO_THE_WINDOW * 1000 * (monotonic() - began))))

    def _look(self, script: Script) -> None:
        wait = self._waiting
        try:
            if wait is None or wait.true():
                self._waiting, self._since = next(script), monotonic()
            elif monotonic() - self._since > wait.patience_s:
                self.shoot("lost")
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
            self.shoot("lost")
        self.finished.emit(fault)

    def wait_for(self, words: str, patience_s: float = _PATIENCE_S) -> Script:
        yield Until(lambda: eyes.says(words), f"{words!r} on the screen", patience_s)

    def pause(self, seconds: float) -> Script:
        until = monotonic() + seconds
        yield Until(lambda: monotonic() >= until, "a moment", seconds + 5)

    def pause_for(self, true: Callable[[], bool], seconds: float) -> Script:
        """Until this is so; so many seconds at most."""
        until = monotonic() + seconds
        yield Until(lambda: true() or monotonic() >= until, "a moment", seconds + 5)

    # By finger

    def tap(self, name: str, kind: Kind = QWidget, *, inside: QWidget | None = None) -> Script:
        """Tap what bears this name, as soon as it is there, can be used and nothing covers it."""
        target = yield from self._reach(lambda: eyes.ready(name, kind, inside=inside), name)
        yield from self._press(target, name)

    def tap_until(
        self, name: str, kind: Kind, true: Callable[[], bool], *, inside: QWidget | None = None, seconds: float = 4.0
    ) -> Script:
        """Tap; where nothing came of it, as when the page moved beneath the finger, tap again, and tell."""
        for _ in range(3):
            yield from self.tap(name, kind, inside=inside)
            yield from self.pause_for(true, seconds)
            if true():
                return
            self.log.again.append(f"tapped, and nothing came of it: {name}")
        raise self._lost(f"{name!r} was tapped three times, and nothing came of it")

    def tap_on(self, target: QWidget, name: str = "") -> Script:
        target = yield from self._reach(lambda: target if target.isVisible() else None, name)
        yield from self._press(target, name)

    def drag(self, way: Sequence[QPoint]) -> Script:
        """Press at the first place, go through the others, let go at the last."""
        yield from self._x(*_to(way[0]), "mousedown", "1")
        yield from self.pause(0.05)
        for place in way[1:]:
            yield from self._x(*_to(place))
        yield from self.pause(0.08)
        yield from self._x("mouseup", "1")
        self.log.taps += 1

    def turn(self, place: QPoint, clicks: int) -> Script:
        """The wheel, downwards."""
        yield from self._x(*_to(place), "click", "--repeat", str(clicks), "--delay", "15", "5")

    def hold(self, name: str, seconds: float, kind: Kind = QWidget) -> Script:
        """Press and keep pressing."""
        target = yield from self._reach(lambda: eyes.ready(name, kind), name)
        self._measure(target, name)
        yield from self._x(*_to(eyes.middle_of(target)), "mousedown", "1")
        yield from self.pause(seconds)
        yield from self._x("mouseup", "1")
        self.log.taps += 1

    def _reach(self, find: Callable[[], QWidget | None], name: str) -> Generator[Until, None, QWidget]:
        """Wait for it, and turn the wheel over whatever scrolls it until it can be touched."""
        moved = False
        for _ in range(_TURNS):
            yield Until(lambda: find() is not None, f"{name!r} to tap")
            target = find()
            if target is None:
                continue
            turn = eyes.turn_to(eyes.scroller_of(target), eyes.middle_of(target))
            if turn is not None:
                yield from self._x(*_to(turn[0]), "click", turn[1])
                moved = True
                continue
            if eyes.covered_by(target) is None and not moved:
                return target
            moved = False
            yield from self.pause(_STILL_S)
        raise self._lost(f"{name!r} is there and cannot be touched: {_said_of_cover(find())}")

    def _press(self, target: QWidget, name: str) -> Script:
        self._measure(target, name)
        yield from self._click(eyes.middle_of(target))

    def _click(self, place: QPoint) -> Script:
        """Two taps at one place in a breath are a double tap, of which Station takes the first alone."""
        if (place - self._last).manhattanLength() < _SAME_PLACE:
            yield from self.pause(max(0.0, self._tapped_at + _DOUBLE_S - monotonic()))
        self._last, self._tapped_at = place, monotonic()
        self.log.taps += 1
        yield from self._x(*_to(place), "click", "1")

    def _measure(self, target: QWidget, name: str) -> None:
        if min(target.width(), target.height()) < TOUCH:
            self.log.small[name or type(target).__name__] = (target.width(), target.height())

    def pick(self, name: str, words: str) -> Script:
        """Choose in a list that drops down: open it, type the beginning, Enter; once more where it went past."""
        for _ in range(3):
            yield from self.tap(name, QComboBox)
            yield from self.pause(0.25)
            yield from self.write(words)
            yield from self.key("Return")
            yield from self.pause(0.15)
            field_now = eyes.seen(name, QComboBox)
            if isinstance(field_now, QComboBox) and field_now.currentText().startswith(words):
                return
        raise self._lost(f"{words!r} could not be chosen in {name!r}")

    def tap_line(self, words: str) -> Script:
        """Tap a line of a list by what is written on it."""
        for _ in range(_TURNS):
            yield Until(lambda: eyes.line_of(words) is not None, f"a line {words!r}")
            found = eyes.line_of(words)
            if found is None:
                continue
            turn = eyes.turn_to(eyes.scroller_of(found[0]), found[1])
            if turn is not None:
                yield from self._x(*_to(turn[0]), "click", turn[1])
                continue
            yield from self.pause(_STILL_S)
            again = eyes.line_of(words)
            if again is not None and again[1] == found[1]:
                self._measure_line(again[0], words)
                yield from self._click(found[1])
                return
        raise self._lost(f"the line {words!r} cannot be brought into sight")

    def _measure_line(self, view: QAbstractItemView, words: str) -> None:
        height = view.sizeHintForRow(0)
        if height < TOUCH:
            self.log.small[f"line {words}"] = (view.viewport().width(), height)

    def choose(self, words: str) -> Script:
        """Tap an entry of the menu that is open."""
        yield Until(lambda: eyes.entry_of(words) is not None, f"{words!r} in a menu")
        place, height = eyes.entry_of(words), eyes.entry_height(words)
        if place is not None:
            if height < TOUCH:
                self.log.small[f"entry {words}"] = (0, height)
            yield from self._click(place)

    # By keys

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

    def fill(self, name: str, text: str, *, inside: QWidget | None = None) -> Script:
        """Tap a field and write into it."""
        yield from self.tap(name, (QLineEdit, QPlainTextEdit), inside=inside)
        if isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            yield from self.key("ctrl+a")
        yield from self.write(text)

    def _lost(self, words: str) -> Lost:
        self.shoot("lost")
        return Lost(words)

    def _x(self, *words: str) -> Script:
        self.acted_at = self._clock.elapsed()
        done = subprocess.Popen([*_UNHURT, "xdotool", *words])
        yield Until(lambda: done.poll() is not None, f"xdotool {' '.join(words)}", 60)
        yield from self.pause(_SETTLE_S)

    # What is kept of it

    def picture(self, name: str) -> Script:
        """What the screen shows now, as the X server has it."""
        yield from self.pause(0.25)
        self.shoot(name)

    def shoot(self, name: str) -> None:
        file = self._folder / f"{len(self.log.pictures):02d}-{name}.png"
        QApplication.primaryScreen().grabWindow(0).save(str(file))
        self.log.pictures.append(file.name)


def _to(place: QPoint) -> tuple[str, str, str]:
    return "mousemove", str(place.x()), str(place.y())


def _said_of_cover(target: QWidget | None) -> str:
    cover = None if target is None else eyes.covered_by(target)
    return (
        "it has gone" if cover is None else f"{type(cover).__name__} {sorted(set(eyes.words_of(cover)))} lies over it"
    )
