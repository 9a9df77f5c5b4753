"""Several stations, one time: the database server's clock, carried on between questions by elapsed seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final

from sqlalchemy import Engine, text

from station.clock import Clock

SLOW_ANSWER_S: Final = 1.0
"""An answer that took longer says too little about the present and is not used, unless it is the first."""


class ServerClock:
    """A `Clock` whose now() is the server's as of the last `sync`, plus the seconds elapsed here since.

    `read_server_time` gives an aware moment, or raises when the server is away. Asked once on creation, so that no
    time is ever given out that the server has not confirmed; but for `believed`, its time as well as it can be told
    while it is away: then it is first asked by `sync`.
    """

    def __init__(self, base: Clock, read_server_time: Callable[[], datetime], believed: datetime | None = None) -> None:
        self._base = base
        self._read_server_time = read_server_time
        self._lock = Lock()
        self._is_confirmed = believed is None
        if believed is None:
            self._anchor, self._anchor_elapsed, _ = self._ask()
        else:
            self._anchor, self._anchor_elapsed = believed, base.elapsed()

    def now(self) -> datetime:
        """The server's present time in UTC, as well as it is known here."""
        with self._lock:
            return self._anchor + timedelta(seconds=self._base.elapsed() - self._anchor_elapsed)

    def elapsed(self) -> float:
        """Seconds of this machine's own count."""
        return self._base.elapsed()

    @property
    def offset_s(self) -> float:
        """Seconds by which this machine's own wall clock is ahead of the server's; negative: behind."""
        return (self._base.now() - self.now()).total_seconds()

    def sync(self) -> None:
        """Ask the server. Whatever the asking raises is passed on; the time known so far goes on being given."""
        anchor, at, took = self._ask()
        if took <= SLOW_ANSWER_S or not self._is_confirmed:
            with self._lock:
                self._anchor, self._anchor_elapsed = anchor, at
                self._is_confirmed = True

    def _ask(self) -> tuple[datetime, float, float]:
        """(server time, our elapsed count at the middle of the question, seconds it took)."""
        before = self._base.elapsed()
        answer = self._read_server_time().astimezone(UTC)
        after = self._base.elapsed()
        return answer, (before + after) / 2, after - before


def server_time(engine: Engine) -> datetime:
    """`clock_timestamp()` of a PostgreSQL server: the time now, not the time the transaction began."""
    with engine.connect() as connection:
        moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment
