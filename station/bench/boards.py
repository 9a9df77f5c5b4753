"""What a second and a change cost the thread that draws the board. Runs in a child without a screen."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from station.bench.asking import SCREEN, ask
from station.bench.figures import Figure, Plain, Timings, timed
from station.clock import SystemClock
from station.rules.owed import next_check
from station.rules.policy import Policy, default_policy
from station.services.reading import read_board
from station.store.engine import close_store, open_store
from station.store.rows import BedRow, BoardSnapshot, OwedRow, PatientRow
from station.views import theme as themes
from station.views.board.card import CardLook
from station.views.board.grid import BoardGrid
from station.views.board.health import Health
from station.views.board.page import WallPage
from station.views.wall_shell import WallShell

TICK_MS: Final = 3.0
REFRESH_MS: Final = 10.0
_WARM_UP: Final = 10


def figures(database: Path, large: Path, folder: Path, *, count: int) -> list[Figure]:
    """`database`: 36 beds; `large`: 60. `count` seconds, changes and rebuilds are timed."""
    usual = ask("board", {"database": str(database), "count": count}, folder)
    sixty = ask("board", {"database": str(large), "count": count}, folder)
    rebuilt, rebuilt_60 = usual["rebuild"]["p50"], sixty["rebuild"]["p50"]
    every_second = "all cards built anew each second"
    return [
        _figure("tick_36", "a second on 36 cards", usual["tick"], TICK_MS, Plain(every_second, rebuilt)),
        _figure("tick_60", "a second on 60 cards", sixty["tick"], None, Plain(every_second, rebuilt_60)),
        _figure(
            "refresh",
            "a refresh after one change, 36 cards, on the thread that draws",
            usual["refresh"],
            REFRESH_MS,
            Plain("all cards built anew", rebuilt),
        ),
    ]


def _figure(name: str, what: str, taken: dict[str, Any], target: float | None, plain: Plain) -> Figure:
    more = {key: value for key, value in taken.items() if key != "p50"}
    return Figure(name, what, taken["p50"], "ms", target, plain=(plain,), more=more)


class Board:
    """A wall on a screen that nobody sees, showing what a database holds, moved by hand."""

    def __init__(self, snapshot: BoardSnapshot) -> None:
        self._theme = themes.load("dark")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            themes.apply(app, self._theme)
        self.page = WallPage(self._theme)
        self._shell = WallShell(self.page)
        self._shell.resize(*SCREEN)
        self._policy = default_policy()
        self._snapshot = snapshot
        self._now = snapshot.read_at
        self.page.show_snapshot(snapshot)
        self._shell.show()
        self._second()
        draw()

    def tick(self, _turn: int) -> None:
        """A second goes by, and what it changed is drawn."""
        self._now += timedelta(seconds=1)
        self._second()
        draw()

    def change(self, turn: int) -> None:
        """The next patient has been seen, and what that changed is drawn."""
        self._now += timedelta(milliseconds=10)
        self._snapshot = one_seen(self._snapshot, turn, self._now, self._policy)
        self.page.show_snapshot(self._snapshot)
        draw()

    def show(self, snapshot: BoardSnapshot) -> None:
        """What was read is shown; it is drawn with the next second."""
        self._snapshot = snapshot
        self.page.show_snapshot(snapshot)

    def close(self) -> None:
        self._shell.close()
        self._shell.deleteLater()
        draw()

    def _second(self) -> None:
        """As `Living` tells it each second."""
        self.page.tick(self._now)
        self.page.set_health(Health(monitoring=True, confirmed_at=self._now, verified_until=self._now))


class Rebuilt:
    """The plain way: all cards are thrown away and made again."""

    def __init__(self, snapshot: BoardSnapshot) -> None:
        self._look = CardLook(themes.load("dark"), precautions=False)
        self._zone = ZoneInfo(snapshot.unit.zone)
        self._snapshot = snapshot
        self._host = QWidget()
        self._host.resize(*SCREEN)
        self._host.show()
        self._grid: BoardGrid | None = None

    def build(self, turn: int) -> None:
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        self._grid = BoardGrid(self._look, parent=self._host)
        self._grid.resize(*SCREEN)
        now = self._snapshot.read_at + timedelta(seconds=turn)
        self._grid.show_beds(self._snapshot.beds, self._zone, now, accepted=frozenset())
        self._grid.show()
        draw()

    def close(self) -> None:
        self._host.close()
        self._host.deleteLater()
        draw()


def draw() -> None:
    """Have everything drawn that waits for it, and what was thrown away deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.sendPostedEvents()


def one_seen(snapshot: BoardSnapshot, turn: int, now: datetime, policy: Policy) -> BoardSnapshot:
    """The board as it is read after one more check, of each patient in turn."""
    held = [place for place, bed in enumerate(snapshot.beds) if bed.patient is not None]
    place = held[turn % len(held)]
    beds = list(snapshot.beds)
    beds[place] = _seen(beds[place], now, policy)
    figures = replace(snapshot.figures, checks=snapshot.figures.checks + 1, on_time=snapshot.figures.on_time + 1)
    return replace(snapshot, beds=tuple(beds), figures=figures, read_at=now)


def _seen(bed: BedRow, now: datetime, policy: Policy) -> BedRow:
    if bed.patient is None:
        return bed
    return replace(bed, patient=_with_check(bed.patient, now, policy))


def _with_check(row: PatientRow, now: datetime, policy: Policy) -> PatientRow:
    to = next_check(policy, policy.level(row.level), last_seen=now, owed_since=None)
    check = OwedRow(row.check.task_id, row.check.kind, to.since, to.soon_at, to.due_at, to.lapsed_at)
    seen = None if row.seen is None else replace(row.seen, check_id=row.seen.check_id + 1, observed_at=now)
    return replace(row, check=check, seen=seen, owed_since=None, owed_reason=None)


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = QApplication([])
    themes.apply(app, themes.load("dark"))
    store = open_store(asked["database"], create=False)
    snapshot = read_board(store, SystemClock().now())
    close_store(store)
    board, rebuilt, count = Board(snapshot), Rebuilt(snapshot), asked["count"]
    answer = {
        "tick": _told(timed(board.tick, count, warm_up=_WARM_UP)),
        "refresh": _told(timed(board.change, count, warm_up=_WARM_UP)),
        "rebuild": _told(timed(rebuilt.build, max(10, count // 10), warm_up=2)),
    }
    board.close()
    rebuilt.close()
    return answer


def _told(taken: Timings) -> dict[str, Any]:
    return {"p50": taken.p50, **taken.beside()}
