"""When a handover is owed, which shift it is about, and what the page is made of."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules import handover_page as page
from station.rules.handover import handover_owed, missed, shift_at_hand, signed_from
from station.rules.handover_page import HandoverPage, Line, PatientLine, Section, page_from_json, since_signed
from station.rules.policy import Policy, default_policy
from station.rules.policy_people import Shift
from station.rules.policy_values import OwedWithin
from station.rules.shifts import shift_after, shift_at

SHIFTS = default_policy().shifts
ZONES = ("America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "UTC")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(("overlap", "first"), [("30:00", 0), ("0:00", -30), ("60:00", 30)])
def test_it_is_owed_around_the_time_its_people_go(overlap: str, first: int) -> None:
    """Counted from half an hour before they go, with the limits of the policy: 0, 45 and 75 minutes."""
    shifts = tuple(one.model_copy(update={"overlap": _span(overlap)}) for one in SHIFTS)
    shift = shift_at(shifts, datetime(2026, 3, 2, 18, tzinfo=UTC), "UTC")
    owed = handover_owed(default_policy().handover, shift)
    begins = shift.next_at + timedelta(minutes=first)
    assert owed.since == shift.starts_at
    assert [owed.soon_at, owed.due_at, owed.lapsed_at] == [begins + timedelta(minutes=one) for one in (0, 45, 75)]


def _span(text: str) -> timedelta:
    return Shift.model_validate({"name": "x", "starts": time(7), "overlap": text}).overlap


def test_a_shift_shorter_than_that_is_owed_from_its_start() -> None:
    short = (Shift(name="A", starts=time(7)), Shift(name="B", starts=time(7, 10)))
    shift = shift_at(short, datetime(2026, 3, 2, 7, 5, tzinfo=UTC), "UTC")
    within = OwedWithin(soon=timedelta(0), late=timedelta(minutes=5), lapsed=timedelta(minutes=9))
    owed = handover_owed(within, shift)
    assert owed.soon_at == shift.starts_at == signed_from(shift)


@given(now=moments, zone=st.sampled_from(ZONES), back=st.integers(0, 5))
def test_the_shift_at_hand_is_the_running_one_or_the_one_before(now: datetime, zone: str, back: int) -> None:
    here = shift_at(SHIFTS, now, zone)
    owed_from = here.starts_at - timedelta(hours=8 * back)
    found = shift_at_hand(SHIFTS, owed_from, now, zone)
    assert found.starts_at in {here.starts_at, shift_at(SHIFTS, here.starts_at - timedelta(seconds=1), zone).starts_at}
    if now >= signed_from(here) or back == 0:
        assert found == here
    elif owed_from < here.starts_at:
        assert found.next_at == here.starts_at
    assert shift_at_hand(SHIFTS, None, now, zone) == here


@given(now=moments, zone=st.sampled_from(ZONES), count=st.integers(0, 8))
def test_every_shift_that_nobody_handed_over_is_named_once(now: datetime, zone: str, count: int) -> None:
    first = one = shift_at(SHIFTS, now, zone)
    between = []
    for _ in range(count):
        between.append(one)
        one = shift_after(SHIFTS, one, zone)
    assert missed(SHIFTS, first.starts_at, one, zone) == tuple(between)


def test_shifts_of_years_are_not_all_named() -> None:
    now = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert len(missed(SHIFTS, now - timedelta(days=900), shift_at(SHIFTS, now, "UTC"), "UTC")) == 60


# The page.

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
lines = st.builds(Line, key=st.sampled_from(["alert:1", "alert:2", "alert:3"]), lead=texts, text=texts, mark=texts)
_KEYS = (page.LEVELS, page.LAPSES, page.ALERTS, page.AWAY, page.REVIEWS, page.NOTES)


def _unique(found: list[Line]) -> tuple[Line, ...]:
    return tuple({one.key: one for one in found}.values())


pages = st.builds(
    HandoverPage,
    **dict.fromkeys(("unit", "shift", "day", "hours", "following", "accounted"), texts),
    figures=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    patients=st.lists(st.builds(PatientLine, texts, texts, texts, texts, texts, texts), max_size=2).map(tuple),
    sections=st.tuples(
        *(
            st.builds(Section, st.just(key), texts, st.lists(lines, max_size=3).map(_unique), texts, texts)
            for key in _KEYS
        )
    ),
    remarks=st.lists(texts, max_size=2).map(tuple),
)


@given(pages)
def test_a_page_comes_back_from_its_stored_form_as_it_was(one: HandoverPage) -> None:
    assert page_from_json(json.loads(json.dumps(one.to_json()))) == one


@given(pages)
def test_nothing_has_changed_since_itself(one: HandoverPage) -> None:
    assert since_signed(one, one) == ()


def _page(**sections: tuple[Line, ...]) -> HandoverPage:
    plain: dict[str, Any] = dict.fromkeys(("unit", "shift", "day", "hours", "following", "accounted"), "")
    made = tuple(Section(key, key, found, "") for key, found in sections.items())
    return HandoverPage(**plain, figures=(), patients=(), sections=made)


LAPSE = Line("alert:1", "1210", "check lapsed 15:02; still open")


def test_what_is_new_what_is_over_and_what_reads_otherwise() -> None:
    before = _page(lapses=(LAPSE,), away=(Line("away:1", "1303", "Radiology"),), notes=(Line("note:1", "Unit", "a"),))
    seen = Line("alert:1", "1210", "check lapsed 15:02; seen 15:09")
    struck = Line("note:1", "Unit", "a", struck=True)
    after = _page(lapses=(seen,), away=(), notes=(struck, Line("note:2", "1204", "b")))
    assert since_signed(before, after) == (
        "1210 check lapsed 15:02; seen 15:09",
        "no longer off the unit: 1303 Radiology",
        "note: Unit a (taken back)",
        "note: 1204 b",
    )


def test_a_lapse_is_said_once_and_not_as_an_alert_besides() -> None:
    alert = Line("alert:1", "1210", "check lapsed since 14:57", "HIGH")
    other = Line("alert:2", "1211", "check late since 15:01", "MEDIUM")
    after = _page(lapses=(LAPSE,), alerts=(alert, other))
    assert since_signed(_page(lapses=(), alerts=()), after) == (LAPSE.said, "alert: MEDIUM 1211 check late since 15:01")


def test_what_only_comes_nearer_is_no_news() -> None:
    assert since_signed(_page(reviews=()), _page(reviews=(Line("review:1", "1201", "by 18:00"),))) == ()


def test_a_section_that_is_not_there_is_named(policy: Policy) -> None:
    del policy
    with pytest.raises(KeyError, match="no section 'vitals'"):
        _page(notes=()).section("vitals")
