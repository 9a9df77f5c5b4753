"""Decides what sounds, and sees that it is heard: a thread of its own, which goes on while the window hangs."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Any, Final

from station.clock import Clock, SystemClock
from station.rules import sounding
from station.rules.policy_alerts import Sound
from station.rules.sounding import Ask, Burst, Memory, Pattern
from station.sounding.device import NOT_OPENED, NoSound, Output, Outputs
from station.sounding.errand import within
from station.sounding.feed import Feed, Playing, prepare
from station.sounding.status import SoundState, SoundStatus

LOOK_S: Final = 0.2
"""Looked at this often, and at once when anything is said to it."""
SILENT_S: Final = 4.0
"""A device that has asked for nothing for so long has failed. PulseAudio takes up to 1.5 s to ask a second time."""
OPEN_WAIT_S: Final = 5.0
CLOSE_WAIT_S: Final = 2.0
RETRY_S: Final = 3.0
TEST_WAIT_S: Final = 8.0

STALLED_S: Final = 15.0
"""Without a whole look for so long nothing is sounded: opening and closing a device that hangs takes half of it."""

LOST: Final = "the loudspeaker takes no sound any more"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """Whom to tell, from the sounder's own thread. None of it may wait."""

    status: Callable[[SoundStatus], None]
    sounded: Callable[[Burst], None]
    """The device has taken the first samples of it."""
    tested: Callable[[bool, str], None]
    """Whether the device took the whole of a test; by whom it was asked for, empty: by Station itself."""


@dataclass(slots=True)
class _Sent:
    """A pattern that was given to the device for these alerts."""

    playing: Playing
    burst: Burst
    told: bool = False

    @property
    def is_news(self) -> bool:
        """It has begun, and nobody has been told yet."""
        return self.playing.begun is not None and not self.told


@dataclass(slots=True)
class _Tap:
    """What one device draws from; shut when it is given up, since one that hung may come back to life."""

    feed: Feed
    open: bool = True

    def pull(self, frames: int) -> bytes:
        return self.feed.pull(frames) if self.open else bytes(2 * frames)


@dataclass(slots=True)
class _Test:
    by: str
    until: float
    playing: Playing | None = None


class Sounder:
    """May be told anything from any thread. `look` is what its own does over and over; tests call it."""

    def __init__(
        self, outputs: Outputs, told: Told, policy: Sound, *, off: str = "", clock: Clock | None = None
    ) -> None:
        """`off`: why this station is to be silent, as part of a sentence; empty: it sounds."""
        self._outputs, self._told = outputs, told
        self._clock = clock or SystemClock()
        self._changed = Condition()
        self._feed = Feed(self._clock.elapsed, self._wake)
        self._policy, self._off = policy, off
        self._volume: int | None = None
        self._asks: tuple[Ask, ...] = ()
        self._own: dict[str, Ask] = {}
        self._memory = Memory()
        self._sent: list[_Sent] = []
        self._tap = _Tap(self._feed)
        self._test: _Test | None = None
        self._output: Output | None = None
        self._opened_at = 0.0
        self._next_try = 0.0
        self._trouble = ""
        self._status = SoundStatus()
        self._woken = self._ending = False
        self._looked: float | None = None
        self._thread: Thread | None = None

    @property
    def status(self) -> SoundStatus:
        """How it stands, as it was told last."""
        return self._status

    @property
    def volume(self) -> int:
        """Per cent of full; never under the floor of the policy."""
        wanted = self._policy.volume if self._volume is None else self._volume
        return min(100, max(wanted, self._policy.least_volume))

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_stalled(self) -> bool:
        """Whether it has not looked for too long: dead, held up, or stumbling each time. Its status is then old."""
        looked = self._looked
        if looked is None or self._ending:
            return False
        return not self.alive or self._clock.elapsed() - looked > STALLED_S

    def start(self) -> None:
        """Begin, or begin again after its thread has died."""
        if self.alive or self._ending:
            return
        self._looked = self._clock.elapsed() if self._looked is None else self._looked
        self._thread = Thread(target=self._run, name="station-sound", daemon=True)
        self._thread.start()

    def stop(self, wait_s: float = 2.0) -> None:
        """End, and close the device unless that hangs."""
        self._tell(self._end)
        if self._thread is not None:
            self._thread.join(wait_s)

    def show(self, asks: Sequence[Ask]) -> None:
        """What asks for a person now, by the record."""
        self._tell(self._set_asks, tuple(asks))

    def ask(self, key: str, ask: Ask | None) -> None:
        """What only this station knows, under a name of its own; None: no more."""
        self._tell(self._set_own, key, ask)

    def go_by(self, policy: Sound, off: str = "") -> None:
        """The policy in force, and why this station is to be silent; empty: it sounds."""
        self._tell(self._set_policy, policy, off)

    def set_volume(self, volume: int | None) -> None:
        """Per cent of full, of this station; None: as the policy says."""
        self._tell(self._set_volume, volume)

    def pause(self) -> None:
        """Silence for at most 2 minutes, while something asks."""
        self._tell(self._pause)

    def resume(self) -> None:
        self._tell(self._resume)

    def test(self, by: str = "") -> None:
        """Play a tick, or for a person the sound of a high alert, once; `Told.tested` says what came of it."""
        self._tell(self._begin_test, by)

    def look(self) -> None:
        """One look: the device, what asks, the test; then everybody is told."""
        now = self._clock.elapsed()
        self._tend(now)
        self._sound(now)
        self._report_begun()
        self._follow_test(now)
        self._report(now)

    # What it is told

    def _tell(self, deed: Callable[..., None], *said: Any) -> None:
        with self._changed:
            deed(*said)
            self._woken = True
            self._changed.notify()

    def _wake(self) -> None:
        """From the device's thread, which must not wait: where the lock is taken a look is under way or about to be."""
        self._woken = True
        if self._changed.acquire(blocking=False):
            self._changed.notify()
            self._changed.release()

    def _set_asks(self, asks: tuple[Ask, ...]) -> None:
        self._asks = asks

    def _set_own(self, key: str, ask: Ask | None) -> None:
        if ask is None:
            self._own.pop(key, None)
        else:
            self._own[key] = ask

    def _set_policy(self, policy: Sound, off: str) -> None:
        self._policy, self._off = policy, off

    def _set_volume(self, volume: int | None) -> None:
        self._volume = volume

    def _pause(self) -> None:
        before, self._memory = self._memory, sounding.pause(self._memory, self._policy, self._clock.elapsed())
        if before is not self._memory:
            self._cut_off()
            self._feed.silence()

    def _resume(self) -> None:
        self._memory = sounding.resume(self._memory)

    def _begin_test(self, by: str) -> None:
        self._test = _Test(by, self._clock.elapsed() + TEST_WAIT_S)

    def _end(self) -> None:
        self._ending = True

    # The thread

    def _run(self) -> None:
        while not self._ending:
            try:
                self.look()
                self._looked = self._clock.elapsed()
            except Exception:
                _logger.exception("The sound stumbled and goes on.")
            with self._changed:
                if not self._woken:
                    self._changed.wait(LOOK_S)
                self._woken = False
        self._drop_device()

    def _tend(self, now: float) -> None:
        """Open a device where there is none, give up one that takes nothing."""
        if self._off:
            self._drop_device()
            self._trouble = ""
        elif self._output is None:
            if now >= self._next_try:
                self._open(now)
        elif now - max(self._opened_at, self._feed.last_pull or 0.0) > SILENT_S:
            self._lose(LOST, now)
        elif self._feed.pulls > 1:
            self._trouble = ""

    def _open(self, now: float) -> None:
        self._feed.reset()
        self._tap = tap = _Tap(self._feed)
        try:
            prepare(self.volume)
            self._output = within(OPEN_WAIT_S, lambda: self._outputs.open(tap.pull), lambda late: late.close())
        except NoSound as error:
            self._lose(str(error), now + RETRY_S)
        except Exception:
            _logger.exception("The sound device could not be opened.")
            self._lose(NOT_OPENED, now + RETRY_S)
        self._opened_at = self._clock.elapsed()

    def _lose(self, why: str, next_try: float) -> None:
        if self._trouble != why:
            _logger.warning("No sound: %s.", why)
        self._trouble, self._next_try = why, next_try
        self._drop_device()

    def _drop_device(self) -> None:
        """What was to be heard is heard anew, from its beginning, when there is a device again."""
        self._tap.open = False
        output, self._output = self._output, None
        if output is None:
            return
        self._feed.reset()
        with self._changed:
            self._sent.clear()
            self._memory = sounding.unplayed(self._memory)
        try:
            within(CLOSE_WAIT_S, output.close)
        except Exception:
            _logger.exception("The sound device could not be closed and is left behind.")

    @property
    def _can_sound(self) -> bool:
        return self._output is not None and not self._off and not self._trouble

    def _sound(self, now: float) -> None:
        with self._changed:
            asks = (*self._own.values(), *self._asks)
            after, burst = sounding.look(self._memory, asks, self._policy, now)
            self._memory = after if self._can_sound else sounding.unplayed(after)
            if burst is not None and self._can_sound:
                self._cut_off(burst.marks)
                self._sent.append(_Sent(self._feed.play(burst.pattern, self.volume), burst))

    def _cut_off(self, spared: Sequence[str] = ()) -> None:
        """What is being played goes no further. `spared`: what is sounded for instead."""
        for one in self._sent:
            if one.playing.ended is None:
                self._memory = sounding.cut_off(self._memory, set(one.burst.marks) - set(spared))

    def _report_begun(self) -> None:
        """Of every pattern of which the device has taken the first samples."""
        for one in self._sent:
            if one.is_news:
                one.told = True
                self._told.sounded(one.burst)
        with self._changed:
            self._sent = [one for one in self._sent if one.playing is self._feed.playing or one.is_news]

    def _follow_test(self, now: float) -> None:
        """A pattern that speaks for an alert is a test as good, and is never cut off for one."""
        test = self._test
        if test is None:
            return
        if test.playing is not None and test.playing.ended is not None:
            self._end_test(test, passed=True)
        elif now > test.until or self._off:
            self._end_test(test, passed=False)
        elif self._can_sound and (test.playing is None or test.playing is not self._feed.playing):
            playing = self._feed.playing
            pattern = Pattern.HIGH if test.by else Pattern.TEST
            test.playing = playing if playing is not None else self._feed.play(pattern, self.volume)

    def _end_test(self, test: _Test, *, passed: bool) -> None:
        if self._test is test:
            self._test = None
        self._told.tested(passed, test.by)

    def _report(self, now: float) -> None:
        status = self._stands(now)
        if status != self._status:
            self._status = status
            self._told.status(status)

    def _stands(self, now: float) -> SoundStatus:
        asking = bool(self._memory.asking)
        if self._off:
            return SoundStatus(SoundState.OFF, self._off, asking=asking)
        if self._trouble:
            return SoundStatus(SoundState.FAILED, self._trouble, asking=asking)
        if self._output is None or self._feed.pulls < 2:
            return SoundStatus(asking=asking)
        left = float(-int(-sounding.paused_for(self._memory, now) // 1))
        state = SoundState.PAUSED if left else SoundState.ON
        return SoundStatus(state, "", self._output.name, left, asking)
