"""Training: the day it stops to hold, how far ahead that is said, and in which words."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Role
from station.rules import qualifications
from station.rules.policy import default_policy
from station.rules.qualifications import Standing, Training

POLICY = default_policy().qualifications
TODAY = date(2026, 11, 23)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def of(role: Role = Role.TECH, day: date = TODAY, **held: date) -> tuple[Training, ...]:
    return qualifications.trainings(POLICY, role, held, day)


def cpr(expires_on: date | None, day: date = TODAY) -> Training:
    held = {} if expires_on is None else {"CPR": expires_on}
    return qualifications.trainings(POLICY, Role.TECH, held, day)[0]


@pytest.mark.parametrize(
    ("expires_on", "said", "under_name", "warning"),
    [
        (None, "no CPR on record", "no CPR", "No CPR on record"),
        (date(2025, 3, 31), "CPR expired", "CPR expired", "CPR expired on 31 Mar 2025"),
        (date(2026, 11, 22), "CPR expired", "CPR expired", "CPR expired on 22 Nov"),
        (date(2026, 11, 23), "CPR expires today", "CPR to 23 Nov", "CPR expires on 23 Nov"),
        (date(2026, 11, 24), "CPR expires tomorrow", "CPR to 24 Nov", "CPR expires on 24 Nov"),
        (date(2026, 12, 5), "CPR expires in 12 days", "CPR to 5 Dec", "CPR expires on 5 Dec"),
        (date(2026, 12, 23), "CPR expires in 30 days", "CPR to 23 Dec", "CPR expires on 23 Dec"),
        (date(2026, 12, 24), "CPR to 12/26", "CPR to 12/26", ""),
        (date(2027, 3, 31), "CPR to 03/27", "CPR to 03/27", ""),
    ],
)
def test_how_it_is_said(expires_on: date | None, said: str, under_name: str, warning: str) -> None:
    found = cpr(expires_on)
    assert (found.said, found.under_name, found.warning) == (said, under_name, warning)


def test_a_year_to_come_is_said() -> None:
    assert cpr(date(2027, 1, 5), date(2026, 12, 20)).warning == "CPR expires on 5 Jan 2027"


def test_a_training_with_a_name_of_its_own_is_called_by_it_when_there_is_room() -> None:
    crisis = of(CPR=date(2028, 1, 1), CPI=date(2026, 11, 1))[1]
    assert (crisis.under_name, crisis.warning) == ("CPI expired", "Crisis training expired on 1 Nov")
    assert of()[1].warning == "No crisis training on record"


@given(days, days)
def test_the_last_day_itself_still_holds_and_thirty_days_before_it_is_said(day: date, expires_on: date) -> None:
    left = (expires_on - day).days
    standing = cpr(expires_on, day).standing
    assert (standing is Standing.EXPIRED) == (left < 0)
    assert (standing is Standing.SOON) == (0 <= left <= 30)
    assert (standing is Standing.FINE) == (left > 30)
    assert bool(cpr(expires_on, day).warning) == (left <= 30)


@given(days, st.integers(0, 2000))
def test_with_the_days_it_only_gets_more_urgent(expires_on: date, before: int) -> None:
    day = expires_on - timedelta(days=before)
    assert cpr(expires_on, day + timedelta(days=1)).standing.rank <= cpr(expires_on, day).standing.rank


def test_all_that_is_not_fine_stands_under_the_name_the_most_urgent_first() -> None:
    both = of(CPR=date(2026, 12, 1), CPI=date(2026, 11, 1))
    assert qualifications.line(both) == "CPI expired · CPR to 1 Dec"
    assert qualifications.attention(both) == "CPI expired · CPR expires in 8 days"
    assert qualifications.warnings(both) == ("Crisis training expired on 1 Nov", "CPR expires on 1 Dec")


def test_where_all_is_fine_what_ends_first_stands_under_the_name() -> None:
    fine = of(CPR=date(2027, 6, 30), CPI=date(2027, 3, 31))
    assert qualifications.line(fine) == qualifications.attention(fine) == "CPI to 03/27"
    assert qualifications.warnings(fine) == ()


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.VIEWER, Role.ADMINISTRATOR])
def test_of_whom_the_policy_asks_none_nothing_is_said(role: Role) -> None:
    assert of(role) == ()
    assert qualifications.line(()) == qualifications.attention(()) == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("03/2027", date(2027, 3, 31)),
        (" 2/2028 ", date(2028, 2, 29)),
        ("12 / 2026", date(2026, 12, 31)),
        ("2027-03-31", date(2027, 3, 31)),
        ("2027-3-1", date(2027, 3, 1)),
        ("3/15/2027", date(2027, 3, 15)),
    ],
)
def test_the_last_day_as_people_write_it(typed: str, day: date) -> None:
    assert qualifications.last_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write a month such as 03/2027, or a day such as 2027-03-31."),
        ("soon", "'soon' is not a date. Write a month such as 03/2027"),
        ("03/27", "'03/27' is not a date. Write a month such as 03/2027"),
        ("13/2027", "13/2027 names no month of the year."),
        ("0/2027", "0/2027 names no month"),
        ("2027-02-30", "2027-02-30 names a day that its month has not: it has 28 days."),
        ("31/3/2027", "31/3/2027 names no month"),
        ("2/29/2027", "it has 28 days"),
        ("1/0000", "names no month"),
        ("\u0663/2027x", "is not a date"),
    ],
)
def test_what_is_no_date_is_said_with_how_to_write_one(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        qualifications.last_day(typed)


@given(st.text(alphabet="0123456789/- .a\u0663", max_size=12))
def test_whatever_is_typed_is_a_day_or_a_sentence(typed: str) -> None:
    try:
        assert isinstance(qualifications.last_day(typed), date)
    except ValueError as error:
        assert str(error).endswith("such as 2027-03-31.")  # noqa: PT017 -- either of the two is right


@given(days)
def test_every_day_written_whole_is_read_back(day: date) -> None:
    assert qualifications.last_day(day.isoformat()) == day
    month = qualifications.last_day(f"{day:%m/%Y}")
    assert (month.month, (month + timedelta(days=1)).day) == (day.month, 1)


def test_no_card_ends_in_another_age() -> None:
    qualifications.check_believable(date(2036, 12, 31), TODAY)
    for day in (date(2037, 1, 1), date(2015, 12, 31)):
        with pytest.raises(ValueError, match="No training ends on .* Look at the year"):
            qualifications.check_believable(day, TODAY)
