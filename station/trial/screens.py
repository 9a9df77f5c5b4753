"""What stands on a screen while the record is away, held at each look against what that station can know.

It can know what had been said to the record when its screens were last read, and what has been kept on it since. What
is owed by that is reckoned by the truth of the simulation, which shares no rule with Station.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from station.simulation.said import Said, VitalsTaken
from station.simulation.truth import Place, Understood
from station.simulation.unit_truth import NEVER, Owed
from station.store.rows import AlertRow

_OURS: Final = ("technical", "canary")
_BY_SCORE: Final = ("vital signs", "score", "first vitals", "weight")
"""What a set changes by its score: which scale of SpO2 was ordered is not known without the record, which is asked to
be careful then."""


@dataclass(slots=True)
class Knows:
    """What one station knows. `is_exact`: nobody stood still in the middle of something when it was read."""

    of_record: Understood
    is_exact: bool
    kept: dict[str, Said] = field(default_factory=dict)
    """By entry: what somebody has entered here since."""

    def with_kept(self, waiting: Sequence[str]) -> Understood:
        """And what of it waits here still."""
        known = self.of_record.copy()
        for entry in waiting:
            if entry in self.kept:
                known.take(self.kept[entry])
        return known

    def measured(self) -> set[int]:
        return {one.stay for one in self.kept.values() if isinstance(one, VitalsTaken)}


def _is_ahead(alert: AlertRow) -> bool:
    """A relief is asked for before it is late: it claims nobody to be, and does not stand for one that is."""
    return (alert.kind, alert.stage) == ("relief", "due soon")


class Screens:
    """Judges each look. `about`: what a task that is of no patient is about."""

    def __init__(self, about: Callable[[int], str]) -> None:
        self.looks = 0
        self.missed: list[str] = []
        self.invented: list[str] = []
        self.doubled: list[str] = []
        self.raised: dict[tuple[Place, datetime], tuple[str, datetime]] = {}
        """What was raised from memory, with its due time: at which desk first, and when by its clock."""
        self._about = about

    def look(
        self,
        desk: str,
        knows: Knows,
        waiting: Sequence[str],
        alerts: Sequence[AlertRow],
        now: datetime,
        slack: timedelta,
    ) -> datetime | None:
        """`now`: by the clock of the desk. When something will be to be seen next that is not yet."""
        self.looks += 1
        owed = dict(knows.with_kept(waiting).owed())
        shown: dict[Place, list[AlertRow]] = defaultdict(list)
        for alert in alerts:
            if alert.kind not in _OURS and not _is_ahead(alert):
                shown[self._thing(alert)].append(alert)
        unsure = knows.measured()
        for thing in sorted({*owed, *shown}):
            if thing[0] not in unsure or thing[1] not in _BY_SCORE:
                self._judge(desk, thing, owed.get(thing), shown.get(thing, []), now, slack)
        ahead = [at for one in owed.values() for at in one if now < at < NEVER]
        return min(ahead, default=None)

    def _thing(self, alert: AlertRow) -> Place:
        if alert.stay_id is not None:
            return alert.stay_id, alert.kind, ""
        return 0, alert.kind, self._about(alert.task_id or 0)

    def _judge(
        self, desk: str, thing: Place, owed: Owed | None, shown: Sequence[AlertRow], now: datetime, slack: timedelta
    ) -> None:
        late = owed is not None and owed.late <= now - slack
        lapsed = owed is not None and owed.lapsed <= now - slack
        if late and not shown:
            self._say(self.missed, desk, thing, f"late since {owed and owed.late}, is not on the screen")
        if lapsed and any(one.lapsed_at is None for one in shown):
            self._say(self.missed, desk, thing, f"lapsed at {owed and owed.lapsed}, does not stand as lapsed")
        if len(shown) > 1:
            self._say(self.doubled, desk, thing, "stands twice on the screen")
        for one in shown:
            if one.id < 0:
                self.raised.setdefault((thing, one.due_at), (desk, now))
            if owed is None or owed.late > now + slack:
                self._say(self.invented, desk, thing, f"due {one.due_at}, is not late: {owed}")
            elif one.id < 0 and abs(one.due_at - owed.late) > slack:
                self._say(self.invented, desk, thing, f"was due {owed.late}, not {one.due_at}")

    @staticmethod
    def _say(to: list[str], desk: str, thing: Place, words: str) -> None:
        """Once for each."""
        stay, kind, about = thing
        said = f"{kind} of {about or f'stay {stay}'} at {desk}, from memory: {words}"
        if said not in to:
            to.append(said)
