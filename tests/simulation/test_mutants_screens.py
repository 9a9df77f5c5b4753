"""Faults planted in the station's own eyes, which look from memory while the record is away: each must be found."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from station.monitor import from_memory
from station.services.alertbook import AlertBook
from station.services.putting_in import _Replay
from station.store.rows import AlertRow
from station.trial.outcome import Outcome
from station.trial.plan import Planned, Trouble
from station.trial.run import attempt
from station.trial.zones import START
from tests.simulation.alone import MINUTE
from tests.simulation.planting import CALM, Patch, doubled, first_found, invented, missed

pytestmark = pytest.mark.slow

AWAY = replace(CALM, hours=0.5, script=(Planned(START + 12 * MINUTE, Trouble.DB_GONE, 700),))
"""Away when much falls late: some of it is seen to meanwhile, at a desk that keeps it."""


def test_without_a_planted_fault_what_stands_on_the_screens_is_what_each_station_can_know() -> None:
    outcome = attempt(replace(AWAY, seed=1))
    assert outcome.is_clean, outcome.words()
    assert outcome.looks > 30
    assert outcome.raised_from_memory > 2


Plant = Callable[[Patch], None]


def _raises_nothing(patch: Patch) -> None:
    patch.setattr(from_memory, "_alert_of", lambda _row, stood, *_: stood)


def _does_not_see_a_lapse(patch: Patch) -> None:
    opened = from_memory._opened
    patch.setattr(from_memory, "_opened", lambda *said: replace(opened(*said), lapsed_at=None))


def _is_due_when_it_was_found(patch: Patch) -> None:
    opened = from_memory._opened
    patch.setattr(from_memory, "_opened", lambda *said: replace(opened(*said), due_at=said[-1]))


def _does_not_hear_what_is_entered(patch: Patch) -> None:
    patch.setattr(from_memory, "_take", lambda *_: None)


def _shows_each_twice(patch: Patch) -> None:
    alerts = from_memory._alerts

    def twice(*said: Any) -> Iterator[AlertRow]:
        for one in alerts(*said):
            yield from (one, one)

    patch.setattr(from_memory, "_alerts", twice)


def _forgets_on_the_return(patch: Patch) -> None:
    """What was late and was seen to meanwhile: the record never hears of it."""
    patch.setattr(_Replay, "_sweep", lambda *_: None)
    patch.setattr(AlertBook, "was_overlooked", lambda *_: False)


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (_raises_nothing, missed),
        (_does_not_see_a_lapse, missed),
        (_is_due_when_it_was_found, invented),
        (_does_not_hear_what_is_entered, invented),
        (_shows_each_twice, doubled),
        (_forgets_on_the_return, missed),
    ],
)
def test_a_station_that_looks_otherwise_from_memory_is_found(
    monkeypatch: Patch, plant: Plant, found: Callable[[Outcome], int]
) -> None:
    plant(monkeypatch)
    assert first_found(AWAY, found) > 0
