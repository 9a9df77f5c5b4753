"""Training that people must have: whether it holds on a day of the unit's calendar, and how that is said."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from station.models.enums import Role
from station.rules.policy_people import Qualifications
from station.rules.wording import calendar_day, in_sentence

_A_DAY: Final = timedelta(days=1)
_MONTH: Final = re.compile(r"(\d{1,2})\s*/\s*(\d{4})")
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_US_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_AS: Final = "Write a month such as 03/2027, or a day such as 2027-03-31."
_YEARS: Final = 10
"""No card of these lasts longer, and none that ended longer ago is worth recording."""


class Standing(StrEnum):
    """How a person's training stands on a day. Ordered by `rank`: 0 what keeps him from the work, 3 fine."""

    EXPIRED = "expired"
    MISSING = "missing"
    SOON = "expires soon"
    FINE = "fine"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


@dataclass(frozen=True, slots=True)
class Training:
    """One training that a person must have, as it stands on `day`."""

    code: str
    name: str
    standing: Standing
    expires_on: date | None
    """The last day on which it holds; None: none is on record."""
    day: date

    @property
    def under_name(self) -> str:
        """For a narrow place, true on whatever day it is read: "CPI to 03/27", "CPR expired", "CPR to 12 Dec"."""
        if self.expires_on is None:
            return f"no {self.code}"
        if self.standing is Standing.EXPIRED:
            return f"{self.code} expired"
        if self.standing is Standing.SOON:
            return f"{self.code} to {calendar_day(self.expires_on, self.day)}"
        return f"{self.code} to {self.expires_on:%m/%y}"

    @property
    def said(self) -> str:
        """Read on `day` itself: "CPR expires in 12 days", "CPR expired", "no CPR on record", "CPI to 03/27"."""
        if self.expires_on is None:
            return f"no {self.code} on record"
        if self.standing is Standing.SOON:
            return f"{self.code} expires {in_days((self.expires_on - self.day).days)}"
        return self.under_name

    @property
    def warning(self) -> str:
        """What is said when he is put on a shift of `day`; nothing where it is fine."""
        if self.standing is Standing.FINE:
            return ""
        if self.expires_on is None:
            return f"No {in_sentence(self.name)} on record"
        verb = "expired" if self.standing is Standing.EXPIRED else "expires"
        return f"{self.name} {verb} on {calendar_day(self.expires_on, self.day)}"


def in_days(left: int) -> str:
    """How far ahead a day is: "today", "tomorrow", "in 12 days"."""
    return {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")


def trainings(policy: Qualifications, role: Role, held: Mapping[str, date], day: date) -> tuple[Training, ...]:
    """What somebody of `role` must have, in the policy's order. `held`: by code, the last day each of his holds.

    The last day itself still holds. Warned from `warn_before` ahead, in whole days.
    """
    return tuple(
        Training(one.code, one.name, _standing(held.get(one.code), day, policy.warn_before), held.get(one.code), day)
        for one in policy.required
        if role in one.roles
    )


def _standing(expires_on: date | None, day: date, warn_before: timedelta) -> Standing:
    if expires_on is None:
        return Standing.MISSING
    if expires_on < day:
        return Standing.EXPIRED
    return Standing.SOON if (expires_on - day) // _A_DAY <= warn_before // _A_DAY else Standing.FINE


def by_urgency(of: Sequence[Training]) -> list[Training]:
    """What needs somebody first: expired, missing, what expires soonest."""
    return sorted(of, key=lambda one: (one.standing.rank, one.expires_on or date.min))


def needing(of: Sequence[Training]) -> list[Training]:
    """Those that are not fine, the most urgent first."""
    return [one for one in by_urgency(of) if one.standing is not Standing.FINE]


def line(of: Sequence[Training]) -> str:
    """Under his name in a plan: whatever is not fine, the most urgent first; else what expires next. "" for none."""
    return " · ".join(one.under_name for one in needing(of) or by_urgency(of)[:1])


def attention(of: Sequence[Training]) -> str:
    """Beside his name in a list read on the day itself: as `line`, in days."""
    return " · ".join(one.said for one in needing(of) or by_urgency(of)[:1])


def is_untrained(of: Sequence[Training]) -> bool:
    """Whether any of it has expired or is not on record."""
    return any(one.standing in (Standing.EXPIRED, Standing.MISSING) for one in of)


def warnings(of: Sequence[Training]) -> tuple[str, ...]:
    """What is said when he is put on a shift, the most urgent first."""
    return tuple(one.warning for one in needing(of))


def last_day(text: str) -> date:
    """The last day that a card names: "03/2027" is the last of that month, "2027-03-31" or "3/31/2027" that day.

    Raises ValueError with a sentence for what is none.
    """
    typed = text.strip()
    if month := _MONTH.fullmatch(typed):
        return _day_of(int(month[2]), int(month[1]), None, typed)
    if day := _DAY.fullmatch(typed):
        return _day_of(int(day[1]), int(day[2]), int(day[3]), typed)
    if day := _US_DAY.fullmatch(typed):
        return _day_of(int(day[3]), int(day[1]), int(day[2]), typed)
    raise ValueError(f"{typed!r} is not a date. {_AS}" if typed else _AS)


def _day_of(year: int, month: int, day: int | None, typed: str) -> date:
    """`day` None: the last of the month."""
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(f"{typed} names no month of the year. {_AS}")
    last = monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        raise ValueError(f"{typed} names a day that its month has not: it has {last} days. {_AS}")
    return date(year, month, day or last)


def check_believable(expires_on: date, today: date) -> None:
    """Raises ValueError with a sentence for a day that no card of today can name."""
    if abs(expires_on.year - today.year) > _YEARS:
        day = calendar_day(expires_on, today)
        raise ValueError(f"No training ends on {day}. Look at the year, and write it once more.")
