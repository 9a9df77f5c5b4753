"""How Station is, as the guard process is told; and what the guard's doings are to the people here."""

import time
from collections.abc import Callable
from typing import Final, Protocol

from station.app.core import Core
from station.app.guarded import Again
from station.app.living import Living
from station.guarding.lines import Signs
from station.monitor import words
from station.monitor.health import Phase, Stamp, Status
from station.rules.watching import WatcherFact, by_age
from station.rules.wording import clock_seconds

NAME: Final = "Guard process"

_BEATS_BEFORE: Final = 2
"""A board that has ticked twice stands on the screen."""

_BEATS_WITHOUT: Final = 7
"""A board that has ticked so often says that monitoring has not begun."""

_SILENT_S: Final = 10.0

_SUBJECT: Final = "guard process"
_AGAIN_SUBJECT: Final = "started again"


class Standing(Protocol):
    """What there is of Station at the moment. Asked from another thread than the window's."""

    @property
    def core(self) -> Core | None: ...

    @property
    def living(self) -> Living | None:
        """What keeps the board alive; None while there is no board."""
        ...

    @property
    def waits_for_a_person(self) -> bool:
        """Something else than the board stands on the screen, and says what is to be done."""
        ...


class StationSigns:
    """Told to the guard twice a second, from the thread of the line."""

    def __init__(
        self,
        standing: Standing,
        station: str,
        again: Again | None = None,
        count: Callable[[], float] = time.monotonic,
    ) -> None:
        """`again`: the guard has started this process. `count`: the seconds that `again.since` is of."""
        self._standing = standing
        self._station = station
        self._again = again
        self._count = count
        self._to_say: list[tuple[str, str]] = []
        self._tried: float | None = None
        self._monitor = 0
        self._screen: int | None = None
        self._moved = ""
        self._heard: Stamp | None = None
        self._shown_by: Living | None = None

    def signs(self) -> Signs:
        """How Station is now."""
        core, living = self._standing.core, self._standing.living
        if core is None or living is None:
            return Signs(tells=self._standing.waits_for_a_person)
        status = core.monitor.status
        screen = living.ticker.pulse()
        if screen != self._screen:
            self._screen, self._moved = screen, clock_seconds(core.now(), living.zone)
        watched = "" if status.last_pass is None else clock_seconds(status.last_pass.at, living.zone)
        self._say(core, status)
        if living is not self._shown_by:
            self._shown_by = living
            living.watchers.add(self.facts)
        return Signs(self._beats_of(status), screen, watched, self._moved, _tells(screen or 0, status))

    def heard(self) -> None:
        """The guard has taken a line."""
        core = self._standing.core
        if core is not None:
            self._heard = Stamp(core.now(), self._count())

    def facts(self) -> tuple[WatcherFact, ...]:
        """The guard, among those who watch."""
        heard = self._heard
        return (
            by_age(
                NAME,
                None if heard is None else heard.at,
                None if heard is None else self._count() - heard.elapsed,
                _SILENT_S,
                did="was told that Station lives",
                unknown="It has not been told anything yet.",
                wrong="If Station failed now, nothing would start it again. Restart Station.",
            ),
        )

    def guard_replaced(self, why: str) -> None:
        """Said as soon as there is a unit to say it to."""
        sentence = words.GUARD_PROCESS_MISSING if why else words.GUARD_PROCESS_REPLACED
        self._to_say.append((_SUBJECT, sentence.format(station=self._station, why=why)))

    def _beats_of(self, status: Status) -> int | None:
        """Grows while passes are begun. One that hangs counts as living: the board says that nobody watches, and a
        database that does not answer is not cured by a new start."""
        if status.phase is not Phase.RUNNING:
            return None
        if status.last_try != self._tried or status.looking_since is not None:
            self._tried = status.last_try
            self._monitor += 1
        return self._monitor

    def _say(self, core: Core, status: Status) -> None:
        if self._again is not None and status.passes > 0:
            gap, trouble = self._count() - self._again.since, self._again.trouble
            self._to_say.append((_AGAIN_SUBJECT, words.of_new_start(trouble, gap, self._station)))
            self._again = None
        while self._to_say:
            core.monitor.tell(*self._to_say.pop(0))


def _tells(beats: int, status: Status) -> bool:
    """Whether the board is up and knows whether anybody watches."""
    tried = status.passes + status.failures > 0
    return beats >= (_BEATS_BEFORE if tried else _BEATS_WITHOUT)
