"""The whole: real services, real sweep, a real file, and the truth beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from station.models.base import to_micros
from station.rules import owed
from station.services import Actor, Store, sweeping
from station.services.planning import Plan
from station.simulation.habits import Habits
from station.simulation.run import START, Tools, simulate
from station.simulation.watch import Swept

NEXT_CHECK = owed.next_check
TIMES = ("wall_s", "speed")
HOUR = 1 / 24


def _lasting(result: dict[str, Any]) -> dict[str, Any]:
    """Without what hangs on the machine."""
    return {name: value for name, value in result.items() if name not in TIMES}


def _perfect(result: dict[str, Any]) -> None:
    assert (result["missed"], result["duplicate"], result["invented"]) == (0, 0, 0), result["faults"]
    assert (result["not_raised"], result["wrong_due"], result["journal"]) == (0, 0, "ok"), result["faults"]
    assert result["detection_delay"]["max"] <= 1.0
    assert result["while_off"]["max"] <= 1.0


@pytest.mark.slow
def test_a_day_with_restarts_misses_doubles_and_invents_nothing(tools: Tools) -> None:
    result = simulate(tools, days=1, beds=24, seed=11, restart_every=5)
    _perfect(result)
    assert result["checks"] > 2000
    assert result["late"] > result["lapses"] > 0
    assert result["restarts"] == 4
    assert result["late_entries"] > 0
    assert 92 <= result["on_time_percent"] <= 99


@pytest.mark.slow
def test_the_same_seed_gives_the_same_days(tools: Tools) -> None:
    one, again, other = (
        _lasting(simulate(tools, days=1.5 * HOUR, beds=10, seed=seed, restart_every=0.5)) for seed in (5, 5, 6)
    )
    assert one == again
    assert one["checks"] != other["checks"]


@pytest.mark.slow
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), beds=st.integers(8, 14), restart_every=st.sampled_from((0.4, 1.5, None)))
def test_no_seed_is_missed(tools: Tools, seed: int, beds: int, restart_every: float | None) -> None:
    _perfect(simulate(tools, days=2.5 * HOUR, beds=beds, seed=seed, restart_every=restart_every))


def test_the_database_can_be_kept_and_must_be_new(tools: Tools, tmp_path: Path) -> None:
    place = tmp_path / "kept.db"
    simulate(tools, days=0.2 * HOUR, beds=8, seed=1, database=place)
    assert place.exists()
    with pytest.raises(FileExistsError, match="needs a new file"):
        simulate(tools, days=0.2 * HOUR, beds=8, seed=1, database=place)


Fault = Callable[[Store, datetime], None]


def _with(before: Fault) -> Any:
    """The real sweep, after something was done to the store behind its back."""

    def sweep(store: Store, *, actor: Actor, now: datetime) -> Swept:
        before(store, now)
        return sweeping.sweep(store, actor=actor, now=now)

    return sweep


def _sql(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_watch_that_sleeps_two_minutes_is_seen_in_the_delays(tools: Tools) -> None:
    def drowsy(store: Store, *, actor: Actor, now: datetime) -> Swept:
        """Of every four minutes it sleeps through two, and looks again at the end of them."""
        into = (now - START) % timedelta(minutes=4)
        if into < timedelta(minutes=2):
            return sweeping.Swept(next_at=now - into + timedelta(minutes=2))
        return sweeping.sweep(store, actor=actor, now=now)

    result = simulate(tools, days=3 * HOUR, beds=12, seed=3, sweep=drowsy)
    assert result["detection_delay"]["max"] > 20


def test_a_deadline_lost_from_the_index_is_a_miss(tools: Tools) -> None:
    def lose(store: Store, now: datetime) -> None:
        _sql(store, f"UPDATE task SET next_at = NULL WHERE {_due_within(now, 150)}")

    result = simulate(tools, days=3 * HOUR, beds=12, seed=3, sweep=_with(lose))
    assert result["missed"] > 0


def test_an_alert_closed_without_the_deed_is_a_miss(tools: Tools) -> None:
    def hush(store: Store, now: datetime) -> None:
        for alert in _open_alerts(store):
            _sql(store, f"UPDATE alert SET state = 'closed', next_at = NULL WHERE id = {alert}")
            _sql(
                store,
                "INSERT INTO alert_step (alert_id, kind, at, who, detail) "
                f"SELECT id, 'closed', detected_at + 1, 'nobody', '' FROM alert WHERE id = {alert}",
            )

    result = simulate(tools, days=3 * HOUR, beds=12, seed=3, sweep=_with(hush))
    assert result["closed_early"] > 0
    assert result["missed"] > 0


def _due_within(now: datetime, seconds: float) -> str:
    soon = to_micros(now + timedelta(seconds=seconds))
    return f"kind = 'check' AND state = 'open' AND due_at > {to_micros(now)} AND due_at < {soon}"


def _open_alerts(store: Store) -> list[int]:
    found = "SELECT id FROM alert WHERE state != 'closed' AND kind = 'check'"
    with store.engine.connect() as connection:
        return list(connection.execute(text(found)).scalars())


def test_an_alert_of_nothing_is_invented(tools: Tools) -> None:
    def cry_wolf(store: Store, now: datetime) -> None:
        earlier = "due_at = due_at - 300000000, next_at = next_at - 300000000"
        _sql(store, f"UPDATE task SET {earlier} WHERE {_due_within(now, 150)}")

    result = simulate(tools, days=3 * HOUR, beds=12, seed=3, sweep=_with(cry_wolf))
    assert result["invented"] > 0


CLUMSY = Habits(
    wrong_patient=0.06,
    amends=0.06,
    not_found=0.02,
    taps_twice=0.05,
    forgets=0.08,
    records_later=0.4,
    declines=0.4,
    relief_late=0.6,
    raises_per_bed_s=36 * 1200.0,
    lowers_per_bed_s=36 * 900.0,
    stay_s=86400.0,
    transfers_every_s=900.0,
    swaps_every_s=900.0,
    charge_forgets=0.6,
    pulled_away_every_s=2500.0,
    covered=0.3,
    leaves_round_open=0.3,
    escorts_per_bed_s=36 * 1200.0,
    passes_per_bed_s=36 * 3600.0,
    back_late=0.5,
    hands_on=0.5,
    awol_per_bed_s=36 * 5000.0,
    inspected_late=0.6,
    hazard=0.05,
    hazards_every_s=2500.0,
    not_fixed=0.4,
)
"""A unit where everything rare happens all the time."""


@pytest.mark.slow
def test_a_unit_where_everything_goes_wrong_is_watched_as_well(tools: Tools) -> None:
    result = simulate(tools, days=5 * HOUR, beds=12, seed=2, restart_every=1.3, habits=CLUMSY)
    _perfect(result)
    assert result["late_entries"] > 10
    assert result["on_time_percent"] < 93
    assert {"not found", "round open"} <= result["by_kind"].keys()


BUSY = Habits(
    leaves_round_open=0.3,
    escorts_per_bed_s=36 * 700.0,
    back_late=0.5,
    awol_per_bed_s=36 * 6000.0,
    inspected_late=1.0,
    hazards_every_s=1200.0,
)
"""Much happens that is owed to no check."""


def _of_the_floor(tools: Tools, before: Fault | None = None) -> dict[str, Any]:
    sweep = sweeping.sweep if before is None else _with(before)
    return simulate(tools, days=4 * HOUR, beds=8, seed=4, habits=BUSY, sweep=sweep)


def _forgets(kind: str, but: str = "") -> Fault:
    """Tasks of this kind are lost as soon as they are stored."""

    def lose(store: Store, now: datetime) -> None:
        _sql(store, f"UPDATE task SET state = 'void', next_at = NULL WHERE kind = '{kind}' AND state = 'open'{but}")

    return lose


@pytest.mark.slow
def test_a_busy_floor_is_watched_without_a_fault(tools: Tools) -> None:
    result = _of_the_floor(tools)
    _perfect(result)
    assert {"return", "round open", "environmental round", "check"} <= result["by_kind"].keys()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["return", "round open", "environmental round"])
def test_what_is_owed_and_lost_is_a_miss(tools: Tools, kind: str) -> None:
    result = _of_the_floor(tools, _forgets(kind))
    assert result["missed"] > 0
    assert any(fault.startswith("missed") and kind in fault for fault in result["faults"])


@pytest.mark.slow
def test_the_next_environmental_round_never_planned_is_a_miss(tools: Tools) -> None:
    first_due = to_micros(START + timedelta(hours=1))
    never_next = _forgets("environmental round", f" AND due_at > {first_due}")
    result = simulate(tools, days=9.5 * HOUR, beds=8, seed=4, sweep=_with(never_next))
    assert any("missed" in fault and "environmental" in fault for fault in result["faults"])


@pytest.mark.slow
def test_checks_that_are_not_suspended_while_he_is_away_are_invented(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_at_all(_: Plan) -> None:
        """The check runs on, though he is not here."""

    monkeypatch.setattr(Plan, "_suspend", not_at_all)
    assert _of_the_floor(tools)["invented"] > 0


@pytest.mark.slow
def test_no_look_owed_after_his_return_is_a_miss(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_return(*of: Any, back_at: datetime | None = None, **more: Any) -> Any:
        """The interval goes on from when he was last seen, as if he had never been away."""
        return NEXT_CHECK(*of, **more | {"owed_since": more["owed_since"] if more["last_seen"] is None else None})

    monkeypatch.setattr(owed, "next_check", without_return)
    result = _of_the_floor(tools)
    assert result["missed"] + result["invented"] + result["wrong_due"] > 0
