"""What the guard process does, and when. Pure: it is told lines and times, and answers with deeds."""

from enum import Enum
from typing import Final, NamedTuple

from station.guarding import lines
from station.guarding.lines import Signs

_KILLED_S: Final = 5.0
"""A killed process that is not gone by then is not waited for."""

_BEATS_BEFORE: Final = 2
"""The first picture may take its time: a screen is judged from its second beat on."""


class Limits(NamedTuple):
    """Seconds. Silence, and a screen that stands still, are shown, then sounded, then ended by a new start."""

    show: float = 3.5
    """The window itself takes most of another second: so it is there within five."""
    sound: float = 8.0
    act: float = 10.0
    monitor: float = 8.5
    """A monitor that has died sounds and is ended after this: Station's own screen has shown it by then."""
    grace: float = 1.5
    """Between asking a process to end and killing it."""
    first_word: float = 60.0
    """So long may a Station that was started again be silent before its first line."""
    pause: float = 2.0
    """Between two starts."""
    starts: int = 3
    """Not more starts than this"""
    within: float = 600.0
    """in so many seconds."""
    unseen: float = 900.0
    """Given up, with no window that somebody could close: so long it goes on sounding."""


class Trouble(Enum):
    DIED = "died"
    STOPPED = "stopped"
    MONITOR = "monitor"
    SCREEN = "screen"


class Deed(Enum):
    """What the guard is to do now. SHOW: the present words, in place of earlier ones."""

    SHOW = "show"
    HIDE = "hide"
    SOUND = "sound"
    QUIET = "quiet"
    ASK_TO_END = "ask to end"
    KILL = "kill"
    START = "start"
    LEAVE = "leave"


class _Phase(Enum):
    WATCHING = 1
    ENDING = 2
    """The old process is to go before a new one comes."""
    PAUSING = 3
    GIVEN_UP = 4
    OVER = 5


class Course:
    """The course of one guard. `now` is always seconds of one count that stands still while the machine sleeps."""

    def __init__(self, now: float, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._phase = _Phase.WATCHING
        self._since = now
        """When the phase began."""
        self._starts: list[float] = []
        self._killed = False
        self._shown = self._sounding = self._down = False
        self.trouble: Trouble | None = None
        self.signs = Signs()
        """The last that were heard, also of a process that is gone: since when nobody watches stands in them."""
        self._begin(now)

    def _begin(self, now: float) -> None:
        """A process has been started, or is watched from now on."""
        self._spoke = self._ended = False
        self._heard = self._monitor_moved = self._screen_moved = now
        self._monitor: int | None = None
        self._screen: int | None = None
        self._tells = False

    # What is told

    def hear(self, line: str, now: float) -> None:
        """A line of the present process. One that is none of ours counts for nothing."""
        signs = lines.signs_of(line)
        if line == lines.GOODBYE and self._phase is _Phase.WATCHING:
            self._phase = _Phase.OVER
        elif lines.pid_of(line) is not None:
            self._spoke, self._heard = True, now
        elif signs is not None:
            self._spoke, self._heard = True, now
            self._note(signs, now)

    def _note(self, signs: Signs, now: float) -> None:
        if signs.monitor != self._monitor:
            self._monitor, self._monitor_moved = signs.monitor, now
        if signs.screen != self._screen:
            self._screen, self._screen_moved = signs.screen, now
        self._tells = signs.tells
        self.signs = signs._replace(watched=signs.watched or self.signs.watched)

    def ended(self) -> None:
        """The pipe is at its end: the process is gone, whatever it had to say."""
        self._ended = True

    def closed_by_a_person(self) -> None:
        """Somebody has read the window and closed it. After everything was tried that is the end of the guard."""
        if self._phase is _Phase.GIVEN_UP:
            self._phase = _Phase.OVER

    # What is to be done

    def step(self, now: float) -> list[Deed]:
        """What is to be done now, in this order."""
        if self._phase is _Phase.WATCHING:
            return self._watch(now)
        if self._phase is _Phase.ENDING:
            return self._end(now)
        if self._phase is _Phase.PAUSING:
            return self._start(now) if now - self._since >= self._limits.pause else []
        return [Deed.LEAVE] if self._phase is _Phase.OVER else []

    @property
    def is_acting(self) -> bool:
        """Station is being ended and started again, and does not yet tell by itself how things are."""
        return self._down

    @property
    def has_given_up(self) -> bool:
        return self._phase is _Phase.GIVEN_UP

    def is_long_unseen(self, now: float) -> bool:
        """Given up, and for so long that without a window nobody could end it any more."""
        return self.has_given_up and now - self._since > self._limits.unseen

    def _watch(self, now: float) -> list[Deed]:
        trouble, age = self._worst(now)
        if trouble is None:
            return self._well() if self._tells or not self._down else []
        limits, before, self.trouble = self._limits, self.trouble, trouble
        if trouble in {Trouble.DIED, Trouble.MONITOR} or age >= limits.act:
            return self._act(now)
        deeds = []
        if not self._shown or before is not trouble:
            deeds.append(Deed.SHOW)
            self._shown = True
        if age >= limits.sound:
            deeds += self._sound()
        return deeds

    def _worst(self, now: float) -> tuple[Trouble | None, float]:
        """What is wrong, and for how long. A monitor that has died is told by Station's own screen meanwhile."""
        if self._ended:
            return Trouble.DIED, 0.0
        limits, silence = self._limits, now - self._heard
        if not self._spoke:
            return (Trouble.STOPPED, silence) if silence >= limits.first_word else (None, 0.0)
        if silence >= limits.show:
            return Trouble.STOPPED, silence
        still = now - self._screen_moved
        if self._screen is not None and self._screen >= _BEATS_BEFORE and still >= limits.show:
            return Trouble.SCREEN, still
        idle = now - self._monitor_moved
        if self._monitor is not None and idle >= limits.monitor:
            return Trouble.MONITOR, idle
        return None, 0.0

    def _well(self) -> list[Deed]:
        deeds = [Deed.QUIET] if self._sounding else []
        deeds += [Deed.HIDE] if self._shown else []
        self._shown = self._sounding = self._down = False
        self.trouble = None
        return deeds

    def _sound(self) -> list[Deed]:
        before, self._sounding = self._sounding, True
        return [] if before else [Deed.SOUND]

    def _act(self, now: float) -> list[Deed]:
        self._down, self._killed = True, False
        self._go_to(_Phase.ENDING, now)
        self._shown = True
        deeds = [Deed.SHOW, *self._sound()]
        return deeds + (self._start_again(now) if self._ended else [Deed.ASK_TO_END])

    def _end(self, now: float) -> list[Deed]:
        waited = now - self._since
        over = self._ended or waited >= self._limits.grace + _KILLED_S
        deeds = []
        if not self._killed and (over or waited >= self._limits.grace):
            self._killed = True
            deeds.append(
                Deed.KILL
            )  # also one that has closed its pipe and is still ending: two are not to work at once
        return deeds + (self._start_again(now) if over else [])

    def _start_again(self, now: float) -> list[Deed]:
        """At once the first time, and then not faster than by the pause; given up after too many."""
        self._starts = [at for at in self._starts if now - at < self._limits.within]
        if len(self._starts) >= self._limits.starts:
            self._go_to(_Phase.GIVEN_UP, now)
            return [Deed.SHOW]
        if self._starts:
            self._go_to(_Phase.PAUSING, now)
            return []
        return self._start(now)

    def _start(self, now: float) -> list[Deed]:
        self._starts.append(now)
        self._go_to(_Phase.WATCHING, now)
        self._begin(now)
        return [Deed.START]

    def _go_to(self, phase: _Phase, now: float) -> None:
        self._phase, self._since = phase, now


class Awake:
    """Seconds that stand still while this process did not run: then nobody's silence can be told from our own."""

    def __init__(self, most: float = 3.0) -> None:
        """`most`: asked at least this often, in seconds, while we run."""
        self._most = most
        self._last: float | None = None
        self._lost = 0.0

    def at(self, count: float) -> float:
        """The seconds at a reading of the machine's own count."""
        gap = 0.0 if self._last is None else count - self._last
        self._last = count
        if gap > self._most:
            self._lost += gap
        return count - self._lost
