"""From the tap that saves a check to its line on the screen: the real page, services and file, really pressed."""

import time
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from station.app.running import application
from station.app.windows import Desk
from station.bench.asking import ask
from station.bench.figures import Figure, Plain, percentile, timed
from station.bench.opening import opened
from station.bench.recording import recorder
from station.bench.signing_in import PIN, let_in
from station.clock import SystemClock
from station.services import Actor, Store, reading, rounds
from station.store.engine import close_store, open_store
from station.views.rounds.start import WHOLE
from station.views.rounds.walk import Walk

P50_MS: Final = 60.0
P99_MS: Final = 200.0
_STATION: Final = "Bench tapping"
_APART_MS: Final = 260
"""From one patient to the next: far faster than anybody walks, and no faster than a screen settles."""
_PATIENCE_S: Final = 30.0


def figures(database: Path, folder: Path, *, taps: int) -> list[Figure]:
    """`taps` checks, of each patient in turn, round after round; and as many by the service alone."""
    store = open_store(database, create=False)
    try:
        _end_rounds(store)
        people = let_in(store)
        found = ask("tapping", {"database": str(database), "people": people, "taps": taps}, folder)
        alone = timed(recorder(store), taps, warm_up=5)
    finally:
        close_store(store)
    taken, cpu = found["ms"], found["cpu_ms"]
    more = {"p99": percentile(taken, 99), "max": max(taken), "cpu_p50": percentile(cpu, 50), "times": len(taken)}
    return [
        Figure(
            "tap",
            "from the tap that saves a check to its line drawn, the half of them",
            percentile(taken, 50),
            "ms",
            P50_MS,
            plain=(Plain("the service alone, nothing shown", alone.p50),),
            more=more,
        ),
        Figure(
            "tap_p99",
            "the same, 99 of 100",
            percentile(taken, 99),
            "ms",
            P99_MS,
            plain=(Plain("the service alone, nothing shown", alone.p99),),
        ),
    ]


def _end_rounds(store: Store) -> None:
    """Those that an earlier figure left open."""
    for one in reading.read_board(store, SystemClock().now()).rounds:
        actor = Actor(one.staff_id, one.name, _STATION)
        rounds.end_round(store, one.round_id, confirmed=True, actor=actor, now=SystemClock().now())


def press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class Tapper(QObject):
    """Walks rounds of the whole unit, one person after the other, and times each saving tap."""

    def __init__(self, desk: Desk, people: list[int], taps: int) -> None:
        super().__init__()
        self._desk, self._people, self._taps = desk, list(people), taps
        self._walk: Walk | None = None
        self._tapped, self._worked = 0.0, 0.0
        self._waits = False
        self._stored = self._drawing = False
        self._until = time.monotonic() + _PATIENCE_S
        self.trouble = ""
        """What stood on the screen when nothing could be pressed any more."""
        self.ms: list[float] = []
        self.cpu_ms: list[float] = []
        desk.shell.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(500)

    @Slot()
    def _go_on(self) -> None:
        """Whatever comes next; looked at again a little later while there is nothing to press."""
        if self._waits:
            self._say_yes()
            self._timer.start(20)
            self._check_patience()
            return
        page, shell = self._desk.rounds, self._desk.shell
        if len(self.ms) >= self._taps:
            QCoreApplication.quit()
        elif shell.recorder.staff is None:
            self._sign_in()
        elif page.walk is None:
            self._start()
        elif page.walk.opened is None:
            self._end(page.walk)
        else:
            self._tap(page.walk)
        self._check_patience()

    def _say_yes(self) -> None:
        """Asked whether a repeat is meant, which is not the tap to be timed."""
        walk = self._desk.rounds.walk
        if walk is not None and walk.opened is not None and walk.opened.form.question.isVisible():
            self._tapped, self._worked = time.perf_counter(), time.thread_time()
            press(walk.opened.form.question.yes)

    def _check_patience(self) -> None:
        if time.monotonic() > self._until:
            self.trouble = self._what_is_said()
            QCoreApplication.exit(1)

    def _what_is_said(self) -> str:
        page = self._desk.rounds
        walk, start = page.walk, page.start
        form = walk.opened.form if walk is not None and walk.opened is not None else start.form if start else None
        said = [] if form is None else [form.notice.text, form.question.text]
        if walk is not None:
            said += [walk.head.ending.notice.text, walk.head.ending.question.text]
        return " ".join(filter(None, said)) or str(page.state)

    def _sign_in(self) -> None:
        door = self._desk.shell.entrance.door
        if not door.is_checking and self._people and self._desk.shell.desk() is not None:
            door.sign_in(self._people.pop(0), PIN)
        self._timer.start(50)

    def _start(self) -> None:
        self._desk.shell.show_page("rounds")
        start = self._desk.rounds.start
        if start is not None and start.isVisible() and not start.form.busy:
            press(start.form.areas.button_of(WHOLE))
            press(start.form.question.yes if start.form.question.isVisible() else start.form.start)
        self._timer.start(100)

    def _end(self, walk: Walk) -> None:
        """Everybody has been seen: the next person walks."""
        ending = walk.head.ending
        if not ending.busy:
            press(ending.question.yes if ending.question.isVisible() else walk.head.end)
        self._desk.shell.entrance.lock()
        self._timer.start(100)

    def _tap(self, walk: Walk) -> None:
        form = walk.opened.form if walk.opened is not None else None
        if form is None or form.busy:
            self._timer.start(20)
            return
        if walk is not self._walk:
            self._walk = walk
            form.saved.connect(self._saved)
        self._until = time.monotonic() + _PATIENCE_S
        press(form.places.buttons()[0])
        awake = next(one for one in form.activities.buttons() if one.text() == "Awake")
        self._waits, self._stored, self._drawing = True, False, False
        self._tapped, self._worked = time.perf_counter(), time.thread_time()
        press(awake)
        self._timer.start(_APART_MS)

    @Slot(object)
    def _saved(self, _: object) -> None:
        self._stored = True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to draw a line that says it: drawn when this event is done."""
        if self._stored and not self._drawing and event.type() == QEvent.Type.UpdateRequest:
            self._drawing = True
            QTimer.singleShot(0, self._drawn)
        return False

    @Slot()
    def _drawn(self) -> None:
        self.ms.append(round((time.perf_counter() - self._tapped) * 1000, 3))
        self.cpu_ms.append(round((time.thread_time() - self._worked) * 1000, 3))
        self._waits = self._stored = False


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = application()
    session, desk = opened(app, Desk, asked["database"], _STATION)
    tapper = Tapper(desk, asked["people"], asked["taps"])
    app.exec()
    session.end()
    if tapper.trouble:
        raise TimeoutError(f"nothing could be pressed for {_PATIENCE_S:.0f} s: {tapper.trouble}")
    return {"ms": tapper.ms, "cpu_ms": tapper.cpu_ms}
