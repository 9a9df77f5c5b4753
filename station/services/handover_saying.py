"""How a handover says a time, a place and a level: the same on every line, whenever it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.wording import clock_time
from station.store.rows.handover import WhoRow

_BEFORE: Final = timedelta(hours=4)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Saying:
    zone: ZoneInfo
    starts_at: datetime
    """Of the shift."""

    def at(self, moment: datetime) -> str:
        """The unit's clock; with its date where it is not of the day around this shift.

        It does not depend on when the page is read: else every line would read otherwise after midnight.
        """
        begins = self.starts_at - _BEFORE
        of_the_day = begins <= moment < begins + _DAY
        return clock_time(moment, self.zone, None if of_the_day else moment + 2 * _DAY)


def called(who: WhoRow) -> str:
    """For a line that begins with his bed: "Ames, M."."""
    return f"{who.family}, {who.given[:1]}." if who.given else who.family


def place(who: WhoRow) -> str:
    return who.bed or "no bed"


def level_words(level: str, asleep: str | None) -> str:
    """One level, or two: "Q15, asleep Q30"."""
    return level if asleep is None or asleep == level else f"{level}, asleep {asleep}"
