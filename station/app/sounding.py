"""The sound of a window: what asks is handed to the sounder; how it stands is shown, kept, and told when it fails."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from station.app.core import Core
from station.app.living import Living
from station.app.records import Records
from station.models.enums import Priority
from station.rules.announce import announce
from station.rules.policy import Policy, default_policy
from station.rules.shifts import shift_at
from station.rules.sounding import LONGEST_PAUSE, Ask, Burst, asks_of
from station.rules.wording import clock_time
from station.services import Actor, alerts, reading, sounds
from station.services.events import ChangedElsewhere, UnitChanged
from station.sounding.device import Loudspeakers, Outputs
from station.sounding.sounder import Sounder, Told
from station.sounding.status import STALLED, SoundState, SoundStatus, kept_words, trouble_words, words
from station.store.rows import BoardSnapshot
from station.views.board.health import Health, SoundHealth
from station.views.bridge import Bridge

BY_POLICY: Final = "by the unit's policy"
BY_SETTINGS: Final = "by this station's settings"
NOT_WHOLE: Final = "it was not played to its end"
_WITHOUT_BOARD: Final = 3
"""Seconds."""
_UNWATCHED: Final = "not monitoring"
_STALLS: Final = 3
"""Seconds in a row: after a sleep of the computer the first may come before the sounder has looked."""


class Sound(QObject):
    """From `start` to `stop`. Everything is told on the GUI thread; the sounder has a thread of its own."""

    stood = Signal(object)
    """SoundStatus: whenever it changes, and each second of a pause."""
    sounded = Signal(object)
    """tuple[tuple[int, ...], Priority]: these alerts have been sounded for, just now."""
    played = Signal(str)
    """A test that a person asked for has come to its end: what to tell him."""
    _status_told = Signal(object)
    _burst_told = Signal(object)
    _test_told = Signal(bool, str)

    def __init__(
        self,
        core: Core,
        bridge: Bridge,
        living: Living,
        station: str,
        *,
        is_wall: bool,
        wanted: bool = True,
        outputs: Outputs | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`wanted`: whether the settings of this station let it sound."""
        super().__init__(parent)
        self._core, self._bridge, self._living, self._station = core, bridge, living, station
        self._is_wall, self._wanted = is_wall, wanted
        self._actor = Actor(None, "Station", station)
        self._policy = core.kept.eyes.policy or default_policy()
        self._status = SoundStatus()
        self._told_trouble: str | None = None
        self._tested_at: datetime | None = None
        self._tested_shift: datetime | None = None
        self._may_open = False
        self._ticks = self._stalls = 0
        self.records = Records(bridge, living.tick, self)
        told = Told(self._status_told.emit, self._burst_told.emit, self._test_told.emit)
        self.sounder = Sounder(outputs or Loudspeakers(), told, self._policy.sound, off=self._off())
        self._connect()

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._status_told.connect(self._stand, queued)
        self._burst_told.connect(self._burst, queued)
        self._test_told.connect(self._tested, queued)
        self._living.snapshot.connect(self._show)
        self._living.tick.connect(self._tick)
        self._living.health.connect(self._watch)
        self._bridge.changed.connect(self._on_events)

    @property
    def status(self) -> SoundStatus:
        return self._status

    @property
    def longest_pause(self) -> timedelta:
        """By the policy in force."""
        return min(self._policy.sound.longest_pause, LONGEST_PAUSE)

    def start(self) -> None:
        """The device is opened once the first board has been drawn, and soon where there is none."""
        self._may_open = True
        self._read_policy()
        self._bridge.run(partial(sounds.read_tested, self._core.store, self._station), self._known_test, self._unread)

    def stop(self) -> None:
        self.sounder.stop()

    def test(self, by: str) -> None:
        """Asked for by a person: what is sounded for a high alert, once."""
        self.sounder.test(by)

    def _off(self) -> str:
        if not self._wanted:
            return BY_SETTINGS
        return BY_POLICY if self._is_wall and not self._policy.sound.walls else ""

    def _look_after(self) -> None:
        """One that has stopped looking says nothing any more, least of all that."""
        self._stalls = self._stalls + 1 if self.sounder.is_stalled else 0
        if self._stalls:
            self.sounder.start()
        if self._stalls == _STALLS:
            self._stand(SoundStatus(SoundState.FAILED, STALLED, asking=self._status.asking))
        elif not self._stalls and self._status.reason == STALLED:
            self._stand(self.sounder.status)

    # What asks

    @Slot(object)
    def _show(self, snapshot: BoardSnapshot) -> None:
        self.sounder.show(asks_of(announce(snapshot.alerts)))

    @Slot(object)
    def _watch(self, health: Health) -> None:
        """That nobody watches is known to this station alone, and sounds until it is over."""
        ask = Ask(_UNWATCHED, Priority.TECHNICAL) if health.monitoring is False else None
        self.sounder.ask(_UNWATCHED, ask)

    # Policy

    @Slot(list)
    def _on_events(self, events: Sequence[Any]) -> None:
        if any(isinstance(one, UnitChanged | ChangedElsewhere) for one in events):
            self._read_policy()

    def _read_policy(self) -> None:
        self._bridge.run(partial(reading.read_policy, self._core.store), self._go_by, self._unread)

    @Slot(object)
    def _go_by(self, policy: Policy) -> None:
        self._core.kept.eyes.know(policy)
        if policy != self._policy:
            self._policy = policy
            self.sounder.go_by(policy.sound, self._off())

    @Slot(object)
    def _known_test(self, at: datetime | None) -> None:
        self._tested_at = self._tested_at or at
        self._say()

    @Slot(object)
    def _unread(self, _: Exception) -> None:
        """What was in force before stays so; the board says that nothing can be read."""

    # How it stands

    @Slot(object)
    def _stand(self, status: SoundStatus) -> None:
        before, self._status = self._status, status
        self._say()
        self.stood.emit(status)
        if (status.state, status.reason) != (before.state, before.reason):
            self._keep(partial(sounds.note_state, words=kept_words(status)))
        if status.state is not SoundState.OPENING:
            self._tell_trouble(trouble_words(status, self._station))

    def _tell_trouble(self, sentence: str) -> None:
        """On every screen, as long as it lasts; what an earlier run left behind is cleared too."""
        if sentence == self._told_trouble:
            return
        self._told_trouble = sentence
        subject = f"sound:{self._station}"
        if sentence:
            self._keep(partial(alerts.raise_technical, subject=subject, text=sentence))
        else:
            self._keep(partial(alerts.clear_technical, subject=subject))

    def _keep(self, service: Callable[..., Any]) -> None:
        """Written as soon as it can be, with the time it happened."""
        self.records.add(partial(service, self._core.store, actor=self._actor, now=self._core.now()))

    def _say(self) -> None:
        said = words(self._status, self._tested_at, self._living.zone, self._core.now())
        trouble = trouble_words(self._status, self._station)
        self._living.sound = SoundHealth(self._status.state, said, trouble)

    @Slot(object)
    def _burst(self, burst: Burst) -> None:
        if burst.alert_ids:
            self.sounded.emit((burst.alert_ids, burst.priority))

    # Tests

    @Slot(object)
    def _tick(self, now: datetime) -> None:
        """At the start, and when a shift begins, the sound is tested."""
        self._ticks += 1
        self._look_after()
        if self._may_open and (self._living.last is not None or self._ticks > _WITHOUT_BOARD):
            self._may_open = False
            self.sounder.start()
        shift = shift_at(self._policy.shifts, now, self._living.zone).starts_at
        if shift != self._tested_shift and self._status.state is SoundState.ON and self._living.last is not None:
            self._tested_shift = shift
            self.sounder.test()

    @Slot(bool, str)
    def _tested(self, passed: bool, by: str) -> None:
        why_not = "" if passed else self._status.reason or NOT_WHOLE
        if passed:
            self._tested_at = self._core.now()
        self._keep(partial(sounds.note_test, by=by, why_not=why_not))
        self._say()
        if by:
            at = clock_time(self._core.now(), self._living.zone)
            self.played.emit(_told(self._station, why_not, at))


def _told(station: str, why_not: str, at: str) -> str:
    """With its time: it may stand there still when the loudspeaker has been unplugged."""
    if why_not:
        return f"At {at} the sound of {station} could not be played: {why_not}. Watch the screen until it can be."
    return f"At {at} {station} played the sound of a high alert. If you did not hear it, turn its loudspeaker up or on."
