"""Scoring, and what the cards and the page of a patient read of vital signs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any, Final

import pytest
from sqlalchemy import select

from station.clock import SystemClock
from station.models import Patient, Stay
from station.rules.news2 import score
from station.services import Store, finding
from station.services.patient_day import read_patient_day
from station.services.vital_cards import vital_cards

Benchmark = Callable[..., Any]
SETS: Final[list[dict[str, Any]]] = [
    {"rr": rr, "spo2": spo2, "scale": 1, "o2": o2, "sbp": sbp, "hr": hr, "acvpu": acvpu, "temp": temp}
    for rr, spo2, o2, sbp, hr, acvpu, temp in product(
        (12, 18, 22), (91, 95, 98), (False, True), (96, 118, 144), (48, 72, 118), ("A", "C"), (36.4, 37.1, 38.6)
    )
]


def test_score_a_thousand_sets(benchmark: Benchmark) -> None:
    """972 of them: every one another."""

    def all_of_them() -> int:
        return sum(score(**one).at_least for one in SETS)

    assert benchmark(all_of_them) > 0


@pytest.fixture
def now() -> datetime:
    return SystemClock().now()


def test_read_what_the_cards_show(benchmark: Benchmark, unit: Store, now: datetime) -> None:
    with unit.read() as session:
        here = (
            select(Stay.id, Patient.birth_date)
            .join(Patient, Patient.id == Stay.patient_id)
            .where(Stay.discharged_at.is_(None))
        )
        born = {one.id: one.birth_date for one in session.execute(here)}
        zone = finding.unit(session).zone
        cards = benchmark(vital_cards, session, born, now, zone)
    assert len(cards) == len(born)


def test_read_the_day_of_a_patient(benchmark: Benchmark, unit: Store, now: datetime) -> None:
    with unit.read() as session:
        stay_id = session.scalars(select(Stay.id).where(Stay.discharged_at.is_(None)).limit(1)).one()
    assert benchmark(read_patient_day, unit, stay_id, now - timedelta(hours=24), now, now).stay_id == stay_id
