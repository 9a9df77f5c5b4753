"""A whole Station in a process of its own, kept running while something falls due on its database."""

import gc
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from station.app.heard import Heard
from station.app.running import Kind, Session, application
from station.app.windows import Desk
from station.bench.asking import Answer, ask
from station.bench.beating import Heartbeat
from station.bench.signing_in import Sitting
from station.config import load_settings
from station.monitor.lookout import TICK_S, Lookout
from station.sounding import device

START_S: Final = 180.0
"""Time for it to start and to prove a year's journal."""
_LOOK_S: Final = 0.1
_PAUSED_AFTER_MS: Final = 250
"""Time for the beginning of a pattern to be heard."""


@contextmanager
def station(
    database: Path, folder: Path, kind: Kind, name: str, *, environment: Mapping[str, str] | None = None, **asked: Any
) -> Iterator[Future[Answer]]:
    """Started and at rest; told at the end that it is over. What it answers is there after that.

    Raises ChildFailed when it ends before it is told to. `asked`: as `measure` reads it.
    """
    marks = {mark: folder / f"{uuid4().hex}.{mark}" for mark in ("ready", "over")}
    told = asked | {mark: str(file) for mark, file in marks.items()}
    told |= {"database": str(database), "kind": kind, "station": name}
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(ask, "reaching", told, folder, environment=environment)
        try:
            _wait_for(marks["ready"], answer)
            yield answer
        finally:
            marks["over"].touch()
            answer.result()


def _wait_for(mark: Path, answer: Future[Answer]) -> None:
    until = time.monotonic() + START_S
    while not mark.exists():
        if answer.done():
            answer.result()
        if answer.done() or time.monotonic() > until:
            raise TimeoutError(f"the Station that was to be measured was not at rest within {START_S:.0f} s")
        time.sleep(_LOOK_S)


class Course(QObject):
    """Says when this process is at rest, and ends it when it is told to."""

    def __init__(self, session: Session, ready: Path, over: Path, sitting: Sitting | None, *, early: bool) -> None:
        """`early`: it counts as started as soon as its board is there, while its journal is still being proven."""
        super().__init__()
        self._session, self._ready, self._over, self._early = session, ready, over, early
        self._sitting = sitting
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(round(_LOOK_S * 1000))

    @Slot()
    def _look(self) -> None:
        if not self._ready.exists() and self._is_at_rest():
            self._ready.touch()
        if self._over.exists():
            QCoreApplication.quit()

    def _is_at_rest(self) -> bool:
        living = self._session.living
        if living is None or living.last is None or not (self._sitting is None or self._sitting.sits):
            return False
        return self._early or living.health_now().verified_until is not None


class Pausing(QObject):
    """Presses pause soon after each sound, so that the next is not kept waiting by one that is being played.

    A new alert ends a pause and sounds at once.
    """

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._sounder = heard.sound.sounder
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSED_AFTER_MS)
        self._later.timeout.connect(self._pause)
        heard.sound.sounded.connect(self._begun)

    @Slot(object)
    def _begun(self, _: object) -> None:
        self._later.start()

    @Slot()
    def _pause(self) -> None:
        self._sounder.pause()


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child. `plain`: woken each second only. `pausing`: as above. `nowhere`: sounds are played to nothing.

    `sits`: who is signed in, at a desk.
    """
    with ExitStack() as changed:
        if asked.get("plain"):
            changed.enter_context(patch.object(Lookout, "delay", _each_second))
        if asked.get("nowhere"):
            changed.enter_context(patch.object(device, "_backends", _nothing))
        return _run(asked)


def _each_second(_: Lookout) -> float:
    return TICK_S


def _nothing(miniaudio: Any) -> list[Any]:
    return [miniaudio.Backend.NULL]


def _run(asked: dict[str, Any]) -> dict[str, Any]:
    gc.freeze()  # as `station run` does once it has imported everything
    app = application()
    session = Session(app, load_settings(database=asked["database"], station=asked["station"]), asked["kind"])
    session.begin()
    window = session.window
    if window is None:
        raise TypeError(f"no board opened on {asked['database']}")
    beating = Heartbeat()
    sitting = Sitting(window, asked["sits"]) if isinstance(window, Desk) and "sits" in asked else None
    early = asked.get("early", False)
    course = Course(session, Path(asked["ready"]), Path(asked["over"]), sitting, early=early)
    heard = window.findChild(Heard)
    pausing = Pausing(heard) if asked.get("pausing") and isinstance(heard, Heard) else None
    app.exec()
    for one in (course, pausing, sitting):
        if one is not None:
            one.deleteLater()
    status = heard.sound.status if isinstance(heard, Heard) else None
    session.end()
    return {"beats": beating.late, "device": "" if status is None else status.device or status.reason}
