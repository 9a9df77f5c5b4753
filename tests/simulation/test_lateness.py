"""The truth, and the lateness it finds, on timelines made by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from station.rules.policy import default_policy
from station.simulation import truth
from station.simulation.lateness import Episode, late_episodes
from station.simulation.said import (
    Admitted,
    Amended,
    Back,
    Checked,
    Discharged,
    DutyTaken,
    Expected,
    Gone,
    Left,
    LevelSet,
    NotFound,
    ProviderOrdered,
    PutOff,
    Reviewed,
    Said,
    Settled,
    TakenBack,
)
from tests.fakes import NOON

STAY = 1


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def admitted(level: str = "Q15", asleep: str | None = None) -> Admitted:
    return Admitted(NOON, STAY, level, asleep)


def seen(minute: float, told: float | None = None, *, check: int = 1, sleeping: bool = False) -> Checked:
    return Checked(at(minute if told is None else told), STAY, check, at(minute), sleeping)


def episodes(*said: Said, until: float = 24 * 60) -> list[Episode]:
    """Of what is owed again and again; what is owed once after an admission is looked at by itself."""
    once = ("review", *truth.SETTLING_S)
    return [one for one in late_episodes(said, at(until)) if one.kind not in once]


def settling(*said: Said, until: float = 48 * 60) -> dict[str, tuple[datetime, datetime | None, datetime | None]]:
    """Began, lapsed and ended, of what is owed once after an admission."""
    found = [one for one in late_episodes(said, at(until)) if one.kind in truth.SETTLING_S]
    return {one.kind: (one.began, one.lapsed, one.ended) for one in found}


def times(found: list[Episode]) -> list[tuple[datetime, datetime | None, datetime | None]]:
    return [(one.began, one.lapsed, one.ended) for one in found]


def test_the_figures_are_those_of_the_default_policy() -> None:
    policy = default_policy()
    assert {one.code: (one.late.total_seconds(), one.lapsed.total_seconds()) for one in policy.levels} == truth.CHECK_S
    first, held, orders = policy.first_check, policy.continuous, policy.orders
    assert (first.late.total_seconds(), first.lapsed.total_seconds()) == truth.FIRST_CHECK_S
    assert (held.nobody_late.total_seconds(), held.nobody_lapsed.total_seconds()) == truth.NOBODY_S
    assert (held.relief_late.total_seconds(), held.relief_lapsed.total_seconds()) == truth.RELIEF_S
    assert (
        orders.provider_order_late.total_seconds(),
        orders.provider_order_lapsed.total_seconds(),
    ) == truth.PROVIDER_ORDER_S
    assert orders.review_every == truth.REVIEW_EVERY
    assert orders.review_lapsed.total_seconds() == truth.REVIEW_S[1]
    for kind, seconds in truth.SETTLING_S.items():
        within = getattr(policy.admission, kind.split()[0] if kind != "first vitals" else "first_vitals")
        assert (within.late.total_seconds(), within.lapsed.total_seconds()) == seconds
    assert policy.admission.refused_again_after == truth.ASKED_AGAIN
    assert policy.absence.return_lapsed.total_seconds() == truth.RETURN_S[1]


def test_on_time_is_nothing() -> None:
    assert episodes(admitted(), seen(1), seen(15), until=29) == []


def test_at_exactly_due_it_is_late() -> None:
    assert times(episodes(admitted(), seen(0), until=15.01)) == [(at(15), None, None)]
    assert episodes(admitted(), seen(0), until=15) == []


def test_late_and_lapsed_and_over() -> None:
    assert times(episodes(admitted(), seen(0), seen(21, check=2), until=22)) == [(at(15), at(20), at(21))]


def test_late_but_not_lapsed() -> None:
    assert times(episodes(admitted(), seen(0), seen(19, check=2), until=22)) == [(at(15), None, at(19))]


def test_a_first_check_is_owed_two_minutes_after_admission() -> None:
    assert times(episodes(admitted(), seen(6), until=8)) == [(at(2), at(5), at(6))]


def test_a_raise_owes_a_check_and_shortens_the_interval() -> None:
    raised = LevelSet(at(3), STAY, "Q5", None, raised=True, by_provider=True)
    assert times(episodes(admitted(), seen(1), raised, seen(5.5, check=2), until=6)) == [(at(5), None, at(5.5))]


def test_a_raise_never_gives_more_time_than_there_was() -> None:
    raised = LevelSet(at(14), STAY, "Q5", None, raised=True, by_provider=True)
    assert times(episodes(admitted(), seen(0), raised, until=15)) == [(at(14), at(14), None)]


def test_a_lowered_level_runs_from_the_last_check() -> None:
    lowered = LevelSet(at(10), STAY, "Q30", None, raised=False, by_provider=True)
    assert times(episodes(admitted(), seen(0), lowered, until=31)) == [(at(30), None, None)]


def test_lowering_ends_lateness_that_is_none_any_more() -> None:
    lowered = LevelSet(at(16), STAY, "Q30", None, raised=False, by_provider=True)
    assert times(episodes(admitted(), seen(0), lowered, until=20)) == [(at(15), None, at(16))]


def test_the_level_asleep_holds_while_he_was_last_seen_asleep() -> None:
    asleep = seen(0, sleeping=True)
    assert episodes(admitted("Q15", "Q30"), asleep, until=29) == []
    assert times(episodes(admitted("Q15", "Q30"), asleep, seen(20, check=2), until=36)) == [(at(35), None, None)]


def test_a_late_entry_counts_from_when_he_was_seen_and_does_not_erase() -> None:
    found = episodes(admitted(), seen(0), seen(14, told=16, check=2), until=28)
    assert times(found) == [(at(15), None, at(16))]


def test_a_late_entry_that_leaves_him_late_is_one_lateness() -> None:
    found = episodes(admitted(), seen(0), seen(1, told=18, check=2), seen(22, check=3), until=23)
    assert times(found) == [(at(15), at(21), at(22))]


def test_a_late_entry_that_leaves_him_late_and_not_lapsed_ends_the_lapse_alone() -> None:
    (one,) = episodes(admitted(), seen(0), seen(9, told=24.5, check=2), seen(33, check=3), until=34)
    assert one.lapses == ((at(20), at(24.5)), (at(29), None))
    assert (one.began, one.lapsed, one.ended) == (at(15), at(20), at(33))


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (10, [(at(15), at(20), at(28)), (at(28), None, at(29))]),  # entered, he was not late: what came later is new
        (27, [(at(15), at(20), at(29))]),  # entered, he was late still: it is one lateness
    ],
)
def test_a_check_that_was_kept_ends_what_it_would_have_ended_when_it_was_entered(
    kept: float, found: list[tuple[datetime, datetime | None, datetime | None]]
) -> None:
    put_in = replace(seen(10, told=28, check=2), kept=at(kept))
    late = episodes(admitted(), seen(0), put_in, seen(28.5, told=29, check=3), until=30)
    assert times(late) == found
    assert [one.was_none for one in late] == [kept < 15, False][: len(found)]


def test_saved_by_what_stood_still_it_is_of_when_it_was_entered_and_nobody_knew_of_it_before() -> None:
    """The clock sprang on by a day meanwhile: he is late again, by what the record has then (seed 70386)."""
    put_in = replace(seen(14, told=60, check=2), stood_still=at(14))
    late = episodes(admitted(), seen(0), put_in, until=61)
    assert times(late) == [(at(15), at(20), at(60)), (at(60), at(60), None)]
    assert [one.was_none for one in late] == [False, False]


def test_an_older_entry_never_moves_the_timer_back() -> None:
    assert episodes(admitted(), seen(0), seen(10, check=2), seen(5, told=11, check=3), until=24) == []


def test_a_check_taken_back_makes_late_from_then_on() -> None:
    found = episodes(admitted(), seen(0), seen(14, check=2), TakenBack(at(17), STAY, 2), until=18)
    assert times(found) == [(at(17), None, None)]


def test_an_amended_time_counts() -> None:
    amended = Amended(at(12), STAY, 2, 3, at(4), sleeping=False)
    assert times(episodes(admitted(), seen(0), seen(10, check=2), amended, until=20)) == [(at(19), None, None)]


def test_discharged_nothing_is_owed() -> None:
    assert times(episodes(admitted(), seen(0), Discharged(at(16), STAY), until=90)) == [(at(15), None, at(16))]


def test_a_continuous_patient_needs_somebody_at_once() -> None:
    found = episodes(admitted("1:1"), seen(0), DutyTaken(at(1), STAY, 5), until=14)
    assert [(one.kind, one.began, one.ended) for one in found] == [("observer", at(0.5), at(1))]


def test_relief_is_owed_after_two_hours_of_the_same_person() -> None:
    checks = [seen(14 * n, check=n) for n in range(1, 14)]
    said = sorted(
        [admitted("LOS"), seen(0), DutyTaken(at(0.2), STAY, 5), DutyTaken(at(121), STAY, 6), *checks], key=_told
    )
    assert [(one.kind, one.began, one.lapsed, one.ended) for one in episodes(*said, until=195)] == [
        ("relief", at(120.2), None, at(121))
    ]


def _told(one: Said) -> datetime:
    return one.at


def test_lowering_from_continuous_ends_the_duty() -> None:
    lowered = LevelSet(at(10), STAY, "Q15", None, raised=False, by_provider=True)
    found = episodes(admitted("LOS"), seen(0), DutyTaken(at(0.1), STAY, 5), lowered, seen(11, check=2), until=25)
    assert found == []


def test_a_nurse_who_raises_owes_the_provider() -> None:
    raised = LevelSet(at(0), STAY, "Q60", None, raised=True, by_provider=False)
    found = episodes(admitted("Q60"), raised, seen(1), seen(50, check=2), ProviderOrdered(at(62), STAY), until=70)
    assert [(one.kind, one.began, one.ended) for one in found] == [("provider order", at(60), at(62))]


def test_a_review_is_owed_a_day_after_the_order() -> None:
    said = [admitted("Q60"), Discharged(at(24 * 60 + 5), STAY)]
    found = [one for one in late_episodes(said, at(3000)) if one.kind == "review"]
    assert times(found) == [(at(24 * 60), None, at(24 * 60 + 5))]
    reviewed = [admitted("Q60"), Reviewed(at(20 * 60), STAY)]
    assert [one.began for one in late_episodes(reviewed, at(3000)) if one.kind == "review"] == [at(44 * 60)]


def test_not_found_is_lapsed_from_the_first_moment_until_he_is_seen() -> None:
    found = episodes(admitted(), seen(0), NotFound(at(5), STAY, 2), seen(7, check=3), until=20)
    assert [(one.kind, one.began, one.lapsed, one.ended) for one in found] == [("not found", at(5), at(5), at(7))]


def test_an_earlier_sighting_does_not_find_him() -> None:
    found = episodes(admitted(), seen(0), NotFound(at(5), STAY, 2), seen(4, told=6, check=3), until=8)
    assert [(one.kind, one.ended) for one in found] == [("not found", None)]


SEARCHED = [admitted(), seen(0), NotFound(at(5), STAY, 2)]


def searches(*said: Said) -> list[tuple[datetime, datetime, datetime | None]]:
    found = episodes(*SEARCHED, *said, until=14)
    return [(one.due, one.began, one.ended) for one in found if one.kind == "not found"]


@pytest.mark.parametrize(
    "wrong", [TakenBack(at(8), STAY, 3), Amended(at(8), STAY, 3, 4, at(4), sleeping=False)], ids=["patient", "time"]
)
def test_found_by_what_was_not_of_him_or_not_of_then_he_is_looked_for_as_before(wrong: Said) -> None:
    """Tapped for the patient beside him, and put right a quarter of a minute later (seed 40288)."""
    assert searches(seen(7, check=3), wrong, seen(9, check=5)) == [(at(5), at(5), at(7)), (at(5), at(8), at(9))]


@pytest.mark.parametrize(
    "said",
    [
        (seen(7, check=3), seen(7.5, check=4), TakenBack(at(8), STAY, 4)),  # another saw him too
        (seen(7, check=3), Amended(at(8), STAY, 3, 4, at(6), sleeping=False)),
        (seen(7, check=3), Left(at(7.5), STAY, at(60)), TakenBack(at(8), STAY, 3)),  # whoever took him had him
        (seen(7, check=3), Left(at(7.2), STAY, at(60)), Back(at(7.5), STAY, at(7.5)), TakenBack(at(8), STAY, 3)),
    ],
)
def test_found_all_the_same_nobody_looks_for_him(said: tuple[Said, ...]) -> None:
    assert searches(*said) == [(at(5), at(5), at(7))]


def test_kept_and_over_as_it_was_put_in_the_search_goes_on_where_what_ended_it_was_not_of_him() -> None:
    kept = NotFound(at(8), STAY, 3, since=at(5))
    found = episodes(admitted(), seen(0), seen(7, check=2), kept, TakenBack(at(9), STAY, 2), until=14)
    assert [(one.kind, one.due, one.began, one.ended) for one in found] == [("not found", at(5), at(9), None)]


def test_told_of_two_sightings_in_one_moment_it_may_have_been_found_late_by_the_first() -> None:
    """Two desks put in what each had kept, and one of them swept in between (seed 40244)."""
    first, second = replace(seen(10, told=30, check=2), kept=at(10)), seen(11, told=30, check=3)
    before, one = episodes(admitted(), seen(0), first, second, until=31)
    assert (before.ended, before.at_first) == (at(30), ())
    assert (one.began, one.due, one.at_first) == (at(30), at(26), (at(25),))


def test_not_late_any_more_by_the_second_it_is_another_lateness_later() -> None:
    first, second = replace(seen(10, told=30, check=2), kept=at(10)), seen(29, told=30, check=3)
    found = episodes(admitted(), seen(0), first, second, until=45)
    assert [(one.began, one.at_first) for one in found[1:]] == [(at(44), ())]
    again = episodes(admitted(), seen(0), first, second, TakenBack(at(40), STAY, 3), until=45)
    assert [(one.began, one.at_first) for one in again[1:]] == [(at(40), ())]


def test_each_stay_for_itself() -> None:
    other = Admitted(NOON, 2, "Q15", None)
    found = late_episodes([admitted(), other, seen(0)], at(4))
    assert [(one.stay, one.kind) for one in found] == [(2, "check")]


def test_it_says_what_it_has_not_been_taught() -> None:
    with pytest.raises(TypeError, match="not been taught"):
        episodes(Said(NOON, STAY))


def test_what_is_owed_after_an_admission_runs_from_it_until_it_is_done() -> None:
    found = settling(admitted(), Settled(at(50), STAY, "first vitals"), Settled(at(70), STAY, "belongings search"))
    assert found == {
        "belongings search": (at(60), None, at(70)),
        "weight": (at(24 * 60), None, None),
        "orientation": (at(24 * 60), None, None),
    }


def test_refused_it_is_asked_again_two_hours_later_and_never_sooner_than_before() -> None:
    found = settling(admitted(), PutOff(at(30), STAY, "belongings search"), PutOff(at(31), STAY, "orientation"))
    assert found["belongings search"] == (at(150), at(180), None)
    assert found["orientation"] == (at(24 * 60), None, None)


def test_what_lapsed_before_station_was_told_was_never_its_to_watch() -> None:
    came = Admitted(NOON, STAY, "Q15", None, admitted=at(-100))
    assert settling(came, Discharged(at(40), STAY)) == {"first vitals": (NOON, None, at(40))}


def test_off_the_unit_nothing_is_owed_but_his_return() -> None:
    left = Left(at(10), STAY, at(70))
    assert episodes(admitted(), seen(0), left, until=70) == []
    found = episodes(admitted(), seen(0), left, Back(at(85), STAY, at(85)), seen(86, check=2), until=90)
    assert [(one.kind, one.began, one.lapsed, one.ended) for one in found] == [("return", at(70), at(80), at(85))]


def test_leaving_ends_what_was_late_and_a_search() -> None:
    found = episodes(admitted(), seen(0), NotFound(at(14), STAY, 2), Left(at(17), STAY, at(60)), until=50)
    assert [(one.kind, one.began, one.ended) for one in found] == [
        ("check", at(15), at(17)),
        ("not found", at(14), at(17)),
    ]


def test_expected_at_another_time_he_is_owed_by_then() -> None:
    later = Expected(at(65), STAY, at(100))
    assert times(episodes(admitted(), seen(0), Left(at(10), STAY, at(60)), later, until=99)) == [(at(60), None, at(65))]


def test_back_he_is_owed_a_look_within_two_minutes_of_it() -> None:
    away = [admitted("Q60"), seen(0), Left(at(10), STAY, at(30))]
    assert times(episodes(*away, Back(at(28), STAY, at(28)), until=31)) == [(at(30), None, None)]
    assert times(episodes(*away, Back(at(28), STAY, at(25)), until=29)) == [(at(28), None, None)]
    assert episodes(*away, Back(at(28), STAY, at(28)), seen(29, check=2), until=88) == []


def test_what_was_seen_of_him_before_he_left_counts_for_nothing_once_he_is_back() -> None:
    said = [admitted(), seen(0), Left(at(10), STAY, at(30)), Back(at(28), STAY, at(28)), seen(9, told=28.5, check=2)]
    assert times(episodes(*said, until=31)) == [(at(30), None, None)]


def test_a_level_raised_while_he_is_away_owes_nothing_until_he_is_back() -> None:
    raised = LevelSet(at(20), STAY, "1:1", None, raised=True, by_provider=True)
    said = [admitted(), seen(0), Left(at(10), STAY, at(60)), raised]
    assert episodes(*said, until=60) == []
    found = episodes(*said, Back(at(50), STAY, at(50)), seen(51, check=2), until=52)
    assert [(one.kind, one.began) for one in found] == [("observer", at(50.5))]


def test_whoever_observed_him_is_free_while_he_is_away() -> None:
    said = [admitted("1:1"), seen(0), DutyTaken(at(0.1), STAY, 5), Left(at(5), STAY, at(240))]
    assert episodes(*said, until=239) == []


def test_awol_is_lapsed_from_the_first_moment_until_he_is_back() -> None:
    said = [admitted(), seen(0), Gone(at(10), STAY, at(8)), Back(at(40), STAY, at(40)), seen(41, check=2)]
    found = episodes(*said, until=50)
    assert [(one.kind, one.due, one.began, one.lapsed, one.ended) for one in found] == [
        ("AWOL", at(8), at(10), at(10), at(40))
    ]


def test_not_come_back_from_where_he_was_his_return_is_awol() -> None:
    said = [admitted(), seen(0), Left(at(5), STAY, at(20)), Gone(at(26), STAY, at(26)), Discharged(at(90), STAY)]
    assert [(one.kind, one.began, one.ended) for one in episodes(*said, until=99)] == [
        ("return", at(20), at(26)),
        ("AWOL", at(26), at(90)),
    ]


def test_a_raise_before_the_first_check_leaves_it_owed_since_then() -> None:
    raised = LevelSet(at(1), STAY, "Q5", None, raised=True, by_provider=True)
    assert times(episodes(admitted(), raised, until=2.5)) == [(at(2), None, None)]
