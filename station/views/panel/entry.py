"""What stands behind the form of a check: the likely words, an entry half made, and what was saved. Without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from station.models.enums import EntryStatus, Outcome
from station.rules.likely import Likely, Past, likely
from station.rules.policy import Policy
from station.rules.wording import in_sentence
from station.store.rows import CheckRow


def likely_from(rows: Sequence[CheckRow], now: datetime, zone: ZoneInfo, policy: Policy) -> Likely:
    """What to offer first of a patient whose last checks these are."""
    told = (one for one in rows if one.outcome is Outcome.SEEN and one.status is EntryStatus.CURRENT)
    return likely((Past(one.observed_at, one.location, one.activity) for one in told), now, zone, policy)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry half made, as it was left. Its request id stays its own: sent twice, it is stored once."""

    request_id: str
    place: str | None
    activity: str | None
    life_sign: str | None
    when: str | None
    """What was typed as the time; None: not seen earlier."""
    concern: bool
    note: str | None

    @property
    def is_begun(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.place or self.concern or self.when or self.note)


@dataclass(frozen=True, slots=True)
class Saved:
    """A check that is stored."""

    stay_id: int
    check_id: int | None
    """None: not known, because it had been stored already."""
    at: datetime
    """When he is said to have been seen; of a patient not found, when he was looked for."""
    location: str | None
    """None with `activity`: he was not found."""
    activity: str | None
    is_late: bool
    """A late entry."""
    is_kept: bool = False
    """On this computer only: the record is away."""
    is_unproven: bool = False
    """And without a PIN."""

    @property
    def is_found(self) -> bool:
        return self.location is not None

    @property
    def said(self) -> str:
        """Bathroom, talking"""
        return f"{self.location}, {in_sentence(self.activity or '')}" if self.location else "Not found"
