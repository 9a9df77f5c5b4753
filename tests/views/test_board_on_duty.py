"""Who is on by the plan, in the header and the footer: what people really do outranks it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from station.models.enums import BlockKind, Role
from station.store.rows import BoardSnapshot
from station.store.rows.plan import OnDutyRow
from station.views.board import who
from station.views.board.footer import FooterItem
from station.views.board.who import Who
from tests.views.floors import on_duty, planned, walk
from tests.views.showing import wall
from tests.views.snapshots import NOW, ZONE, ago, ahead, away, bed, busy, healthy, patient, snapshot

PLACE = ZoneInfo(ZONE)
WEST = on_duty(1, "J. Moore", BlockKind.ROUNDS, "rounds West hall", area_id=1)
HOLDS = on_duty(3, "D. Lin", BlockKind.CONTINUOUS, "1:1 with 1201", stay_id=1)


def plan(
    *rows: OnDutyRow, shown: BoardSnapshot | None = None, now: datetime = NOW
) -> list[Who]:  # fmt: skip
    board = shown or snapshot(healthy(8))
    return who.planned_words(rows, board.rounds, board.beds, PLACE, now)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((), ""),
        (planned(), "4 techs · 3 RN"),
        (planned()[:1], "1 tech"),
        ((on_duty(6, "K. Bello", role=Role.NURSE),), "1 RN"),
        (
            (on_duty(6, "K. Bello", role=Role.CHARGE_TECH), on_duty(7, "S. Novak", role=Role.CHARGE_NURSE)),
            "1 tech · 1 RN",
        ),
        ((replace(planned()[0], until=NOW),), ""),
    ],
)
def test_how_many_are_on(rows: tuple[OnDutyRow, ...], says: str) -> None:
    assert who.on_duty_words(rows, NOW) == says


def test_what_each_is_planned_for_rounds_first_and_for_how_long() -> None:
    group = on_duty(8, "A. Amin", BlockKind.GROUP, "Skills group")
    assert plan(on_duty(4, "A. Park", BlockKind.BREAK, "break"), group, WEST, on_duty(6, "K. Bello")) == [
        ("J. Moore", "rounds West hall until 15:00"),
        ("A. Park", "break until 15:00"),
        ("A. Amin", "skills group until 15:00"),
    ]


def test_a_stretch_that_is_over_is_not_said_any_more() -> None:
    assert plan(WEST, now=ahead(minutes=27)) != []
    assert plan(WEST, now=ahead(minutes=27, seconds=53)) == []


def test_who_walks_or_holds_or_is_off_the_unit_with_somebody_is_said_to_do_that_alone() -> None:
    east = (walk(1, "J. Moore", 2, "East hall", ago(minutes=3)),)
    assert plan(WEST, shown=snapshot(healthy(8), rounds=east)) == []
    held = bed(1, patient(1, level="1:1", observer="D. Lin"))
    assert plan(HOLDS, shown=snapshot((held,))) == []
    out = bed(2, patient(2, away=replace(away(), custodian_id=1)))
    assert plan(WEST, shown=snapshot((out,))) == []


def test_nobody_is_said_to_be_with_a_patient_whom_he_does_not_hold() -> None:
    for observer in ("R. Osei", None):
        board = snapshot((bed(1, patient(1, level="1:1", observer=observer)),))
        assert plan(HOLDS, shown=board) == [("D. Lin", "planned for 1:1 with 1201")]
    assert plan(HOLDS, shown=snapshot((bed(1, patient(1)),))) == []
    assert plan(HOLDS, shown=snapshot((bed(1, patient(1, level="1:1", away=away())),))) == []


def test_whoever_walks_for_somebody_else_says_for_whom() -> None:
    lin = on_duty(3, "D. Lin", BlockKind.ROUNDS, "rounds West hall", area_id=1)
    west = walk(1, "J. Moore", 1, "West hall", ago(minutes=12))
    shown = snapshot(healthy(8), rounds=(west,))
    assert who.round_words((west,), (), PLACE, NOW, (lin,)) == [("J. Moore", "rounds West hall for D. Lin since 14:20")]
    assert plan(lin, shown=shown) == []
    for planned_too in ((), (lin, WEST), (replace(lin, area_id=2),), (replace(lin, block_until=NOW),)):
        assert who.round_words((west,), (), PLACE, NOW, planned_too) == [("J. Moore", "rounds West hall since 14:20")]


def test_where_two_walk_and_one_was_planned_nobody_walks_for_him() -> None:
    lin = on_duty(3, "D. Lin", BlockKind.ROUNDS, "rounds West hall", area_id=1)
    both = (walk(1, "J. Moore", 1, "West hall", ago(minutes=12)), walk(3, "D. Lin", 1, "West hall", ago(minutes=2)))
    assert all(" for " not in said for _, said in who.round_words(both, (), PLACE, NOW, (lin,)))


def test_the_wall_says_who_is_on_and_follows_the_clock(qtbot: QtBot) -> None:
    page = wall(qtbot, snapshot(busy(), on_duty=planned()), size=(1920, 1080))
    fact = page._header._on_duty
    assert fact.isVisible()
    assert fact.accessibleName() == "On duty: 4 techs · 3 RN"
    assert "J. Moore rounds West hall until 15:00" in _footer(page._footer._items)
    page.tick(ahead(minutes=27, seconds=53))
    assert "West hall" not in _footer(page._footer._items)
    page.tick(ahead(hours=9))
    assert not fact.isVisible()


def test_without_a_plan_nothing_is_said_of_who_is_on(qtbot: QtBot) -> None:
    page = wall(qtbot, snapshot(busy()), size=(1920, 1080))
    assert not page._header._on_duty.isVisible()
    page.show_snapshot(snapshot(busy(), on_duty=planned()[:1]))
    assert page._header._on_duty.value.text() == "1 tech"
    page.show_snapshot(snapshot(busy()))
    assert not page._header._on_duty.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160), (1024, 768)])
def test_nothing_is_cut_off_for_it(qtbot: QtBot, size: tuple[int, int]) -> None:
    long = on_duty(
        9, "A. Featherstonehaugh", BlockKind.ROUNDS, "rounds Adolescent Intensive Treatment corridor", area_id=9
    )
    page = wall(qtbot, snapshot(busy(36), on_duty=(*planned(), long)), size=size)
    assert page.cut_texts() == []


def _footer(items: list[FooterItem]) -> str:
    return " | ".join(f"{one._name.text()} {one._rest.full_text}" for one in items if not one.isHidden())


def test_names_that_come_all_at_once_have_their_room_before_the_next_turn_of_the_loop(qtbot: QtBot) -> None:
    """A picture taken in that moment had "J." and "G" for people."""
    page = wall(qtbot, replace(snapshot(healthy()), on_duty=()), size=(1920, 1080))
    page.show_snapshot(replace(snapshot(busy()), on_duty=planned()))
    shown = [one for one in page.findChildren(FooterItem) if one.isVisible()]
    assert shown
    assert all(one.has_room for one in shown)
