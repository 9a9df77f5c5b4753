"""Faults planted in what is kept while the record is away, and in how it is put in: each must be found."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from station.monitor.eyes import Eyes
from station.services import Actor, checks, keeping, putting_in, sounds
from station.store.spool import Kept, Spool
from station.store.work import AlreadyPutIn, Work
from station.trial import entering, living, people
from station.trial.plan import Planned, Trouble
from station.trial.run import attempt
from station.trial.zones import START
from tests.simulation.alone import MINUTE
from tests.simulation.planting import CALM, Patch, doubled, first_found, invented, lost

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


LATE = replace(KEPT, hours=0.5, script=(Planned(START + 12 * MINUTE, Trouble.DB_GONE, 600),))
"""Away when much is late: there are alerts to answer for."""


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


def _busy(patch: Patch) -> None:
    """Much is answered and paused while the record is away, and often under an unproven name."""
    patch.setattr(living, "_ANSWERS", 1.0)
    patch.setattr(people, "_PAUSES", 1.0)
    patch.setattr(entering, "_UNPROVEN", 0.3)


def test_without_a_planted_fault_answers_pauses_and_unproven_names_are_there_as_they_were_entered(
    monkeypatch: Patch,
) -> None:
    _busy(monkeypatch)
    kept: Counter[str] = Counter()
    for seed in range(3):
        outcome = attempt(replace(LATE, seed=seed))
        assert outcome.is_clean, outcome.words()
        kept += outcome.kept
    for kind in ("check", "accept", "pause", "check, under an unproven name"):
        assert kept[f"kept: {kind}"] > 0, kind


Do = Callable[[putting_in._Replay, Kept], None]


def _accepts_without_words(replay: putting_in._Replay, entry: Kept) -> None:
    putting_in._accept(replay, replace(entry, body={**entry.body, "note": ""}))


def _pauses_at_the_return(replay: putting_in._Replay, entry: Kept) -> None:
    until = keeping.paused_of(entry.body).until
    sounds.note_pause(replay.store, until, actor=putting_in._actor(entry, replay.now), now=replay.now)


def _passed_over(replay: putting_in._Replay, entry: Kept) -> None:
    with replay.store.write(putting_in._actor(entry, replay.now), replay.now):
        pass


@pytest.mark.parametrize(
    ("kind", "do"),
    [
        (keeping.ACCEPT, _accepts_without_words),
        (keeping.ACCEPT, _passed_over),
        (keeping.PAUSE, _pauses_at_the_return),
        (keeping.PAUSE, _passed_over),
        (keeping.CHECK, _passed_over),
    ],
)
def test_an_entry_put_in_otherwise_than_it_was_entered_is_found(monkeypatch: Patch, kind: str, do: Do) -> None:
    _busy(monkeypatch)
    monkeypatch.setitem(putting_in._DO, kind, do)
    assert first_found(LATE, lost) > 0


def test_put_in_under_a_name_that_nobody_proved_is_found(monkeypatch: Patch) -> None:
    _busy(monkeypatch)
    monkeypatch.setattr(keeping, "is_unproven", lambda _: False)
    assert first_found(LATE, lost) > 0


def test_what_nobody_entered_is_found(monkeypatch: Patch) -> None:
    keep = Eyes.keep

    def twice(self: Eyes, kind: str, body: Mapping[str, Any], staff_id: int, name: str) -> Kept:
        keep(self, kind, body, staff_id, name)
        return keep(self, kind, body, staff_id, name)

    monkeypatch.setattr(Eyes, "keep", twice)
    assert first_found(KEPT, invented) > 0
