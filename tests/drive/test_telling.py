"""The journal says the same as the record of the simulated staff: so the verdict on a hand can be read from it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from station.services import Store, people
from station.simulation import said
from station.simulation.demo import DemoUnit, prepare
from station.store.engine import close_store, open_store
from tests.drive.telling import Told, read_journal, told_by, verdict_of

NOW = datetime.fromisoformat("2026-11-23T20:32:07+00:00")
HISTORY = timedelta(hours=2)
BY_HAND = {said.Checked, said.RoundBegun, said.RoundEnded, said.Admitted, said.Settled}
"""What a hand says again and again; the rest is as it happens to fall out in so short a time."""


@pytest.fixture
def lived(tmp_path: Path) -> tuple[Store, DemoUnit]:
    store = open_store(tmp_path / "drive.db", synchronous="OFF")
    return store, prepare(store, beds=8, seed=5, now=NOW, history=HISTORY)


def _plain(one: Told) -> Told:
    """Without what either side leaves to be understood."""
    if isinstance(one, said.LevelSet):
        return replace(one, review_by=None)
    if isinstance(one, said.Admitted):
        return replace(one, admitted=one.admitted or one.at)
    return one


@pytest.mark.slow
def test_the_journal_tells_what_was_said(lived: tuple[Store, DemoUnit]) -> None:
    store, unit = lived
    names = {one.name for one in people.read_people(store)}
    from_journal = {_plain(one) for one in told_by(names, read_journal(store))}
    read = BY_HAND | {type(one) for one in from_journal}
    assert from_journal == {_plain(one) for one in unit.told if type(one) in read}
    close_store(store)


@pytest.mark.slow
def test_what_somebody_said_is_missed_where_it_is_not_counted(lived: tuple[Store, DemoUnit]) -> None:
    store, unit = lived
    clean = verdict_of(store, unit.told, (), NOW)
    assert (clean.missed, clean.duplicate, clean.invented) == (0, 0, 0), clean.faults
    half = [one for one in unit.told if not isinstance(one, said.Checked) or one.check % 2]
    assert verdict_of(store, half, (), NOW).missed > 0
    close_store(store)
