"""When somebody was late, and how long: the time between what was said, lived through with what was known then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from station.simulation.layout import ZONE
from station.simulation.said import Checked, OfUnit, Said
from station.simulation.truth import KnownStay
from station.simulation.unit_truth import Owed, Thing
from station.simulation.vital_truth import VitalsKnown


@dataclass(frozen=True, slots=True)
class Episode:
    """One time somebody was late: from `began` (when it could first be known) until `ended` (None: still late)."""

    stay: int
    kind: str
    due: datetime
    began: datetime
    lapsed: datetime | None
    """When it could first be known to have lapsed; None when it ended before."""
    ended: datetime | None
    about: str = ""
    """What was late, where it was no patient (`stay` is 0 then)."""
    was_none: bool = False
    """He had been seen before it began: kept on a station, which knew it, and put into the record as it ended."""
    lapses: tuple[tuple[datetime, datetime | None], ...] = field(default=(), compare=False)
    """Each time that he stood as lapsed, as far as was known then; None: to the end of it. A late entry may end one of
    these and leave him late."""
    at_first: tuple[datetime, ...] = field(default=(), compare=False)
    """What was due before in the very moment it began: more was told in that moment, and a sweep may have come
    between."""


@dataclass(slots=True)
class _Running:
    """An episode that has not ended yet."""

    due: datetime
    began: datetime
    at_first: tuple[datetime, ...] = ()
    lapses: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def lapse(self, owed: Owed, at: datetime, end: datetime) -> None:
        """From one thing said to the next."""
        stands = bool(self.lapses) and self.lapses[-1][1] is None
        if stands and owed.lapsed > at:
            self.lapses[-1] = self.lapses[-1][0], at
            stands = False
        if not stands and max(owed.lapsed, at) < end:
            self.lapses.append((max(owed.lapsed, at), None))


class _Known(Protocol):
    """One patient, or one thing that is owed to none, while what was said of it is replayed."""

    def owed(self) -> Iterator[tuple[str, Owed]]: ...


def late_episodes(said: Iterable[Said | OfUnit], until: datetime, zone: str = ZONE) -> list[Episode]:
    """Every episode of lateness up to `until`, by stay or thing and time, on a unit in that IANA zone.

    `said` must be in the order it was told.
    """
    by_stay: dict[int, list[Said]] = {}
    by_thing: dict[str, list[OfUnit]] = {}
    for one in said:
        if isinstance(one, OfUnit):
            by_thing.setdefault(one.about, []).append(one)
        else:
            by_stay.setdefault(one.stay, []).append(one)
    of_stays = [episode for stay, told in by_stay.items() for episode in _replay_stay(stay, told, until, zone)]
    return of_stays + [episode for about, told in by_thing.items() for episode in _replay_thing(about, told, until)]


def _replay_stay(stay: int, told: Sequence[Said], until: datetime, zone: str) -> list[Episode]:
    known, lateness = KnownStay(stay, VitalsKnown(zone)), _Lateness(stay, "")
    for one, end in zip(told, _ends(told, until), strict=True):
        known.take(one)
        if isinstance(one, Checked):
            lateness.end(known, one.at, as_of=one.kept or one.stood_still, was_known=one.kept is not None)
        else:
            lateness.end(known, one.at)
        lateness.live(known, one.at, end)
    return lateness.all()


def _replay_thing(about: str, told: Sequence[OfUnit], until: datetime) -> list[Episode]:
    known, lateness = Thing(), _Lateness(0, about)
    for one, end in zip(told, _ends(told, until), strict=True):
        known.take(one)
        lateness.end(known, one.at)
        lateness.live(known, one.at, end)
    return lateness.all()


def _ends(told: Sequence[Said] | Sequence[OfUnit], until: datetime) -> list[datetime]:
    return [one.at for one in told[1:]] + [until]


class _Lateness:
    """The episodes of one patient or thing, those that have ended and those that run."""

    def __init__(self, stay: int, about: str) -> None:
        self._stay, self._about = stay, about
        self._running: dict[str, _Running] = {}
        self._for_no_time: dict[str, tuple[datetime, ...]] = {}
        """By kind, what was due and late, and is due at another time by what was told in the same moment."""
        self._found: list[Episode] = []

    def end(self, known: _Known, at: datetime, *, as_of: datetime | None = None, was_known: bool = False) -> None:
        """What was just said ended these. `as_of`: a check of then ended his lateness if it did so when it was entered;
        late again since, he is so for another reason. `was_known`: a station had kept it, and knew."""
        owed, was = dict(known.owed()), {} if as_of is None else {"check": as_of}
        for kind in [kind for kind in self._running if not _late_still(owed.get(kind), was.get(kind, at))]:
            one = self._running.pop(kind)
            self._close(kind, one, at, was_none=was_known and kind in was and was[kind] <= one.began)

    def live(self, known: _Known, at: datetime, end: datetime) -> None:
        """From one thing said (`at`) to the next (`end`) only the clock moves."""
        owed = dict(known.owed())
        if at == end:
            late = {kind: what.late for kind, what in owed.items() if what.late <= at}
            self._for_no_time = {kind: (*self._for_no_time.get(kind, ()), due) for kind, due in late.items()}
            return
        for kind, what in owed.items():
            _live_through(self._running, kind, what, at, end, self._for_no_time.get(kind, ()))
        self._for_no_time = {}

    def all(self) -> list[Episode]:
        for kind, episode in self._running.items():
            self._close(kind, episode, None)
        return self._found

    def _close(self, kind: str, episode: _Running, ended: datetime | None, *, was_none: bool = False) -> None:
        lapses = tuple(episode.lapses)
        first = lapses[0][0] if lapses else None
        what = self._stay, kind, episode.due, episode.began, first, ended, self._about, was_none, lapses
        self._found.append(Episode(*what, episode.at_first))


def _late_still(owed: Owed | None, at: datetime) -> bool:
    """Whether he is late still after what was just said: a late entry may leave him so, and it is one lateness."""
    return owed is not None and owed.late <= at


def _live_through(
    running: dict[str, _Running], kind: str, owed: Owed, at: datetime, end: datetime, at_first: tuple[datetime, ...]
) -> None:
    began = max(owed.late, at)
    if began >= end:
        return
    running.setdefault(kind, _Running(owed.late, began, at_first if began == at else ())).lapse(owed, at, end)
