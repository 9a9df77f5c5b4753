"""The auditor: every 30 s, in other code and other SQL than the sweep's, whether anything owed has been missed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Final

from station.clock import Clock
from station.monitor.health import Stamp
from station.monitor.patrol import Patrol
from station.rules.auditing import AuditFinding, audit
from station.services import Actor, Store
from station.services.auditing import read_audited, tell_findings
from station.services.errors import Refused

EVERY_S: Final = 30.0
GRACE_S: Final = 5.0
"""Real seconds that what falls due may wait for its alert: the sweep looks each second, the guard after three."""

AGAIN_S: Final = 5.0
"""What looks wrong is looked at once more after so long: after a sleep or a start the sweep is just catching up."""

_logger = logging.getLogger(__name__)


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Audit:
    """The last whole look. `at` None: none yet."""

    at: Stamp | None = None
    findings: tuple[AuditFinding, ...] = ()


class Auditor:
    """`last` may be read from any thread. `clock`: of the record. `watch`: real seconds. `speed`: of `clock` in one."""

    def __init__(
        self, store: Store, clock: Clock, watch: Clock, station: str, *, speed: float = 1.0, again_s: float = AGAIN_S
    ) -> None:
        self._store = store
        self._clock = clock
        self._watch = watch
        self._actor = Actor(None, "Station", station)
        self._again_s = again_s
        self._grace = timedelta(seconds=GRACE_S * speed)
        self._lock = Lock()
        self.last = Audit()
        self.is_known_away: Callable[[], bool] = _never
        """Whether the record is known to be away: what it lacks is then alerted from memory, and on its return by the
        sweep."""
        self.excused: float | None = None
        """Of `watch`, when it last could not look because the record was away, which was known: then it is not off."""
        self.patrol = Patrol("auditor", self.look, EVERY_S)

    def look(self) -> None:
        """One whole look. Raises what the database raises; what was found stays known here all the same."""
        with self._lock:
            try:
                found = self._found()
            except Refused:
                self._keep(())
                return  # there is no unit yet
            except Exception:
                self.excused = self._watch.elapsed() if self.is_known_away() else self.excused
                raise
            if found is None:
                return
            self._keep(found)
            if self.is_known_away():
                return
            tell_findings(self._store, found, actor=self._actor, now=self._clock.now())

    def _found(self) -> tuple[AuditFinding, ...] | None:
        """What is wrong on two looks. None: we are to end, and do not know."""
        first = self._audit()
        if not first:
            return ()
        if self.patrol.pause(self._again_s):
            return None
        still = {one.subject for one in first}
        found = tuple(one for one in self._audit() if one.subject in still)
        for one in found:
            _logger.error("The auditor found: %s", one.text)
        return found

    def _audit(self) -> tuple[AuditFinding, ...]:
        """The time is read before the record: what falls due meanwhile is for the next look."""
        now = self._clock.now()
        return audit(read_audited(self._store), now, self._grace)

    def _keep(self, found: tuple[AuditFinding, ...]) -> None:
        self.last = Audit(Stamp(self._clock.now(), self._watch.elapsed()), found)
