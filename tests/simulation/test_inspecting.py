"""The staff of a simulated unit make their environmental rounds, and put right what they find."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import EnvironmentalRound, Finding, Hazard
from station.models.enums import FindingOutcome, HazardState
from station.services import Store, reading
from station.services.environment_reading import read_environmental_rounds
from station.simulation import inspecting
from station.simulation.run import Tools
from station.simulation.unit import Unit
from station.simulation.watch import VirtualMonitor, live

START = datetime.fromisoformat("2026-11-23T12:00:00+00:00")


@pytest.fixture
def store(tools: Tools, tmp_path: Path) -> Iterator[Store]:
    opened = tools.open(tmp_path / "unit.db")
    yield opened
    tools.close(opened)


def _lived(store: Store, hours: float) -> datetime:
    unit = Unit(store, beds=8, seed=5)
    unit.found(START)
    end = START + timedelta(hours=hours)
    live(unit, VirtualMonitor(store, START, lambda: unit.hands.acts), end)
    return end


@pytest.mark.slow
def test_every_round_is_made_and_none_stays_overdue(store: Store) -> None:
    """From 06:00 in Chicago to 17:00: those of 08:00 and of 16:00, of two areas."""
    end = _lived(store, 11)
    with store.read() as session:
        ended = session.scalars(select(EnvironmentalRound).where(EnvironmentalRound.ended_at.is_not(None))).all()
    assert len(ended) == 4
    assert all(task.due_at > end for task in reading.read_board(store, end).unit_tasks if "area:" in task.about)
    for row in read_environmental_rounds(store):
        assert len(row.findings) == len(row.rooms) * len(row.items)


@pytest.mark.slow
def test_a_hazard_is_fixed_by_one_and_verified_by_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "_HAZARD", 0.2)
    _lived(store, 4)
    with store.read() as session:
        found = session.scalars(select(Hazard)).all()
        said = session.scalars(select(Finding).where(Finding.outcome == FindingOutcome.HAZARD)).all()
    assert found
    assert {one.hazard_id for one in said} <= {one.id for one in found}
    put_right = [one for one in found if one.state is HazardState.VERIFIED]
    assert put_right
    assert all(one.fixed_by_id != one.verified_by_id for one in put_right)
