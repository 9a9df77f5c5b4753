"""From the moment a check falls due to the moment its alert has been drawn, on a wall with everything running."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow
from sqlalchemy import update
from typing_extensions import override

from station.app.running import Session, application
from station.app.windows import Wall
from station.bench.asking import ask
from station.bench.figures import Figure, percentile
from station.bench.year import freshen
from station.clock import SystemClock
from station.config import load_settings
from station.models import Stay, Task
from station.models.enums import Stage, TaskKind
from station.rules.owed import next_check
from station.services import Store
from station.services.reading import read_board, read_policy
from station.store.engine import close_store, open_store
from station.store.rows import AlertRow

TARGET_S: Final = 1.2
FIRST_AFTER: Final = timedelta(seconds=8)
"""Time for the wall to start."""
APART_S: Final = (0.35, 1.05)
_PATIENCE_S: Final = 15.0


def figure(database: Path, folder: Path, *, lapses: int) -> Figure:
    """Have `lapses` (at most one for each patient) checks fall due one after the other, at odd moments."""
    store = open_store(database, create=False)
    try:
        freshen(store, SystemClock().now(), everyone=True)
        since = SystemClock().now()
        last = fall_due(store, since, lapses)
        wait = (last - SystemClock().now()).total_seconds() + _PATIENCE_S
        asked = {"database": str(database), "lapses": lapses, "wait_s": wait, "since": since.isoformat()}
        delays = ask("alerts", asked, folder)["delays"]
        freshen(store, SystemClock().now(), everyone=True)
    finally:
        close_store(store)
    missing = lapses - len(delays)
    if missing:
        raise AssertionError(f"{missing} of {lapses} alerts never came on the board: the figure would mean nothing")
    return Figure(
        "alert_visible",
        "from falling due to the alert drawn on a wall, 99 of 100",
        percentile(delays, 99),
        "s",
        TARGET_S,
        more={"p50": percentile(delays, 50), "max": max(delays), "times": len(delays)},
    )


def fall_due(store: Store, now: datetime, count: int) -> datetime:
    """Give so many patients a check that falls due soon, at moments that follow no second. The last moment."""
    rng, due, policy = Random(7), now + FIRST_AFTER, read_policy(store)
    held = [bed.patient for bed in read_board(store, now).beds if bed.patient is not None]
    with store.engine.begin() as connection:
        for row in held[:count]:
            due += timedelta(seconds=rng.uniform(*APART_S))
            level = policy.level(row.level)
            to = next_check(policy, level, last_seen=due - level.late, owed_since=None)
            times = {"since": to.since, "soon_at": to.soon_at, "due_at": to.due_at, "lapsed_at": to.lapsed_at}
            of = update(Task).where(Task.id == row.check.task_id, Task.kind == TaskKind.CHECK)
            connection.execute(of.values(stage=Stage.DUE_SOON, next_at=due, version=Task.version + 1, **times))
            connection.execute(update(Stay).where(Stay.id == row.stay_id).values(last_seen_at=to.since))
    return due


class Watching(QObject):
    """Notes when each alert that fell due after `since` has been drawn, and ends when all have."""

    def __init__(self, wall: Wall, wanted: int, since: datetime) -> None:
        super().__init__()
        self._wall, self._wanted, self._since = wall, wanted, since
        self._clock = SystemClock()
        self.delays: dict[int, float] = {}
        self._drawing: tuple[AlertRow, ...] = ()
        shell: QMainWindow = wall.shell
        shell.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to draw what the board shows by now; it has been drawn when that event is done."""
        snapshot = self._wall.page.snapshot
        if event.type() == QEvent.Type.UpdateRequest and snapshot is not None:
            self._drawing = snapshot.alerts
            QTimer.singleShot(0, self._drawn)
        return False

    @Slot()
    def _drawn(self) -> None:
        now = self._clock.now()
        for alert in self._drawing:
            if alert.task_id is not None and alert.due_at > self._since and alert.id not in self.delays:
                self.delays[alert.id] = round((now - alert.due_at).total_seconds(), 4)
        if len(self.delays) >= self._wanted:
            QCoreApplication.quit()


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = application()
    settings = load_settings(database=asked["database"], station="Bench lapses")
    session = Session(app, settings, "wall")
    session.begin()
    wall = session.window
    if not isinstance(wall, Wall):
        raise TypeError(f"the wall did not open on {asked['database']}")
    watching = Watching(wall, asked["lapses"], datetime.fromisoformat(asked["since"]))
    QTimer.singleShot(round(asked["wait_s"] * 1000), app.quit)
    app.exec()
    session.end()
    return {"delays": list(watching.delays.values())}
