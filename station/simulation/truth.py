"""The independent count of what was late: a plain replay of what was said, sharing no rule with Station.

The figures are those of the default policy as the product's law states them, in seconds, written down here a second
time on purpose: a rule that is wrong in `station.rules` must not be wrong here as well.
"""

import copy
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from station.simulation.layout import ZONE
from station.simulation.said import (
    Admitted,
    Amended,
    Answered,
    Assessed,
    AssessmentOrdered,
    Back,
    Checked,
    Discharged,
    DutyTaken,
    Expected,
    Gone,
    Left,
    LevelSet,
    NotFound,
    NotWatched,
    OfUnit,
    ProviderOrdered,
    PutOff,
    Reviewed,
    Said,
    Settled,
    TakenBack,
    VitalsOrdered,
    VitalsTaken,
)
from station.simulation.unit_truth import NEVER, Owed, Thing, after
from station.simulation.vital_truth import VitalsKnown

CHECK_S: Final = {
    "Q5": (300, 420),
    "Q15": (900, 1200),
    "Q30": (1800, 2220),
    "Q60": (3600, 4200),
    "LOS": (900, 1200),
    "1:1": (900, 1200),
}
"""Level: late and lapsed this many seconds after he was last seen."""

CONTINUOUS: Final = ("LOS", "1:1")
FIRST_CHECK_S: Final = (120, 300)
NOBODY_S: Final = (30, 90)
RELIEF_S: Final = (7200, 7800)
PROVIDER_ORDER_S: Final = (3600, 5400)
REVIEW_EVERY: Final = timedelta(hours=24)
REVIEW_S: Final = (0, 3600)
AT_ONCE_S: Final = (0, 0)
SETTLING_S: Final = {
    "belongings search": (3600, 5400),
    "first vitals": (3600, 7200),
    "weight": (86400, 100800),
    "orientation": (86400, 100800),
}
"""Late and lapsed this many seconds after the admission; asked again so long after a refusal:"""
ASKED_AGAIN: Final = timedelta(hours=2)
NEVER_HIGH: Final = ("first vitals", "weight", "orientation")
"""What never becomes an alert of high priority, however long it is owed."""
RETURN_S: Final = (0, 600)
"""Late and lapsed this many seconds after he was expected back."""


@dataclass(slots=True)
class KnownStay:
    """What is known of one stay while the record is replayed."""

    stay: int
    vitals: VitalsKnown
    level: str = ""
    level_asleep: str | None = None
    seen: list[tuple[datetime, int, bool]] = field(default_factory=list)
    """(observed, entry, sleeping), by time observed."""
    owed_since: datetime | None = None
    alone_since: datetime | None = None
    duty_since: datetime | None = None
    provider_since: datetime | None = None
    review_by: datetime | None = None
    missing_since: datetime | None = None
    searched_since: datetime | None = None
    """The latest search that a sighting ended: it goes on where that was none. Once he has left, it is over."""
    away: bool = False
    return_by: datetime | None = None
    gone_since: datetime | None = None
    back: datetime | None = None
    """When he last came back to the unit: what was seen of him before counts for no interval any more."""
    settling: dict[str, Owed] = field(default_factory=dict)
    here: bool = True

    def take(self, one: Said) -> None:
        """Let one thing said change what is known."""
        self.vitals.take(one)
        match one:
            case Admitted():
                self.owed_since = one.at
                self._settle_in(one.admitted or one.at, one.at)
                self._ordered(one.at, one.level, one.level_asleep, one.review_by)
            case LevelSet():
                if one.raised:
                    self._owe_look(one.at)
                self.provider_since = None if one.by_provider else self.provider_since or one.at
                self._ordered(one.at, one.level, one.level_asleep, one.review_by)
            case NotWatched():
                self._owe_look(one.since)
            case Checked():
                self._see(one.check, one.observed, one.sleeping)
            case Amended():
                self._unsee(one.check)
                self._see(one.now_check, one.observed, one.sleeping)
                self._search_again()
            case TakenBack():
                self._unsee(one.check)
                self._search_again()
            case _:
                self._take_other(one)

    def _take_other(self, one: Said) -> None:
        match one:
            case NotFound():
                self._miss(one.since or one.at)
            case DutyTaken():
                self.alone_since, self.duty_since = None, one.at
            case ProviderOrdered():
                self.provider_since = None
            case Reviewed():
                self.review_by, self.provider_since = one.review_by or one.at + REVIEW_EVERY, None
            case Settled():
                self.settling.pop(one.kind, None)
            case PutOff():
                self._put_off(one.kind, one.at)
            case VitalsTaken() | VitalsOrdered() | Answered() | Assessed() | AssessmentOrdered():
                self._settle_vitals(one)
            case Discharged():
                self.here = False
            case Left() | Expected() | Gone() | Back():
                self._take_absence(one)
            case _:
                raise TypeError(f"the truth has not been taught what {type(one).__name__} means")

    def _take_absence(self, one: Left | Expected | Gone | Back) -> None:
        match one:
            case Left():
                self._leaves()
                self.return_by = one.expected
            case Expected():
                self.return_by = one.expected
            case Gone():
                self._leaves()
                self.return_by, self.gone_since = None, one.noticed
            case Back():
                self.away, self.return_by, self.gone_since = False, None, None
                self.back = self.owed_since = one.back
                self.alone_since = one.at if self.level in CONTINUOUS else None

    def _leaves(self) -> None:
        """Nobody rounds him, looks for him or holds him here."""
        self.away = True
        self.missing_since = self.searched_since = self.alone_since = self.duty_since = None

    def _owe_look(self, at: datetime) -> None:
        """From now, or from the earlier moment from which one is owed still; on his return, while he is away."""
        last = self.seen[-1][0] if self.seen else None
        owed_still = self.owed_since is not None and (last is None or last < self.owed_since)
        if not self.away and not owed_still:
            self.owed_since = at

    def _settle_in(self, admitted: datetime, told: datetime) -> None:
        """What would have lapsed before Station was told was never its to watch."""
        owed = {kind: after(admitted, seconds) for kind, seconds in SETTLING_S.items()}
        self.settling = {kind: one for kind, one in owed.items() if one.lapsed > told}

    def _settle_vitals(self, one: Said) -> None:
        """Of what is owed after an admission only a set, or its refusal, is an answer."""
        if isinstance(one, VitalsTaken) and one.refused:
            self._put_off("first vitals", one.observed)
        elif isinstance(one, VitalsTaken):
            self.settling.pop("first vitals", None)

    def _put_off(self, kind: str, at: datetime) -> None:
        before = self.settling.get(kind)
        if before is not None:
            late = max(before.late, at + ASKED_AGAIN)
            self.settling[kind] = Owed(late, late + (before.lapsed - before.late))

    def _ordered(self, at: datetime, level: str, level_asleep: str | None, review_by: datetime | None) -> None:
        self.level, self.level_asleep = level, level_asleep
        self.review_by = review_by or at + REVIEW_EVERY
        if level not in CONTINUOUS:
            self.alone_since = self.duty_since = None
        elif self.duty_since is None and self.alone_since is None and not self.away:
            self.alone_since = at

    def _see(self, check: int, observed: datetime, sleeping: bool) -> None:
        insort(self.seen, (observed, check, sleeping))
        if self.missing_since is not None and observed >= self.missing_since:
            self._find(self.missing_since)

    def _miss(self, since: datetime) -> None:
        """Not where he has been seen since: then the search was over before the record heard of it."""
        if not self.seen or self.seen[-1][0] <= since:
            self.missing_since = self.missing_since or since
        else:
            self._find(since)

    def _find(self, since: datetime) -> None:
        self.missing_since, self.searched_since = None, max(self.searched_since or since, since)

    def _search_again(self) -> None:
        """Whoever was found by an entry that was not of him, or not of then, is looked for as before."""
        searched = None if self.away else self.searched_since
        if searched is not None and (not self.seen or self.seen[-1][0] < searched):
            self.missing_since = self.missing_since or searched

    def _unsee(self, check: int) -> None:
        self.seen = [one for one in self.seen if one[1] != check]

    def owed(self) -> Iterator[tuple[str, Owed]]:
        """Everything owed of this stay now, by kind."""
        if not self.here:
            return
        yield from self._owed_off_unit() if self.away else (("check", self._check()),)
        if self.alone_since is not None:
            yield "observer", after(self.alone_since, NOBODY_S)
        if self.duty_since is not None:
            yield "relief", after(self.duty_since, RELIEF_S)
        if self.provider_since is not None:
            yield "provider order", after(self.provider_since, PROVIDER_ORDER_S)
        if self.review_by is not None:
            yield "review", after(self.review_by, REVIEW_S)
        if self.missing_since is not None:
            yield "not found", after(self.missing_since, AT_ONCE_S)
        for kind, owed in self.settling.items():
            yield kind, Owed(owed.late, NEVER) if kind in NEVER_HIGH else owed
        yield from self.vitals.owed()

    def _owed_off_unit(self) -> Iterator[tuple[str, Owed]]:
        if self.return_by is not None:
            yield "return", after(self.return_by, RETURN_S)
        if self.gone_since is not None:
            yield "AWOL", after(self.gone_since, AT_ONCE_S)

    def _check(self) -> Owed:
        last = self.seen[-1] if self.seen else None
        if self.back is not None and (last is None or last[0] < self.back):
            return after(self.back, FIRST_CHECK_S)
        choices = []
        if last is not None:
            asleep = last[2] and self.level_asleep is not None
            level = self.level_asleep if asleep and self.level_asleep else self.level
            choices.append(after(last[0], CHECK_S[level]))
        if self.owed_since is not None and (last is None or last[0] < self.owed_since):
            choices.append(after(self.owed_since, FIRST_CHECK_S))
        return Owed(min(one.late for one in choices), min(one.lapsed for one in choices))


Place = tuple[int, str, str]
"""What is owed: the stay (0: no patient), the kind, and what it is about where it is about no patient."""


class Understood:
    """What is owed by all that has been said, told one by one in the order in which it was."""

    def __init__(self, zone: str = ZONE) -> None:
        self._zone = zone
        self._stays: dict[int, KnownStay] = {}
        self._things: dict[str, Thing] = {}

    def take(self, one: Said | OfUnit) -> None:
        if isinstance(one, OfUnit):
            self._things.setdefault(one.about, Thing()).take(one)
        else:
            self._stays.setdefault(one.stay, KnownStay(one.stay, VitalsKnown(self._zone))).take(one)

    def copy(self) -> "Understood":
        """Who has left is owed nothing more."""
        other = Understood(self._zone)
        other._stays = copy.deepcopy({stay: known for stay, known in self._stays.items() if known.here})
        other._things = copy.deepcopy(self._things)
        return other

    def owed(self) -> Iterator[tuple[Place, Owed]]:
        for stay, known in self._stays.items():
            yield from (((stay, kind, ""), owed) for kind, owed in known.owed())
        for about, thing in self._things.items():
            yield from (((0, kind, about), owed) for kind, owed in thing.owed())
