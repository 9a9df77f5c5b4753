"""Faults planted in what is kept while the record is away, and in how it is put in: each must be found."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from station.services import Actor, checks, keeping, putting_in
from station.store.spool import Kept, Spool
from station.store.work import AlreadyPutIn, Work
from station.trial.plan import Planned, Trouble
from station.trial.run import attempt
from station.trial.zones import START
from tests.simulation.alone import MINUTE
from tests.simulation.planting import CALM, Patch, doubled, first_found, lost

pytestmark = pytest.mark.slow

KEPT = replace(
    CALM,
    hours=0.25,
    script=(Planned(START + 3 * MINUTE, Trouble.DB_GONE, 300), Planned(START + 7 * MINUTE, Trouble.KILL_ALL, 90)),
)
AIMED = replace(
    CALM,
    hours=0.25,
    script=tuple(
        Planned(START + minutes * MINUTE, trouble, seconds)
        for minutes, trouble, seconds in (
            (3.0, Trouble.DB_GONE, 200),
            (3.0, Trouble.KILL_KEEPING, 20),
            (3.1, Trouble.KILL_PUT_IN, 20),
            (9.0, Trouble.DB_LOCKED, 150),
            (9.1, Trouble.KILL_PUT_IN, 20),
        )
    ),
)
"""Killed at the two moments at which an entry is most easily lost or doubled."""


def test_without_a_planted_fault_what_was_kept_outlives_a_loss_of_power() -> None:
    outcome = attempt(replace(KEPT, seed=1))
    assert outcome.is_clean, outcome.words()
    assert outcome.kept["kept"] > 0


def test_told_as_kept_before_it_is_safe_on_the_disk_is_lost_with_the_power(monkeypatch: Patch) -> None:
    def unsafe(self: Spool, line: bytes) -> None:
        os.write(self._open(), line)

    monkeypatch.setattr(Spool, "_write", unsafe)
    assert first_found(KEPT, lost) > 0


def test_put_in_without_its_request_it_stands_twice_or_is_not_found(monkeypatch: Patch) -> None:
    check_of, numbers = keeping.check_of, count()

    def anew(body: Any) -> checks.CheckEntry:
        return replace(check_of(body), request_id=f"anew-{next(numbers)}")

    monkeypatch.setattr(keeping, "check_of", anew)
    assert first_found(KEPT, lambda outcome: lost(outcome) + doubled(outcome)) > 0


def test_put_in_with_the_time_of_the_return_is_not_what_was_entered(monkeypatch: Patch) -> None:
    check_of = keeping.check_of
    monkeypatch.setattr(keeping, "check_of", lambda body: replace(check_of(body), observed_at=None))
    monkeypatch.setattr(Work, "recorded_at", property(lambda self: self.at))

    def at_the_return(
        self: putting_in._Replay, entry: Kept, _: int | None, do: Callable[[Actor, datetime], Any]
    ) -> None:
        do(putting_in._actor(entry, self.now), self.now)

    monkeypatch.setattr(putting_in._Replay, "at_its_time", at_the_return)
    assert first_found(KEPT, lost) > 0


def test_without_a_planted_fault_kills_at_the_two_moments_lose_and_double_nothing() -> None:
    met: Counter[str] = Counter()
    for seed in range(3):
        outcome = attempt(replace(AIMED, seed=seed))
        assert outcome.is_clean, outcome.words()
        met += outcome.counts
    assert met[Trouble.KILL_KEEPING] > 0
    assert met[Trouble.KILL_PUT_IN] > 0


def test_marked_as_put_in_before_it_is_in_is_lost_with_a_kill_between(monkeypatch: Patch) -> None:
    one, actor = putting_in._one, putting_in._actor

    def marked_first(replay: putting_in._Replay, entry: Kept) -> str:
        with suppress(AlreadyPutIn), replay.store.write(actor(entry, replay.now), entry.written_at):
            pass
        return one(replay, entry)

    monkeypatch.setattr(putting_in, "_one", marked_first)
    monkeypatch.setattr(putting_in, "_actor", lambda entry, *_, **__: Actor(entry.staff_id, entry.name, entry.station))
    assert first_found(AIMED, lost) > 0
