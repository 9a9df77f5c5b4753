"""Keeps a board alive: reads again when something changed, ticks it each second, tells it how Station itself is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from station.app.core import Core
from station.app.fresh import FreshBoard
from station.app.keeping_binding import DeskReads
from station.app.watching import WatcherFacts
from station.clock import SystemClock
from station.monitor.health import SILENT_S, Phase
from station.monitor.health import Health as Watched
from station.rules.watching import Trust, WatcherFact
from station.services.events import AlertsShown, MonitorHealth, SeenFromMemory, SoundNoted
from station.store.rows import BoardSnapshot
from station.views.board.health import Health, SoundHealth
from station.views.bridge import Bridge, Refresh
from station.views.ticker import Ticker

LOOK_S: Final = 3
"""The record is looked at this often even when nobody said that something changed: a lost hint heals itself."""

START_S: Final = 5.0
"""A monitor that has not been started by then is shown as not monitoring."""

SAID_FOR_S: Final = 60.0
"""How long a sentence about something unexpected stays on the board."""

_UNSEEN: Final = (MonitorHealth, AlertsShown, SoundNoted)
"""What no board looks otherwise for."""


class Living(QObject):
    """What every board of this process is shown. All signals come on the GUI thread."""

    snapshot = Signal(object)
    """BoardSnapshot: what is stored now."""
    unread = Signal(str)
    """The board could not be read; why, in words."""
    tick = Signal(object)
    """datetime: each second."""
    health = Signal(object)
    """board.health.Health: each second."""

    def __init__(self, core: Core, bridge: Bridge, parent: QObject | None = None, *, speed: float = 1.0) -> None:
        """`speed`: seconds of the unit's clock in a real one."""
        super().__init__(parent)
        self._core = core
        self._speed = speed
        self._zone = ZoneInfo("UTC")
        self._trouble = ""
        self._watch = SystemClock()
        self._began = self._watch.elapsed()
        self._read_at: float | None = None
        self._ticks = 0
        self._said = "", 0.0
        self.watchers = WatcherFacts(core, speed=speed)
        self.sound: SoundHealth | None = None
        """How the sound stands; None where nothing here sounds."""
        self.last: BoardSnapshot | None = None
        """What was read last; None until anything has been."""
        self._shown: BoardSnapshot | None = None
        self.ticker = Ticker(core.time.clock, self, flashing_by=self._watch)
        self.ticker.tick.connect(self._on_tick)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._tell_health)
        core.monitor.watch_screen(self.ticker.pulse)
        self._take_over(core.kept.eyes.last)
        fresh = FreshBoard(DeskReads(core))
        self._refresh = Refresh(bridge, fresh.look, self._read, self._not_read, self)
        bridge.changed.connect(self._on_events)

    @property
    def zone(self) -> ZoneInfo:
        """Of the unit; UTC until it has been read."""
        return self._zone

    def start(self) -> None:
        """Read at once, and tick from now on. What is known from before is there already."""
        self._show()
        self._refresh.request()
        self.ticker.start()

    def say(self, sentence: str) -> None:
        """Something unexpected: shown across the board for a minute, while it goes on."""
        self._said = sentence, self._watch.elapsed()
        self._tell_health()

    def stop(self) -> None:
        self.ticker.stop()
        self._silence.stop()

    @Slot(object)
    def _read(self, snapshot: BoardSnapshot | None) -> None:
        """None: what is shown is what is stored."""
        self._trouble = ""
        self._read_at = self._watch.elapsed()
        if snapshot is not None:
            self._keep(snapshot)
            self._show()
        self._core.kept.eyes.confirm()
        self._tell_health()

    def _keep(self, snapshot: BoardSnapshot) -> None:
        self._take_over(snapshot)
        self._core.kept.eyes.remember(snapshot)

    def _take_over(self, known: BoardSnapshot | None) -> None:
        """None: nothing is known yet."""
        if known is not None and known.unit.zone != self._zone.key:
            self._zone = ZoneInfo(known.unit.zone)
        self.last = known

    def _show(self) -> None:
        """What is stored; while the record is away, what is known without it."""
        view = self._core.kept.eyes.view
        board = self.last if view is None or view.board is None else view.board
        if board is not None and board is not self._shown and board != self._shown:
            self._shown = board
            self.snapshot.emit(board)

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        self._trouble = str(error)
        self.unread.emit(self._trouble)
        self._tell_health()

    @Slot(list)
    def _on_events(self, events: Sequence[Any]) -> None:
        if any(isinstance(one, SeenFromMemory) for one in events):
            self._show()
        if any(not isinstance(one, _UNSEEN) for one in events):
            self._refresh.request_later()
        self._tell_health()

    @Slot(object)
    def _on_tick(self, now: datetime) -> None:
        self.tick.emit(now)
        self._show()
        self._tell_health()
        self._be_there_when_silent()
        self._ticks += 1
        if self._ticks % LOOK_S == 0:
            self._refresh.request()

    def _be_there_when_silent(self) -> None:
        """Say it at the moment when the last pass becomes too old, not at the next second after it."""
        age = self._core.monitor.health(self._zone).age_s
        left = 0.0 if age is None else SILENT_S - age
        if 0.0 < left < 1.0:
            self._silence.start(round(left * 1000) + 1)

    @Slot()
    def _tell_health(self) -> None:
        self.health.emit(self.health_now())

    def health_now(self) -> Health:
        """How Station itself is at this moment. Never waits."""
        proof = self._core.proof.last
        watched = self._core.monitor.health(self._zone)
        view = self._core.kept.eyes.view
        looks = self._core.kept.eyes.was_covering()
        facts = self.watchers.now(self.last)
        return Health(
            monitoring=looks or watched.monitoring if self._is_known else None,
            confirmed_at=self._confirmed_at(),
            stopped_since=watched.since,
            sentence=self._trouble or self._recent() or self._words_of(watched) or _across(facts) or self._no_sound(),
            sounds=self.sound,
            verified_until=proof.proven_until,
            journal_broken=bool(proof.broken),
            speed=self._speed,
            away=view.away if view is not None and looks else None,
            facts=facts,
        )

    @property
    def _is_known(self) -> bool:
        """Whether anything can be said of the monitor: not in the first moments, while it is being started."""
        started = self._core.monitor.status.phase is not Phase.NOT_STARTED
        return started or self._watch.elapsed() - self._began > START_S

    def _words_of(self, watched: Watched) -> str:
        """What the monitor says of itself; nothing yet in the first moments."""
        if not self._is_known:
            return ""
        return watched.detail or (watched.sentence if watched.monitoring else "")

    def _no_sound(self) -> str:
        return "" if self.sound is None else self.sound.trouble

    def _recent(self) -> str:
        sentence, at = self._said
        return sentence if self._watch.elapsed() - at <= SAID_FOR_S else ""

    def _confirmed_at(self) -> datetime | None:
        """When what is shown was last known to be what is stored.

        Counted in real seconds, so that a demo that runs fast is not stale.
        """
        if self._read_at is None:
            return None
        return self._core.now() - timedelta(seconds=self._watch.elapsed() - self._read_at)


def _across(facts: Sequence[WatcherFact]) -> str:
    """What is to be said across the board of those who watch; empty when they are well."""
    return next((one.sentence for one in facts if one.across and one.trust is Trust.WRONG), "")
