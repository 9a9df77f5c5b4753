"""Environmental rounds: owed by the policy, walked room by room, never skipped without a word."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from station.models import Alert, EnvironmentalRound, Finding, JournalEntry, PolicyVersion, Task
from station.models.enums import AlertState, FindingOutcome, Priority, Role, TaskKind, TaskState
from station.rules.policy import Policy, default_policy
from station.services import Actor, Store, reading, setup
from station.services.environment import (
    Found,
    end_environmental_round,
    plan_environmental_rounds,
    record_finding,
    start_environmental_round,
)
from station.services.environment_reading import read_environmental_rounds
from station.services.errors import Refused
from station.services.events import RoundsChanged
from station.services.hazards import NewHazard, fix_hazard, verify_hazard
from station.services.setup import AreaPlan, RoomPlan, UnitPlan
from station.store.rows.environment import EnvironmentalRoundRow, UnitTaskRow
from tests.builders import PEOPLE, STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON

CHICAGO = ZoneInfo("America/Chicago")
EIGHT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""The first round owed after NOON (06:00 in Chicago)."""
FINE, HAZARD, NOT_CHECKED = FindingOutcome.FINE, FindingOutcome.HAZARD, FindingOutcome.NOT_CHECKED


def owed(unit: BuiltUnit, now: datetime = NOON) -> UnitTaskRow:
    (row,) = (one for one in reading.read_board(unit.store, now).unit_tasks if one.kind == TaskKind.ENVIRONMENTAL)
    return row


def walk(unit: BuiltUnit) -> EnvironmentalRoundRow:
    (row,) = read_environmental_rounds(unit.store)
    return row


def start(unit: BuiltUnit, at: datetime, *, by: str = "J. Moore", area_id: int = 1, checklist: str = "safety") -> int:
    start_environmental_round(unit.store, area_id, checklist, actor=unit.who(by), now=at)
    return walk(unit).round_id


def say(
    unit: BuiltUnit,
    at: datetime,
    room: str = "1201",
    item: str = "doors",
    outcome: FindingOutcome = FINE,
    *,
    by: str = "J. Moore",
    **more: Any,
) -> Sequence[Any]:
    row = walk(unit)
    room_id = next(one.room_id for one in row.rooms if one.name == room)
    found = Found(more.pop("request", unit.request()), row.round_id, room_id, item, outcome, **more)
    return record_finding(unit.store, found, actor=unit.who(by), now=at)


def say_all(unit: BuiltUnit, at: datetime, outcome: FindingOutcome = FINE, **more: Any) -> None:
    row = walk(unit)
    for room in row.rooms:
        for item in row.items:
            say(unit, at, room.name, item.key, outcome, **more)


def end(unit: BuiltUnit, at: datetime, *, by: str = "J. Moore") -> None:
    end_environmental_round(unit.store, walk(unit).round_id, actor=unit.who(by), now=at)


def make(unit: BuiltUnit, at: datetime, outcome: FindingOutcome = FINE, **more: Any) -> None:
    """A whole round that is ended at `at`."""
    start(unit, at)
    say_all(unit, at, outcome, **more)
    end(unit, at)


def hazard(unit: BuiltUnit, **more: Any) -> NewHazard:
    said: dict[str, Any] = {"place": "Door closer", "severity": 4, "note": "hangs loose", "owner": "Maintenance"}
    return NewHazard(request_id=unit.request(), area_id=1, **said | more)


def journalled(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        return [
            json.loads(body) for body in session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind))
        ]


def with_schedule(schedule: str) -> Policy:
    policy = default_policy()
    rounds = (policy.environment.rounds[0].model_copy(update={"schedule": schedule}),)
    return policy.model_copy(update={"environment": policy.environment.model_copy(update={"rounds": rounds})})


# What is owed, and when.


def test_a_new_unit_owes_a_round_of_each_area(store: Store) -> None:
    areas = (
        AreaPlan("West hall", (RoomPlan("1201", ("1201",)),)),
        AreaPlan("East hall", (RoomPlan("1301", ("1301",)),)),
    )
    setup.create_unit(
        store, UnitPlan("3 West", "America/Chicago", areas), signed_by="M. Reyes", actor=STATION, now=NOON
    )
    board = reading.read_board(store, NOON)
    assert [(one.label, one.about, one.area_id, one.area, one.due_at) for one in board.unit_tasks] == [
        ("Safety round, West hall", "area:1:safety", 1, "West hall", EIGHT),
        ("Safety round, East hall", "area:2:safety", 2, "East hall", EIGHT),
    ]


def test_an_area_without_rooms_owes_nothing(store: Store) -> None:
    areas = (AreaPlan("West hall", (RoomPlan("1201", ("1201",)),)), AreaPlan("Roof", ()))
    setup.create_unit(store, UnitPlan("3 West", "UTC", areas), signed_by="M. Reyes", actor=STATION, now=NOON)
    assert [one.area for one in reading.read_board(store, NOON).unit_tasks] == ["West hall"]


def test_an_older_database_owes_them_from_the_next_start_on_once(unit: BuiltUnit) -> None:
    with unit.store.write(STATION, NOON) as work:
        work.session.execute(update(Task).values(state=TaskState.VOID, next_at=None))
    later = NOON + minutes(10)
    assert plan_environmental_rounds(unit.store, actor=STATION, now=later) == [RoundsChanged()]
    for actor in (STATION, Actor(None, "Station", "wall 1"), Actor(None, "Station", "desk 2")):
        assert plan_environmental_rounds(unit.store, actor=actor, now=later) == []
    assert (owed(unit).since, owed(unit).due_at) == (later, EIGHT)


def test_a_database_without_a_unit_has_nothing_to_plan(store: Store) -> None:
    assert plan_environmental_rounds(store, actor=STATION, now=NOON) == []


def test_planning_again_leaves_a_round_that_is_overdue_as_overdue(unit: BuiltUnit) -> None:
    unit.sweep(EIGHT + minutes(12))
    assert plan_environmental_rounds(unit.store, actor=STATION, now=EIGHT + minutes(12)) == []
    assert owed(unit).due_at == EIGHT


def test_what_a_policy_adds_is_owed_and_what_is_overdue_stays_overdue(unit: BuiltUnit) -> None:
    policy = default_policy()
    (safety,) = policy.environment.rounds
    both = (safety, safety.model_copy(update={"checklist": "weekly", "schedule": "at 10:00 on tue"}))
    sign(unit, policy.model_copy(update={"environment": policy.environment.model_copy(update={"rounds": both})}), EIGHT)
    later = EIGHT + minutes(30)
    unit.sweep(later)
    plan_environmental_rounds(unit.store, actor=STATION, now=later)
    assert [(one.label, one.due_at) for one in reading.read_board(unit.store, later).unit_tasks] == [
        ("Safety round, West hall", EIGHT),
        ("Weekly round, West hall", EIGHT + timedelta(hours=26)),
    ]
    assert unit.alert(kind="environmental round").text == "Safety round, West hall"


def test_what_the_policy_does_not_ask_for_any_more_is_not_owed_any_more(unit: BuiltUnit) -> None:
    unit.sweep(EIGHT)
    sign(unit, _without_rounds(default_policy()), EIGHT)
    plan_environmental_rounds(unit.store, actor=STATION, now=EIGHT + minutes(1))
    assert reading.read_board(unit.store, EIGHT).unit_tasks == ()
    (alert,) = unit.all_alerts(kind="environmental round")
    assert (alert.state, alert.close_reason) == (AlertState.CLOSED, "the policy does not ask for it any more")
    assert journalled(unit, "environmental round.void")


def test_a_policy_that_names_an_unknown_list_is_not_signed_with_a_new_unit(sqlite_store: Store) -> None:
    with pytest.raises(Refused, match="There is no checklist 'yard'. Name one of these in the policy: safety, weekly"):
        build_unit(sqlite_store, policy=_with_list(default_policy(), "yard"))
    assert not reading.unit_exists(sqlite_store)


def test_a_list_that_has_gone_is_said_and_its_rounds_stay_owed(unit: BuiltUnit) -> None:
    sign(unit, _with_list(default_policy(), "yard"), NOON)
    for later in (1, 2):
        plan_environmental_rounds(unit.store, actor=STATION, now=NOON + minutes(later))
    (alert,) = unit.open_alerts(kind="technical")
    assert alert.text.startswith("Environmental rounds cannot be made. There is no checklist 'yard'.")
    assert owed(unit).label == "Yard round, West hall"
    with pytest.raises(Refused, match=r"This round cannot be begun. There is no checklist 'yard'"):
        start(unit, EIGHT, checklist="yard")
    assert walk(unit).items == ()


def sign(unit: BuiltUnit, policy: Policy, at: datetime) -> None:
    with unit.store.write(STATION, at) as work:
        work.session.add(PolicyVersion(body=policy.to_json(), signed_by="M. Reyes", signed_at=at))


def _without_rounds(policy: Policy) -> Policy:
    return policy.model_copy(update={"environment": policy.environment.model_copy(update={"rounds": ()})})


def _with_list(policy: Policy, name: str) -> Policy:
    rounds = (policy.environment.rounds[0].model_copy(update={"checklist": name}),)
    return policy.model_copy(update={"environment": policy.environment.model_copy(update={"rounds": rounds})})


def test_overdue_it_alerts_as_tasks_do(unit: BuiltUnit) -> None:
    unit.sweep(EIGHT - timedelta(microseconds=1))
    assert not unit.all_alerts()
    unit.sweep(EIGHT)
    alert = unit.alert(kind="environmental round")
    assert (alert.priority, alert.text, alert.area_id) == (Priority.MEDIUM, "Safety round, West hall", 1)
    unit.sweep(EIGHT + minutes(60))
    assert unit.alert(kind="environmental round").priority is Priority.HIGH
    (row,) = reading.read_board(unit.store, EIGHT).alerts
    assert (row.area_id, row.area, row.stay_id, row.bed) == (1, "West hall", None, None)


def test_done_early_the_next_counts_from_the_time_it_answered(unit: BuiltUnit) -> None:
    make(unit, EIGHT - minutes(40))
    assert owed(unit).due_at == EIGHT + timedelta(hours=8)
    (said,) = journalled(unit, "environmental round.ended")
    assert (said["answered"], said["next"], said["passed_undone"]) == (
        "2026-03-02T14:00:00Z",
        "2026-03-02T22:00:00Z",
        [],
    )


def test_done_late_the_next_is_the_next_time_from_now(unit: BuiltUnit) -> None:
    unit.sweep(EIGHT + minutes(20))
    make(unit, EIGHT + minutes(30))
    assert owed(unit).due_at == EIGHT + timedelta(hours=8)
    (alert,) = unit.all_alerts()
    assert (alert.state, alert.close_reason) == (AlertState.CLOSED, "the round has been made")


def test_a_time_that_passes_undone_stays_one_task_and_is_said(unit: BuiltUnit) -> None:
    since = EIGHT
    unit.sweep_through(since, since + timedelta(hours=17), minutes(30))
    assert owed(unit).due_at == EIGHT
    assert len(unit.all_alerts()) == 1
    make(unit, EIGHT + timedelta(hours=17))
    (said,) = journalled(unit, "environmental round.ended")
    assert said["answered"] == "2026-03-02T14:00:00Z"
    assert said["passed_undone"] == ["2026-03-02T22:00:00Z", "2026-03-03T06:00:00Z"]
    assert owed(unit).due_at == EIGHT + timedelta(hours=24)


def test_a_second_walk_long_before_its_time_is_an_extra_one(unit: BuiltUnit) -> None:
    make(unit, EIGHT)
    make(unit, EIGHT + minutes(40))
    assert owed(unit).due_at == EIGHT + timedelta(hours=8)
    assert journalled(unit, "environmental round.ended")[1]["answered"] is None


def test_a_round_in_which_nothing_was_looked_at_answers_nothing(unit: BuiltUnit) -> None:
    make(unit, EIGHT, NOT_CHECKED, reason="fire drill")
    assert owed(unit).due_at == EIGHT
    (said,) = journalled(unit, "environmental round.ended")
    assert (said["answered"], said["still_due"], said["not checked"]) == (None, "2026-03-02T14:00:00Z", 32)


@pytest.mark.parametrize(
    ("created", "schedule", "due"),
    [
        (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), "at 02:30", datetime(2026, 3, 8, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 1, 5, 0, tzinfo=UTC), "at 01:30", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_on_the_days_the_clock_changes(store: Store, created: datetime, schedule: str, due: datetime) -> None:
    """02:30 does not exist on 8 March in Chicago: 03:00. 01:30 comes twice on 1 November: its first pass, once."""
    unit = build_unit(store, policy=with_schedule(schedule), now=created)
    assert owed(unit).due_at == due
    make(unit, due + minutes(10))
    next_day = (due + minutes(10)).astimezone(CHICAGO) + timedelta(days=1)
    hour, minute = (int(part) for part in schedule.removeprefix("at ").split(":"))
    assert owed(unit).due_at == next_day.replace(hour=hour, minute=minute, second=0).astimezone(UTC)


# Walking.


def test_before_the_first_round_there_is_one_that_has_not_begun(unit: BuiltUnit) -> None:
    row = walk(unit)
    assert (row.round_id, row.area, row.title, row.started_at, row.findings) == (
        0,
        "West hall",
        "Safety round",
        None,
        (),
    )
    assert [one.name for one in row.rooms] == ["1201", "1202", "1203", "1204"]
    assert (row.items[0].key, row.items[0].words) == ("doors", "Doors and exits")


def test_a_walk_from_its_start_to_its_end(unit: BuiltUnit) -> None:
    start(unit, EIGHT - minutes(10))
    row = walk(unit)
    assert (row.name, row.started_at, row.due_at, row.ended_at) == ("J. Moore", EIGHT - minutes(10), EIGHT, None)
    say_all(unit, EIGHT - minutes(5))
    assert len(walk(unit).findings) == 32
    end(unit, EIGHT, by="R. Osei")
    row = walk(unit)
    assert (row.ended_at, row.ended_by, row.name) == (EIGHT, "R. Osei", "J. Moore")


def test_begun_twice_it_is_one_round(unit: BuiltUnit) -> None:
    first = start(unit, EIGHT)
    assert start(unit, EIGHT + minutes(1), by="R. Osei") == first
    assert walk(unit).name == "J. Moore"


def test_somebody_else_goes_on_and_each_word_is_its_speakers(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT, "1201", "doors")
    say(unit, EIGHT + minutes(1), "1201", "cords", by="R. Osei")
    assert [(one.item, one.by, one.at) for one in walk(unit).findings] == [
        ("doors", "J. Moore", EIGHT),
        ("cords", "R. Osei", EIGHT + minutes(1)),
    ]


def test_said_again_the_later_word_holds_and_the_earlier_stays(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT)
    say(unit, EIGHT + minutes(1), outcome=NOT_CHECKED, reason="patient asleep")
    (row,) = walk(unit).findings
    assert (row.outcome, row.reason) == (NOT_CHECKED, "patient asleep")
    with unit.store.read() as session:
        kept = session.execute(select(Finding.outcome, Finding.current).order_by(Finding.id)).all()
    assert [tuple(one) for one in kept] == [(FINE, False), (NOT_CHECKED, True)]


def test_a_double_tap_is_one_finding(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT, request="the same tap")
    assert say(unit, EIGHT, request="the same tap") == []
    with unit.store.read() as session:
        assert len(session.scalars(select(Finding)).all()) == 1


def test_what_is_not_checked_needs_a_reason(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    with pytest.raises(Refused, match="Say why it was not checked, for example: patient asleep"):
        say(unit, EIGHT, outcome=NOT_CHECKED, reason="  ")
    assert walk(unit).findings == ()


def test_a_round_does_not_end_with_gaps_and_names_them(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    row = walk(unit)
    for item in row.items:
        if item.key not in {"sharps", "call"}:
            say(unit, EIGHT, "1201", item.key)
    with pytest.raises(Refused) as caught:
        end(unit, EIGHT)
    assert str(caught.value) == (
        "Not everything has been said: 1201 (Sharps, Call devices); 1202 (nothing yet); 1203 (nothing yet) "
        "and 1 more room. Say it, or say why it was not checked; then end the round."
    )
    assert walk(unit).ended_at is None
    assert owed(unit).due_at == EIGHT


def test_ended_it_takes_no_more_words(unit: BuiltUnit) -> None:
    make(unit, EIGHT)
    with pytest.raises(Refused, match=r"J. Moore has ended this round already. Start another one to say more."):
        say(unit, EIGHT + minutes(1))
    with pytest.raises(Refused, match="has ended this round already"):
        end(unit, EIGHT + minutes(1), by="R. Osei")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"round_id": 99}, "This round is not known here"),
        ({"room_id": 99}, "This room is not part of this round"),
        ({"item": "windows"}, "'windows' is not on the list of this round"),
    ],
)
def test_words_about_something_else_are_refused(sqlite_unit: BuiltUnit, changed: dict[str, Any], says: str) -> None:
    round_id = start(sqlite_unit, EIGHT)
    found = Found("r", round_id, walk(sqlite_unit).rooms[0].room_id, "doors", FINE)
    with pytest.raises(Refused, match=says):
        record_finding(sqlite_unit.store, replace(found, **changed), actor=sqlite_unit.who(), now=EIGHT)


def test_an_unknown_area_is_refused(sqlite_unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="This area is not known here"):
        start_environmental_round(sqlite_unit.store, 9, "safety", actor=sqlite_unit.who(), now=EIGHT)


def test_the_clock_set_back_during_a_round_ends_it_all_the_same(unit: BuiltUnit) -> None:
    """What is owed is never answered by a time before it ran."""
    start(unit, EIGHT)
    say_all(unit, EIGHT)
    end(unit, NOON - minutes(5))
    assert owed(unit).due_at == EIGHT


def test_a_list_that_is_not_scheduled_may_be_walked_and_owes_nothing(unit: BuiltUnit) -> None:
    start_environmental_round(unit.store, 1, "weekly", actor=unit.who(), now=EIGHT)
    rows = read_environmental_rounds(unit.store)
    assert [(one.checklist, one.round_id != 0) for one in rows] == [("safety", False), ("weekly", True)]
    weekly = rows[1]
    assert [one.section for one in weekly.items] == ["Fire", "Fire", "Room"]
    for room in weekly.rooms:
        for item in weekly.items:
            found = Found(unit.request(), weekly.round_id, room.room_id, item.key, FINE)
            record_finding(unit.store, found, actor=unit.who(), now=EIGHT)
    end_environmental_round(unit.store, weekly.round_id, actor=unit.who(), now=EIGHT)
    assert owed(unit).about == "area:1:safety"
    assert [one.checklist for one in read_environmental_rounds(unit.store)] == ["safety"]


# Hazards within a round.


def test_a_hazard_of_a_room_is_reported_with_the_word(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT, "1203", "doors", HAZARD, hazard=hazard(unit))
    (row,) = reading.read_board(unit.store, EIGHT).hazards
    assert (row.place, row.room, row.area, row.item, row.found_by) == (
        "Door closer",
        "1203",
        "West hall",
        "doors",
        "J. Moore",
    )
    assert walk(unit).findings[0].hazard_id == row.hazard_id


def test_a_hazard_needs_to_be_said_in_full_and_nothing_is_half_saved(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    with pytest.raises(Refused, match="Say what the hazard is"):
        say(unit, EIGHT, outcome=HAZARD)
    with pytest.raises(Refused, match="Say what is wrong"):
        say(unit, EIGHT, outcome=HAZARD, hazard=hazard(unit, note=" "))
    assert walk(unit).findings == ()
    assert reading.read_board(unit.store, EIGHT).hazards == ()


def test_the_next_round_finds_the_same_hazard_not_another_one(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT, outcome=HAZARD, hazard=hazard(unit))
    say(unit, EIGHT + minutes(1), outcome=HAZARD, by="R. Osei")
    (known,) = reading.read_board(unit.store, EIGHT).hazards
    assert walk(unit).findings[0].hazard_id == known.hazard_id


def test_fine_cannot_be_said_of_a_hazard_until_it_is_verified(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT, outcome=HAZARD, hazard=hazard(unit))
    with pytest.raises(Refused, match="Door closer is a hazard that nobody has fixed"):
        say(unit, EIGHT)
    fix_hazard(unit.store, 1, "tightened", actor=unit.who("R. Osei"), now=EIGHT)
    with pytest.raises(Refused, match=r"said to be fixed by R. Osei, and nobody has verified it"):
        say(unit, EIGHT)
    verify_hazard(unit.store, 1, "", is_fixed=True, actor=unit.who(), now=EIGHT)
    say(unit, EIGHT)
    assert walk(unit).findings[0].outcome is FINE


# Who may.


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROVIDER])
def test_who_may_not_make_rounds(sqlite_store: Store, role: Role) -> None:
    unit = build_unit(sqlite_store, people={**PEOPLE, "V. Ito": role})
    round_id = start(unit, EIGHT)
    found = Found("r", round_id, walk(unit).rooms[0].room_id, "doors", FINE)
    who = unit.who("V. Ito")
    with pytest.raises(Refused, match="may not make environmental rounds"):
        start_environmental_round(unit.store, 1, "safety", actor=who, now=EIGHT)
    with pytest.raises(Refused, match="may not make environmental rounds"):
        record_finding(unit.store, found, actor=who, now=EIGHT)
    with pytest.raises(Refused, match="may not make environmental rounds"):
        end_environmental_round(unit.store, round_id, actor=who, now=EIGHT)


def test_a_machine_never_makes_a_round(sqlite_unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="Only a person can make environmental rounds"):
        start_environmental_round(sqlite_unit.store, 1, "safety", actor=STATION, now=EIGHT)


def test_everything_stands_in_the_journal(unit: BuiltUnit) -> None:
    start(unit, EIGHT)
    say(unit, EIGHT, "1202", "cords", NOT_CHECKED, reason="patient asleep")
    assert journalled(unit, "environmental round.owed")[0]["label"] == "Safety round, West hall"
    assert journalled(unit, "environmental round.started") == [
        {"round": 1, "area": "West hall", "checklist": "safety", "due": "2026-03-02T14:00:00Z"}
    ]
    assert journalled(unit, "environmental round.finding") == [
        {
            "round": 1,
            "room": "1202",
            "item": "Cords and bags",
            "outcome": "not checked",
            "reason": "patient asleep",
            "hazard": None,
        }
    ]
    with unit.store.read() as session:
        assert session.scalars(select(EnvironmentalRound.started_at_station)).one() == "desk 1"
        assert session.scalars(select(Alert)).all() == []
