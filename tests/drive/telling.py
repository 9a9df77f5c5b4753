"""The verdict on an evening: what the hand told Station, read from the journal, beside what the simulated staff told.

The demo's policy walks its environmental rounds at other hours than the truth knows of: they are left out of both.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from station.models import JournalEntry
from station.models.enums import DeedOutcome
from station.services import Store
from station.simulation import said
from station.simulation.history import read_spans
from station.simulation.lateness import late_episodes
from station.simulation.said import OfUnit, Said
from station.simulation.verdict import Verdict, judge

_LEFT_OUT: Final = "environmental round"
_LONG_AGO: Final = timedelta(days=90)
"""What was owed when the unit was set up may have been due before."""
_LATE_ENTRY: Final = timedelta(minutes=2)
Body = Mapping[str, Any]
Told = Said | OfUnit


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    actor: str
    kind: str
    body: Body


def verdict_of(store: Store, told: Iterable[Told], hands: Collection[str], until: datetime) -> Verdict:
    """`told`: by the simulated staff. `hands`: the names the hand worked in."""
    by_hand = list(told_by(hands, read_journal(store)))
    everything = sorted([*told, *by_hand], key=lambda one: one.at)
    episodes = [one for one in late_episodes(everything, until) if one.kind != _LEFT_OUT]
    spans = [one for one in read_spans(store, until - _LONG_AGO, until) if one.kind != _LEFT_OUT]
    return judge(episodes, spans, [], until)


def read_journal(store: Store) -> list[Entry]:
    with store.read() as session:
        rows = session.scalars(select(JournalEntry).order_by(JournalEntry.seq))
        return [
            Entry(datetime.fromtimestamp(0, UTC) + timedelta(microseconds=one.at), one.actor, one.kind, body)
            for one in rows
            if isinstance(body := json.loads(one.body), dict)
        ]


def told_by(hands: Collection[str], journal: Iterable[Entry]) -> Iterator[Told]:
    """What these people told Station, in the words of the simulation's record."""
    of: dict[int, int] = {}
    for one in journal:
        body = one.body
        if one.actor in hands and one.kind in _WORDS:
            yield from _WORDS[one.kind](one.at, body)
        elif one.actor in hands and one.kind == "check.wrong patient":
            yield said.TakenBack(one.at, of[body["original"]], body["original"])
            yield from _checked(one.at, body)
        if "check" in body and "stay" in body and one.kind.startswith("check."):
            of[body["check"]] = body["stay"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _checked(at: datetime, body: Body) -> Iterator[Told]:
    observed = _moment(body["observed"])
    sleeping, late = body["life_sign"] is not None, at - observed > _LATE_ENTRY
    yield said.Checked(at, body["stay"], body["check"], observed, sleeping, late)


def _amended(at: datetime, body: Body) -> Iterator[Told]:
    sleeping = body["life_sign"] is not None
    observed = _moment(body["observed"])
    yield said.Amended(at, body["stay"], body["original"], body["check"], observed, sleeping)


def _recorded(at: datetime, body: Body) -> Iterator[Told]:
    put_off = body["outcome"] == DeedOutcome.REFUSED.value
    told = said.PutOff if put_off else said.Settled
    yield told(at, body["stay"], body["kind"])


def _level(at: datetime, body: Body) -> Iterator[Told]:
    awake, asleep = body["now"]
    other = asleep if asleep != awake else None
    review = _moment(body["review_by"])
    yield said.LevelSet(at, body["stay"], awake, other, body["kind"] == "raise", body["provider_order"], review)


def _admitted(at: datetime, body: Body) -> Iterator[Told]:
    admitted = _moment(body["admitted"])
    yield said.Admitted(at, body["stay"], body["level"], body["level_asleep"], admitted=admitted)


_WORDS: Final[Mapping[str, Callable[[datetime, Body], Iterator[Told]]]] = {
    "check.recorded": _checked,
    "check.amended": _amended,
    "check.not found": lambda at, body: iter([said.NotFound(at, body["stay"], body["check"])]),
    "check.taken back": lambda at, body: iter([said.TakenBack(at, body["stay"], body["check"])]),
    "absence.left": lambda at, body: iter([said.Left(at, body["stay"], _moment(body["expected"]))]),
    "absence.extended": lambda at, body: iter([said.Expected(at, body["stay"], _moment(body["expected"]))]),
    "absence.AWOL": lambda at, body: iter([said.Gone(at, body["stay"], _moment(body["at"]))]),
    "absence.back": lambda at, body: iter([said.Back(at, body["stay"], _moment(body["at"]))]),
    "stay.admitted": _admitted,
    "admission.recorded": _recorded,
    "order.level": _level,
    "round.begun": lambda at, body: iter([said.RoundBegun(at, f"round:{body['round']}")]),
    "round.ended": lambda at, body: iter([said.RoundEnded(at, f"round:{body['round']}")]),
    "hazard.found": lambda at, body: iter([said.HazardFound(at, f"hazard:{body['hazard']}", body["severity"])]),
    "hazard.verified": lambda at, body: iter([said.HazardVerified(at, f"hazard:{body['hazard']}")]),
}
"""Entries of these kinds change what is owed."""
