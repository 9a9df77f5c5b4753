"""The default policy says what product.md says; a policy that contradicts itself is refused with its place."""

import json
from collections.abc import Callable
from datetime import time, timedelta
from operator import attrgetter
from typing import Any

import pytest

from station.models.enums import LevelKind
from station.rules.policy import Policy, default_policy, parse_policy
from station.rules.policy_values import PolicyError

Body = dict[str, Any]
Change = Callable[[Body], None]


def _said(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


@pytest.mark.parametrize(
    ("code", "limits", "charge", "manager"),
    [
        ("Q5", ("4:00", "5:00", "7:00"), "7:00", "10:00"),
        ("Q15", ("12:00", "15:00", "20:00"), "17:00", "25:00"),
        ("Q30", ("25:00", "30:00", "37:00"), "35:00", "45:00"),
        ("Q60", ("52:00", "60:00", "70:00"), "67:00", "80:00"),
        ("LOS", ("12:00", "15:00", "20:00"), "17:00", "25:00"),
        ("1:1", ("12:00", "15:00", "20:00"), "17:00", "25:00"),
    ],
)
def test_the_levels_are_those_of_the_table(
    policy: Policy, code: str, limits: tuple[str, str, str], charge: str, manager: str
) -> None:
    level = policy.level(code)
    told = {step.role: _said(step.after) for step in level.escalation}
    assert (_said(level.soon), _said(level.late), _said(level.lapsed)) == limits
    assert (told["charge"], told["manager"]) == (charge, manager)
    assert told["tech"] == limits[1]


def test_the_levels_are_six_and_two_of_them_continuous(policy: Policy) -> None:
    assert [level.code for level in policy.levels] == ["Q5", "Q15", "Q30", "Q60", "LOS", "1:1"]
    assert [level.code for level in policy.levels if level.continuous] == ["LOS", "1:1"]
    assert policy.level("LOS").kind is LevelKind.CONTINUOUS


@pytest.mark.parametrize(
    ("part", "field", "expected"),
    [
        ("first_check", "late", "2:00"),
        ("first_check", "lapsed", "5:00"),
        ("continuous", "nobody_late", "0:30"),
        ("continuous", "nobody_lapsed", "1:30"),
        ("continuous", "relief_soon", "105:00"),
        ("continuous", "relief_late", "120:00"),
        ("orders", "provider_order_late", "60:00"),
        ("orders", "review_every", "1440:00"),
        ("entries", "late_entry_after", "2:00"),
        ("entries", "ask_repeat_within", "1:00"),
        ("alerts", "flood_within", "10:00"),
        ("alerts", "lease_high", "3:00"),
        ("alerts", "lease_medium", "10:00"),
        ("absence", "return_lapsed", "10:00"),
        ("admission.belongings", "late", "60:00"),
        ("admission.orientation", "late", "1440:00"),
        ("vitals", "again_after_0", "720:00"),
        ("vitals", "again_after_1", "360:00"),
        ("vitals", "again_after_5", "60:00"),
        ("vitals", "again_after_7", "15:00"),
        ("vitals.answer", "late", "0:00"),
        ("sound", "high_every", "0:10"),
        ("sound", "medium_every", "0:20"),
        ("sound", "longest_pause", "2:00"),
        ("assignments", "longest_continuous", "120:00"),
    ],
)
def test_the_other_times_are_those_of_the_product(policy: Policy, part: str, field: str, expected: str) -> None:
    assert _said(attrgetter(f"{part}.{field}")(policy)) == expected


def test_words_and_counts_are_those_of_the_product(policy: Policy) -> None:
    assert policy.alerts.flood_count == 10
    assert policy.checks.first_places == 3
    assert policy.checks.life_signs == ("Breathing seen", "Sound heard", "Movement seen")
    assert {word.code for word in policy.precautions} == {"SI", "AWOL", "ASLT", "FALL", "SZ", "SAO", "FIRE", "MED"}
    assert not policy.wall.show_precautions
    assert policy.entries.not_before_admission
    assert (policy.assessments.bvc_per_shift, policy.assessments.bvc_high) == (True, 3)


def test_without_an_observer_the_charge_is_told_at_once(policy: Policy) -> None:
    first = policy.escalation.observer[0]
    assert first.role == "charge"
    assert first.after == timedelta(0)


def test_of_a_patient_who_is_gone_and_of_a_score_somebody_is_told_at_once(policy: Policy) -> None:
    told = policy.escalation
    first = [steps[0] for steps in (told.not_found, told.awol, told.return_overdue, told.score)]
    assert [(one.role, one.after) for one in first] == [
        *[("charge", timedelta(0))] * 3, ("nurse", timedelta(0))
    ]  # fmt: skip


def test_only_the_sleeping_activity_is_sleeping(policy: Policy) -> None:
    sleeping = [one.word for one in policy.checks.activities if policy.checks.is_sleeping(one.word)]
    assert sleeping == ["Asleep"]
    assert not policy.checks.is_sleeping(None)
    assert not policy.checks.is_sleeping("Resting in bed, awake")


def test_shifts_are_local_times(policy: Policy) -> None:
    assert [(shift.name, shift.starts) for shift in policy.shifts] == [
        ("Day", time(7)),
        ("Evening", time(15)),
        ("Night", time(23)),
    ]


def test_lower_is_watching_less_closely(policy: Policy) -> None:
    closest_first = ["1:1", "LOS", "Q5", "Q15", "Q30", "Q60"]
    for place, closer in enumerate(closest_first):
        assert not policy.is_lower(closer, closer)
        for lower in closest_first[place + 1 :]:
            assert policy.is_lower(lower, closer), (lower, closer)
            assert not policy.is_lower(closer, lower), (lower, closer)


def test_an_unknown_level_is_named_with_those_there_are(policy: Policy) -> None:
    with pytest.raises(KeyError, match=r"'Q20'.*Q5, Q15"):
        policy.level("Q20")


def test_stored_and_read_back_it_is_the_same(policy: Policy) -> None:
    assert parse_policy(json.loads(json.dumps(policy.to_json()))) == policy


def test_a_policy_cannot_be_changed_in_place(policy: Policy) -> None:
    with pytest.raises(ValueError, match="frozen"):
        policy.wall.show_precautions = True  # type: ignore[misc]  # that it is refused is the test


def _set(*path: Any, to: Any) -> Change:
    def change(body: Body) -> None:
        place: Any = body
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def _drop(*path: Any) -> Change:
    def change(body: Body) -> None:
        place: Any = body
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


_LATE_FIRST = [{"role": "charge", "after": "20:00"}, {"role": "tech", "after": "15:00"}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("levels", 1, "soon", to="16:00"), "level Q15: due soon, late and lapsed must follow each other"),
        (_set("levels", 1, "lapsed", to="15:00"), "level Q15: .*change soon, late or lapsed"),
        (_set("levels", 1, "soon", to="0:00"), "level Q15"),
        (_set("levels", 1, "code", to="Q5"), "two levels have the same code"),
        (_set("levels", 0, "escalation", to=[]), "level Q5: somebody must be told"),
        (_set("levels", 1, "escalation", to=_LATE_FIRST), "level Q15: .*sort them by `after`"),
        (_set("escalation", "not_found", to=[]), "escalation.not_found: somebody must be told"),
        (_set("first_check", "lapsed", to="2:00"), "first_check: soon, late and lapsed"),
        (_set("continuous", "nobody_lapsed", to="0:30"), "continuous: late must come before lapsed"),
        (_set("continuous", "relief_soon", to="121:00"), "relief soon before relief late"),
        (_set("levels", 0, "soon", to="four"), "levels.0.soon: .*'four' is not a duration"),
        (_set("entries", "late_entry_after", to="120"), "entries.late_entry_after: .*minutes:seconds"),
        (_set("entries", "lte_entry", to="2:00"), "entries.lte_entry: "),
        (_set("version_of_format", to=2), "version_of_format"),
        (_drop("alerts", "flood_count"), "alerts.flood_count: "),
        (_drop("shifts"), "shifts: "),
        (
            _set("shifts", 0, "overlap", to="8:00:00"),
            "Day would stay 8:00 h after Evening has begun, and Evening lasts 8",
        ),
        (
            _set("shifts", 1, "overlap", to="9:30:00"),
            "Evening would stay 9:30 h after Night .*overlap of Evening shorter",
        ),
        (_set("shifts", 1, "starts", to="07:00"), "shifts: two start at the same time"),
        (_set("qualifications", "required", 0, "roles", to=[]), "qualifications.required.0.roles"),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_place(policy: Policy, change: Change, said: str) -> None:
    body = json.loads(json.dumps(policy.to_json()))
    change(body)
    with pytest.raises(PolicyError, match=f"(?s)The policy cannot be used.*{said}"):
        parse_policy(body)


def test_people_may_stay_almost_as_long_as_the_next_shift(policy: Policy) -> None:
    body = json.loads(json.dumps(policy.to_json()))
    body["shifts"][2]["overlap"] = "7:59:00"
    assert parse_policy(body).shifts[2].overlap == timedelta(hours=7, minutes=59)
    body["shifts"] = [{"name": "All day", "starts": "07:00", "overlap": "23:59:00"}]
    assert parse_policy(body).shifts[0].overlap == timedelta(hours=23, minutes=59)
    body["shifts"][0]["overlap"] = "24:00:00"
    with pytest.raises(PolicyError, match="All day lasts 24:00 h"):
        parse_policy(body)


def test_every_fault_is_named_at_once(policy: Policy) -> None:
    body = json.loads(json.dumps(policy.to_json()))
    body["levels"][0]["soon"] = "four"
    body["wall"]["distance_m"] = "far"
    with pytest.raises(PolicyError, match=r"levels\.0\.soon.*wall|wall.*levels\.0\.soon"):
        parse_policy(body)


def test_the_default_is_read_once() -> None:
    assert default_policy() is default_policy()
