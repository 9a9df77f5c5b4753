"""How figures are taken and told."""

import time

import pytest

from station.bench.figures import Figure, Plain, percentile, resident_mb, timed
from station.bench.table import as_table


def test_percentiles_are_values_that_were_taken() -> None:
    values = [float(one) for one in range(1, 101)]
    assert (percentile(values, 50), percentile(values, 99), percentile([4.0], 99)) == (50.0, 99.0, 4.0)
    with pytest.raises(ValueError, match="at least once"):
        percentile([], 50)


def test_warming_up_is_not_counted() -> None:
    turns: list[int] = []
    taken = timed(turns.append, 3, warm_up=2)
    assert turns == [-2, -1, 0, 1, 2]
    assert (len(taken.wall), len(taken.cpu)) == (3, 3)


def test_waiting_is_time_on_the_wall_and_not_of_the_processor() -> None:
    taken = timed(lambda _: time.sleep(0.02), 1)
    assert taken.p50 >= 19
    assert taken.cpu_p50 < taken.p50


@pytest.mark.parametrize(
    ("value", "target", "more_is_better", "met"),
    [(1.0, 1.0, False, True), (1.1, 1.0, False, False), (9.0, 5.0, True, True), (4.0, 5.0, True, False)],
)
def test_a_target_is_met_or_missed(value: float, target: float, more_is_better: bool, met: bool) -> None:
    assert Figure("a", "a", value, "ms", target, more_is_better=more_is_better).met is met


def test_what_cannot_be_measured_or_has_no_target_is_neither() -> None:
    assert Figure("a", "a", None, "MB", 5.0).met is None
    assert Figure("a", "a", 3.0, "MB").met is None


def test_alternatives_stand_beside_with_their_ratio() -> None:
    said = Figure("a", "a thing", 2.0, "ms", 3.0, plain=(Plain("plainly", 9.0),), more={"p99": 2.5}).as_dict()
    assert said["alternatives"] == [{"what": "plainly", "value": 9.0, "times": 4.5}]
    assert (said["p99"], said["met"]) == (2.5, True)


def test_this_process_holds_some_memory() -> None:
    held = resident_mb()
    assert held is None or 10 < held < 10_000


def test_the_table_names_what_was_missed() -> None:
    figures = {
        "tick": Figure("tick", "a second", 2.0, "ms", 3.0, plain=(Plain("anew", 90.0),), more={"cpu_p50": 1.5}),
        "slow": Figure("slow", "something", 9.0, "ms", 3.0),
        "memory": Figure("memory", "memory", None, "MB", 5.0),
    }
    table = as_table(
        {
            "machine": {"cores": 2, "system": "Linux"},
            "database": {"checks": 1200, "journal": 1300, "size_mb": 2.0},
            "figures": {name: one.as_dict() for name, one in figures.items()},
        }
    )
    lines = table.splitlines()
    assert lines[0].startswith("1,200 checks")
    assert "met" in lines[3] and "90 (anew)" in lines[3] and "1.5 ms" in lines[3]  # noqa: PT018
    assert "MISSED" in lines[4]
    assert "not known" in lines[5]
