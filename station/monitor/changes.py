"""News of commits made elsewhere: in another process, on another station. What changed is not known; screens re-read.

A listener of the kind of database hints that there may be news; the journal says whether there is. A file watcher is of
no use: it saw none of ten commits to SQLite's write-ahead log.
"""

import logging
from collections.abc import Callable, Sequence
from threading import Event as Flag
from threading import Thread
from typing import Final, Protocol

from sqlalchemy import Engine

from station.monitor.changes_postgres import ServerListener
from station.monitor.changes_sqlite import FileListener
from station.services import Store
from station.services.events import ChangedElsewhere, Event

RETRY_S: Final = 1.0
"""Pause before connecting anew after a failure."""

_logger = logging.getLogger(__name__)


class Listener(Protocol):
    """One kept connection. Used by one thread only. Any of its calls may raise; it is then closed and opened anew."""

    def open(self) -> None:
        """Connect, and take the present state as known."""
        ...

    def wait(self, stop: Flag) -> bool:
        """Wait a short while, less when `stop` is set. True when something may have been committed since."""
        ...

    def close(self) -> None:
        """Let the connection go. Must not raise."""
        ...


class ChangeWatch:
    """A thread that publishes `ChangedElsewhere` after commits by others, many close together as one.

    What this process has committed it has told in its own events; it is not heard again as if it were another's, which
    would have every screen read everything twice. After a lost connection one event is published at once, since commits
    may have been missed.
    """

    def __init__(
        self,
        listener: Listener | None,
        publish: Callable[[Sequence[Event]], None],
        news_since: Callable[[int], tuple[int, bool]],
    ) -> None:
        """`news_since`: as `Store.news_since`."""
        self._listener = listener
        self._publish = publish
        self._news_since = news_since
        self._heard = 0
        self._stop = Flag()
        self._thread: Thread | None = None
        self._lost = False

    def start(self) -> None:
        """Begin. Does nothing where no other process can reach the database (a database in memory)."""
        if self._listener is not None and self._thread is None:
            self._thread = Thread(target=self._run, args=(self._listener,), name="station-changes", daemon=True)
            self._thread.start()

    def stop(self, wait_s: float = 5.0) -> bool:
        """End. False when the thread did not end within `wait_s` seconds."""
        self._stop.set()
        if self._thread is None:
            return True
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _run(self, listener: Listener) -> None:
        while not self._stop.is_set():
            try:
                self._listen(listener)
            except Exception as error:  # noqa: BLE001  # whatever it is, the cure is to connect anew
                if not self._lost:
                    _logger.warning("Commits by others cannot be heard; connecting anew each second: %s", error)
                self._lost = True
            listener.close()
            self._stop.wait(RETRY_S)

    def _listen(self, listener: Listener) -> None:
        self._is_news()
        listener.open()
        if self._lost:
            self._lost = False
            _logger.info("Commits by others are heard again.")
            self._tell()
        while not self._stop.is_set():
            if listener.wait(self._stop) and self._is_news():
                self._tell()

    def _is_news(self) -> bool:
        """Whether others have written to the journal since the last question."""
        self._heard, is_news = self._news_since(self._heard)
        return is_news

    def _tell(self) -> None:
        try:
            self._publish([ChangedElsewhere()])
        except Exception:
            _logger.exception("News of a commit elsewhere could not be published.")


def open_change_watch(store: Store) -> ChangeWatch:
    """The watch for a database, which publishes where the store publishes its own. Not yet started."""
    return ChangeWatch(_listener_for(store.engine), store.publish, store.news_since)


def _listener_for(engine: Engine) -> Listener | None:
    if engine.dialect.name == "postgresql":
        return ServerListener(engine)
    path = engine.url.database
    if not path or path == ":memory:" or path.startswith("file::memory:"):
        return None
    return FileListener(path)
