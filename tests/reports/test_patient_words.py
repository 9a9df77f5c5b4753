"""A patient's day in words: figures of his checks, his score and its trend, one set on a line."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import Outcome, SetOutcome, Stage
from station.reports.patient_words import (
    Owed,
    about,
    checks_of,
    gap_words,
    last_day,
    news_line,
    reduced_words,
    set_words,
)
from station.reports.vital_panels import panels_of, scored
from station.store.rows.vitals import GapRow, VitalOrderRow
from tests.views.patient_fakes import card, day, gaps, refused, vital
from tests.views.snapshots import NOW, POLICY, ZONE, ago, ahead

HERE = ZoneInfo(ZONE)
PANELS = panels_of(POLICY.vitals)


def gap(minutes: float, stage: Stage = Stage.OK, **said: bool) -> GapRow:
    return GapRow(ago(minutes=1), minutes * 60, stage, Outcome.SEEN, said.get("late_entry", False))


def test_figures_of_a_day() -> None:
    said = checks_of([*(gap(14) for _ in range(94)), gap(21.3, Stage.LAPSED), gap(15.5, Stage.LATE, late_entry=True)])
    assert said.words == "96 checks · 97.9 % on time · longest gap 21:18 · 1 late entry"


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert "99.9 % on time" in checks_of([*(gap(1) for _ in range(2999)), gap(16, Stage.LATE)]).words


def test_a_first_check_ends_no_gap() -> None:
    first = GapRow(NOW, None, Stage.OK, Outcome.SEEN, late_entry=False)
    assert checks_of([first]).words == "1 check"
    assert gap_words(first, HERE, NOW) == "First check 14:32"


def test_no_check_is_said() -> None:
    assert checks_of([]).words == "No check in the last 24 hours"


def test_only_the_last_day_counts() -> None:
    old = GapRow(NOW - timedelta(hours=24, seconds=1), 60, Stage.OK, Outcome.SEEN, late_entry=False)
    edge = GapRow(NOW - timedelta(hours=24), 60, Stage.OK, Outcome.SEEN, late_entry=False)
    assert last_day([old, edge], NOW) == (edge,)
    assert len(last_day(gaps(), NOW)) == len(gaps())


def test_a_bar_in_words() -> None:
    assert gap_words(gap(21.3, Stage.LAPSED), HERE, NOW) == "21:18, lapsed, ended 14:31"
    assert gap_words(gap(3, late_entry=True), HERE, NOW) == "3:00, ended 14:31, late entry"


def test_who_he_is() -> None:
    assert about(day(), HERE, NOW) == "MRN 40 004 · 52 y · admitted 21 Nov"
    assert about(day(birth_date=None, admitted_at=ago(hours=2)), HERE, NOW) == "MRN 40 004 · admitted today 12:32"
    assert "33 y" in about(day(birth_date=date(1992, 11, 24)), HERE, NOW)


def test_the_score_and_where_it_comes_from() -> None:
    assert news_line(card(), (), HERE, NOW) == "NEWS2 6, up from 0 in 6 h · next due 15:05"
    down = card(scores=((ago(hours=3), 7), (ago(hours=1), 2)), total=2)
    assert news_line(down, (), HERE, NOW).startswith("NEWS2 2, down from 7 in 2 h")
    same = card(scores=((ago(minutes=45), 1), (ago(minutes=5), 1)), total=1)
    assert news_line(same, (), HERE, NOW).startswith("NEWS2 1, as before")
    assert news_line(card(due_at=ago(minutes=12)), (), HERE, NOW).endswith("was due 14:20")


def test_no_score_says_why() -> None:
    none = card(total=None, at_least=None, no_score="pregnant", due_at=ahead(hours=1))
    assert news_line(none, (), HERE, NOW) == "No NEWS2: pregnant · next due 15:32"


def test_a_score_that_is_not_complete_is_never_a_total() -> None:
    assert news_line(card(total=None, at_least=3, due_at=None), (), HERE, NOW) == "NEWS2 at least 3, incomplete"
    row = vital(NOW, temp=None, rr=25)
    assert (scored(row).words, scored(row).total, scored(row).asks) == ("3+", None, True)


def test_a_refusal_is_said_instead_of_a_score() -> None:
    said = card(total=None, at_least=None, due_at=None)
    assert news_line(said, (refused(ago(minutes=2)),), HERE, NOW) == "Refused 14:30"


def test_one_set_on_a_line() -> None:
    row = vital(ago(minutes=27), hr=118, sbp=106, dbp=66, rr=22, spo2=95, temp=38.2, acvpu="C", pain=4, note="cold")
    assert set_words(row, PANELS, HERE, NOW, no_score=False) == (
        "14:05 · NEWS2 10 · HR 118 /min · BP 106/66 mmHg · RR 22 /min · SpO₂ 95 % on air · Temp 38.2 °C"
        " · new confusion · pain 4 · cold · J. Moore"
    )
    assert "NEWS2" not in set_words(row, PANELS, HERE, NOW, no_score=True)


def test_what_is_missing_says_so() -> None:
    part = vital(NOW, outcome=SetOutcome.PARTIAL, why="Cuff missing", sbp=None, dbp=None)
    said = set_words(part, PANELS, HERE, NOW, no_score=False)
    assert "partial: Cuff missing" in said
    assert "BP" not in said
    assert set_words(refused(NOW), PANELS, HERE, NOW, no_score=False) == "14:32 · refused: Asleep · J. Moore"


def test_units_of_the_units_choice() -> None:
    vitals = POLICY.vitals.model_copy(update={"temperature_in": "°F", "weight_in": "lb"})
    panels = panels_of(vitals)
    row = vital(NOW, temp=38.0, weight=70.0)
    assert [one.lines[0].words(row) for one in panels[4:]] == ["100.4", "154.3"]
    assert [one.unit for one in panels[4:]] == ["°F", "lb"]


@pytest.mark.parametrize(
    ("measured", "hours"),
    [({}, 8.0), ({"hr": 95}, 6.0), ({"rr": 25}, 1.0), ({"acvpu": "U", "rr": 25, "hr": 131}, 0.25)],
)
def test_what_was_owed_after_a_set(measured: dict[str, Any], hours: float) -> None:
    assert Owed(POLICY, HERE).after(vital(NOW, **measured)) == hours * 3600


def order(schedule: str, begins: float, ends: float | None = None) -> VitalOrderRow:
    """From so many hours ago on, and until so many."""
    return VitalOrderRow(
        schedule, 1, False, "", "Dr. Hall", ago(hours=begins), None if ends is None else ago(hours=ends)
    )


@pytest.mark.parametrize(
    ("at", "hours"), [(30, 8.0), (24, 4.0), (20, 4.0), (16.01, 4.0), (16, 8.0), (12, 8.0), (10, 0.5), (1, 0.5)]
)
def test_by_his_own_order_while_it_was_in_force(at: float, hours: float) -> None:
    orders = (order("every 4h", 24, 16), order("", 12, 10), order("every 30 min", 10))
    assert Owed(POLICY, HERE).after(vital(ago(hours=at)), orders) == hours * 3600


def test_his_own_order_does_not_slow_down_what_the_score_asks_for() -> None:
    assert Owed(POLICY, HERE).after(vital(NOW, rr=25), (order("every 12h", 24),)) == 3600


def test_reduced_data_says_so() -> None:
    assert reduced_words(8640, reduced=True, width=900) == (
        "8,640 values in sight: least and largest of every 10 are drawn"
    )
    assert reduced_words(8640, reduced=False, width=900) == ""
