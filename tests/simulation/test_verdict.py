"""The comparison of alerts with the truth, on episodes made by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from station.simulation.lateness import Episode
from station.simulation.verdict import Bounds, Span, Verdict, delay_figures, judge, percentile
from tests.fakes import NOON


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


END = at(86400)
EPISODE = Episode(stay=1, kind="check", due=at(0), began=at(0), lapsed=at(300), ended=at(400))
SPAN = Span(alert=7, stay=1, kind="check", due=at(0), opened=at(0.25), closed=at(400), high=at(300.5))


def _judged(episodes: list[Episode], spans: list[Span], outages: tuple[tuple[datetime, datetime], ...] = ()) -> Verdict:
    return judge(episodes, spans, outages, END)


def _counts(verdict: Verdict) -> tuple[int, int, int]:
    return verdict.missed, verdict.duplicate, verdict.invented


def test_one_alert_for_one_lateness() -> None:
    verdict = _judged([EPISODE], [SPAN])
    assert _counts(verdict) == (0, 0, 0)
    assert (verdict.late, verdict.lapses, verdict.alerts, verdict.not_raised) == (1, 1, 1, 0)
    assert (verdict.delays, verdict.lapse_delays) == ([0.25], [0.5])
    assert verdict.faults == []


def test_no_alert_is_missed() -> None:
    assert _counts(_judged([EPISODE], [])) == (1, 0, 0)


def test_an_alert_of_another_patient_or_kind_is_missed_and_invented() -> None:
    assert _counts(_judged([EPISODE], [replace(SPAN, stay=2)])) == (1, 0, 1)
    assert _counts(_judged([EPISODE], [replace(SPAN, kind="relief")])) == (1, 0, 1)


def test_two_alerts_are_one_too_many() -> None:
    twice = [replace(SPAN, closed=at(200)), replace(SPAN, alert=8, opened=at(201))]
    assert _counts(_judged([EPISODE], twice)) == (0, 1, 0)


def test_an_alert_before_it_was_late_is_invented() -> None:
    assert _counts(_judged([EPISODE], [replace(SPAN, opened=at(-5))])) == (1, 0, 1)


def test_an_alert_after_it_was_over_is_invented() -> None:
    assert _counts(_judged([EPISODE], [SPAN, replace(SPAN, alert=8, opened=at(500), closed=None)])) == (0, 0, 1)


def test_an_alert_known_to_the_record_only_when_it_was_over_is_that_of_its_lateness() -> None:
    """Raised from memory while the record was away; it and the check that ended it are put in at one moment."""
    at_once = replace(SPAN, opened=at(400), closed=at(400))
    assert _counts(judge([EPISODE], [at_once], [(at(-10), at(399.5))], END)) == (0, 0, 0)
    assert _counts(_judged([EPISODE], [replace(at_once, closed=at(401))])) == (1, 0, 1)


def test_an_alert_opened_by_the_deed_that_ended_it_told_nobody_and_is_as_good_as_none() -> None:
    """Station ran, and no sweep had found him late (0041)."""
    at_once = replace(SPAN, opened=at(400), closed=at(400))
    assert _counts(_judged([EPISODE], [at_once])) == (1, 0, 0)
    assert _counts(judge([EPISODE], [at_once], [(at(-10), at(390))], END)) == (1, 0, 0)
    assert _counts(judge([EPISODE], [at_once], [(at(-10), at(398))], END, Bounds(worst=timedelta(seconds=3)))) == (
        0,
        0,
        0,
    )


def test_of_what_a_station_knew_to_be_none_no_alert_is_missed_and_one_is_not_invented() -> None:
    none = replace(EPISODE, was_none=True)
    assert _counts(_judged([none], [])) == (0, 0, 0)
    assert _counts(_judged([none], [SPAN])) == (0, 0, 0)


def test_closed_while_late_still_is_missed() -> None:
    verdict = _judged([EPISODE], [replace(SPAN, closed=at(100))])
    assert (_counts(verdict), verdict.closed_early) == ((1, 0, 0), 1)


@pytest.mark.parametrize(
    ("away", "slack", "faults"),
    [
        ((at(90), at(410)), 7, 0),  # both within one time away, and clocks differ
        ((at(90), at(410)), 0.05, 1),  # clocks agree
        ((at(90), at(390)), 7, 1),  # watched again, he was late still
        ((at(110), at(410)), 7, 1),  # closed while the record was there
    ],
)
def test_closed_within_the_time_away_in_which_it_was_over_is_not_early_where_clocks_differ(
    away: tuple[datetime, datetime], slack: float, faults: int
) -> None:
    bounds = Bounds(slack=timedelta(seconds=slack))
    verdict = judge([replace(EPISODE, lapsed=None)], [replace(SPAN, closed=at(100))], (away,), END, bounds)
    assert verdict.closed_early == faults


@pytest.mark.parametrize("closed", [None, at(402)])
def test_open_after_it_was_over_is_invented(closed: datetime | None) -> None:
    verdict = _judged([EPISODE], [replace(SPAN, closed=closed)])
    assert (_counts(verdict), verdict.left_open) == ((0, 0, 1), 1)


def test_still_late_at_the_end_the_alert_must_stand() -> None:
    running = replace(EPISODE, ended=None)
    assert _counts(_judged([running], [replace(SPAN, closed=None)])) == (0, 0, 0)
    assert _counts(_judged([running], [SPAN])) == (1, 0, 0)


def test_less_than_a_second_late_may_pass() -> None:
    brief = replace(EPISODE, lapsed=None, ended=at(0.9))
    verdict = _judged([brief], [])
    assert (_counts(verdict), verdict.brief, verdict.late) == ((0, 0, 0), 1, 0)
    assert _counts(_judged([replace(brief, ended=at(1.0))], [])) == (1, 0, 0)


def test_a_lapse_must_be_high() -> None:
    assert _judged([EPISODE], [replace(SPAN, high=None)]).not_raised == 1
    assert _judged([replace(EPISODE, lapsed=None)], [replace(SPAN, high=None)]).not_raised == 0


@pytest.mark.parametrize(
    ("over", "again", "faults"),
    [
        (at(350), None, 0),  # as the record came back it was known not to be one
        (at(351.5), None, 1),
        (at(350), at(398), 1),  # and then it was one
        (at(350), at(399.5), 0),
    ],
)
def test_a_lapse_that_was_none_as_the_record_came_back_need_not_be_high(
    over: datetime, again: datetime | None, faults: int
) -> None:
    lapses = ((at(300), over), *([] if again is None else [(again, None)]))
    off = ((at(-10), at(350)),)
    low = replace(SPAN, opened=at(350), high=None)
    assert _judged([replace(EPISODE, lapses=lapses)], [low], off).not_raised == faults


def test_a_wrong_due_time_is_told() -> None:
    assert _judged([EPISODE], [replace(SPAN, due=at(1))]).wrong_due == 1


def test_found_in_the_midst_of_what_was_told_in_one_moment_it_is_due_by_what_was_told_until_then() -> None:
    """As where another desk put in a later sighting next (seed 40244)."""
    told = replace(EPISODE, due=at(2), at_first=(at(0), at(1)))
    assert [_judged([told], [replace(SPAN, due=at(due))]).wrong_due for due in (0, 1, 2, 0.5, 3)] == [0, 0, 0, 1, 1]


def test_while_off_the_delay_counts_from_the_restart() -> None:
    outage = ((at(-10), at(60)),)
    verdict = _judged([EPISODE], [replace(SPAN, opened=at(60.5))], outage)
    assert (_counts(verdict), verdict.delays, verdict.delays_while_off) == ((0, 0, 0), [], [0.5])


def test_off_before_it_had_to_be_found_the_delay_counts_from_the_restart() -> None:
    within = Bounds(worst=timedelta(seconds=3))
    sleep = ((at(2), at(200)),)
    late = replace(SPAN, opened=at(200.5))
    assert _counts(judge([EPISODE], [late], sleep, END, within)) == (0, 0, 0)
    assert _counts(judge([EPISODE], [replace(SPAN, opened=at(204))], sleep, END, within)) == (1, 0, 0)
    assert judge([EPISODE], [SPAN], sleep, END, within).delays == [0.25]
    assert _counts(judge([EPISODE], [late], ((at(4), at(200)),), END, within)) == (1, 0, 0)


def test_put_in_before_the_outage_counts_as_over_it_is_found_in_time() -> None:
    """As where the station that put it in was killed then, and another began (seed 30429)."""
    within, outage = Bounds(worst=timedelta(seconds=3)), (at(0.1), at(60))
    found = judge([EPISODE], [replace(SPAN, opened=at(56))], (outage,), END, within)
    assert (_counts(found), found.delays_while_off) == ((0, 0, 0), [0.0])
    late = judge([EPISODE], [replace(SPAN, opened=at(56))], ((at(0.1), at(30)),), END, within)
    assert late.missed == 1


def test_off_before_and_after_is_not_off() -> None:
    outages = ((at(-90), at(-60)), (at(60), at(90)))
    assert _judged([EPISODE], [SPAN], outages).delays == [0.25]


def test_percentiles() -> None:
    assert percentile([], 0.99) == 0.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert delay_figures([float(n) for n in range(1, 101)]) == {"p50": 50.0, "p99": 99.0, "max": 100.0}
