"""Rounds, hazards, tasks and the census: beneath the alerts, in the header and in the footer."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.models.enums import AlertState, Priority, Stage, TaskKind
from station.rules.announce import announce
from station.store.rows import BoardSnapshot
from station.store.rows.environment import HazardRow, UnitTaskRow
from station.views.alerts.rows import open_rows
from station.views.board import who
from station.views.board.away import NO_BREAK
from station.views.board.duties import Section, sections_of
from station.views.board.face import face_of
from station.views.board.footer import FooterItem
from station.views.board.places import places_of
from station.views.board.rail_card import DeskRailCard
from station.views.board.rail_list import fit
from station.views.board.rail_words import entry_of
from station.views.strip import AlertStrip
from station.views.theme import THEME_NAMES, ThemeName, load
from station.views.widgets.label import Role
from tests.views import floors
from tests.views import snapshots as made
from tests.views.showing import at, desk, dress, later, wall

PLACE = ZoneInfo(made.ZONE)


def sections(shown: BoardSnapshot, *, places: bool = True) -> tuple[Section, ...]:
    return sections_of(shown, places_of(shown), PLACE, made.NOW, places=places)


def lines(shown: BoardSnapshot, *, places: bool = True) -> list[tuple[str, str]]:
    found = sections(shown, places=places)
    return [(line.what.replace(NO_BREAK, " "), line.when) for section in found for line in section.lines]


def test_the_lists_are_those_of_the_drawing() -> None:
    shown = floors.floor()
    assert [section.title for section in sections(shown)] == ["Rounds", "Off unit (1)"]
    assert lines(shown) == [
        ("Environmental, West hall", "12 min overdue"),
        ("Hazards 3 · worst 4: Shower, 1203", "18:26"),
        ("Belongings search, 1311", "15:20"),
        ("First vitals, 1311", "15:20"),
        ("Environmental, East hall", "16:00"),
        ("1303 · Radiology · A. Park", "back by 14:55"),
    ]


def test_nothing_to_list_lists_nothing(qtbot: QtBot) -> None:
    assert sections(made.snapshot(made.healthy(24))) == ()
    page = wall(qtbot, made.snapshot(made.healthy(24)))
    assert page.rail.duties.isHidden()


def test_who_is_gone_stands_first_and_is_counted_apart() -> None:
    out = sections(floors.stormy())[1]
    assert out.title == "Off unit (4) · AWOL (1)"
    said = [(line.what.replace(NO_BREAK, " "), line.when) for line in out.lines]
    assert said == [
        ("1203 · AWOL", "since 14:10"),
        ("1206 · Court · D. Lin", "14 min overdue"),
        ("1205 · Cardiology and pulmonary function · A. Featherstonehaugh", "3 min overdue"),
        ("1208 · ECT · K. Bello", "back by 14:38"),
        ("1207 · Home · his sister", "back by Wed 25 Nov 06:32"),
    ]


def test_many_areas_due_together_are_one_line_until_one_presses() -> None:
    areas = ("West hall", "East hall", "North hall", "Annex")

    def shown(minutes: int) -> list[tuple[str, str]]:
        tasks = tuple(floors.environmental(n, area, made.ahead(minutes=minutes)) for n, area in enumerate(areas, 1))
        return lines(made.snapshot((), unit_tasks=tasks))

    assert shown(90) == [("Environmental, 4 areas", "16:02")]
    assert shown(20) == [(f"Environmental, {area}", "due in 20 min") for area in areas]
    assert shown(60 * 12 + 1) == []


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (floors.hazard(1, 5), ("Hazard 5: Shower, 1203", "14:41")),
        (floors.hazard(1, 5, room=""), ("Hazard 5: Shower, West hall", "14:41")),
        (floors.hazard(1, 5, found_at=made.ago(minutes=20)), ("Hazard 5: Shower, 1203", "5 min overdue")),
        (
            floors.hazard(1, 5, found_at=made.ago(minutes=20), fixed_by="A. Park"),
            ("Hazard 5: Shower, 1203", "to verify"),
        ),
    ],
)
def test_a_hazard_says_how_it_stands(state: HazardRow, says: tuple[str, str]) -> None:
    assert lines(made.snapshot(made.healthy(8), hazards=(state,))) == [says]


def test_what_somebody_could_die_of_is_red_at_once_and_not_called_overdue() -> None:
    worst = floors.hazard(1, 5, found_at=made.ago(minutes=1))
    (line,) = sections(made.snapshot((), hazards=(worst,), unit_tasks=(floors.unfixed(worst),)))[0].lines
    assert (line.stage, line.when) == (Stage.LAPSED, "14:46")
    assert line.until == later(minutes=1)


def test_a_task_that_has_its_alert_is_not_said_twice() -> None:
    late = made.bed(1, made.patient(1, more=made.admission(made.ago(minutes=70))))
    alone = made.snapshot((late,), alerts=())
    assert lines(alone) == [("Belongings search, 1201", "10 min overdue"), ("First vitals, 1201", "10 min overdue")]
    assert lines(made.snapshot((late,))) == []


def test_tasks_of_an_admission_are_listed_from_an_hour_before() -> None:
    def shown(minutes: int) -> BoardSnapshot:
        return made.snapshot((made.bed(1, made.patient(1, more=made.admission(made.ago(minutes=minutes)))),))

    assert [what for what, _ in lines(shown(0))] == ["Belongings search, 1201", "First vitals, 1201"]
    day = shown(22 * 60 + 59)
    assert [what for what, _ in lines(day)][-2:] == ["Weight, 1201", "Orientation, 1201"]


def test_a_patient_without_a_bed_is_called_by_his_initials() -> None:
    shown = made.snapshot((), unplaced=(made.patient(90, initials="WMX", away=made.away()),))
    assert lines(shown)[0][0] == "WMX, no bed · Radiology · A. Park"


@given(
    heights=st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=9), max_size=4),
    room=st.integers(0, 200),
)
def test_what_is_shown_has_room_and_nothing_more_would_have(heights: list[list[int]], room: int) -> None:
    shown = fit(heights, heading=5, more=4, gap=2, room=room)
    frame = len(heights) * 5 + max(0, len(heights) - 1) * 2
    if shown is None:
        assert frame > room
        return
    rows = sum(sum(one[:count]) for one, count in zip(heights, shown, strict=True))
    counted = sum(4 for one, count in zip(heights, shown, strict=True) if 0 < count < len(one))
    assert frame + rows + counted <= room
    if sum(map(sum, heights)) + frame <= room:
        assert shown == [len(one) for one in heights]


def test_what_has_no_room_is_counted_in_words(qtbot: QtBot) -> None:
    page = wall(qtbot, floors.floor(precautions_on_wall=False), size=(1366, 768))
    said = page.rail.duties.says
    assert said[0] == "Rounds"
    assert any(text.startswith("and ") and text.endswith(" more") for text in said)
    crowded = wall(qtbot, floors.stormy(), size=(1366, 768))
    assert any("AWOL (1)" in text for text in crowded.rail.duties.says)
    assert "Belongings search, 1211" in crowded.rail.duties.accessibleName()


def test_alerts_that_are_not_high_say_less_before_a_list_does(qtbot: QtBot) -> None:
    page = desk(qtbot, floors.floor(), size=(1366, 768))
    told = [any("told" in label.text() for label in card._said()) for card in page.rail.cards]
    assert told == [True, False, False, False, False, False]
    assert page.rail.overflow == ""
    for card in page.rail.cards:
        assert isinstance(card, DeskRailCard)
        assert card.rect().contains(card.button.geometry())
    quiet = desk(qtbot, made.snapshot(made.busy(24)), size=(1366, 768))
    assert all(any("told" in label.text() for label in card._said()) for card in quiet.rail.cards)


def test_minutes_over_are_counted_without_a_new_snapshot(qtbot: QtBot) -> None:
    page = wall(qtbot, floors.floor(alerts=()))
    assert page.rail.duties.says[1].replace(NO_BREAK, " ") == "Environmental, West hall 12 min overdue"
    at(page, later(seconds=59))
    assert "12 min overdue" in page.rail.duties.says[1]
    at(page, later(minutes=1))
    assert "13 min overdue" in page.rail.duties.says[1]
    at(page, later(minutes=58))
    assert any("due in 30 min" in text for text in page.rail.duties.says)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_what_is_late_wears_the_colour_of_its_alert(qtbot: QtBot, name: ThemeName) -> None:
    look = load(name)
    page = desk(qtbot, floors.floor(alerts=()), theme=name)
    picture = page.rail.duties.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert look.medium.text.name() in colours
    calm = desk(qtbot, floors.floor(alerts=(), unit_tasks=()), theme=name)
    picture = calm.rail.duties.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert look.medium.text.name() not in colours


def test_the_same_snapshot_sets_no_line_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = floors.floor()
    page = wall(qtbot, shown)
    duties = page.rail.duties
    set_anew: list[object] = []
    monkeypatch.setattr(type(duties), "_set", lambda _self, line, _width: set_anew.append(line))
    page.show_snapshot(replace(shown, read_at=later(seconds=2)))
    seen = made.patient(2, initials="GS", last_seen=made.NOW)
    beds = tuple(replace(row, patient=seen) if row.bed_id == 2 else row for row in shown.beds)
    page.show_snapshot(replace(shown, beds=beds))
    QApplication.processEvents()
    assert set_anew == []


# Header


def test_the_census_is_figures_with_words(qtbot: QtBot) -> None:
    page = wall(qtbot, floors.floor())
    fact = page._header._census
    assert (fact.caption.text(), fact.value.text()) == ("Census", "22 on unit · 1 off · 23")
    assert fact.accessibleName() == "Census: 22 on unit, 1 off unit, total 23"
    page.show_snapshot(replace(floors.floor(), census=None))
    assert fact.value.text() == "not yet"


@pytest.mark.parametrize("name", THEME_NAMES)
def test_who_is_unaccounted_for_is_said_in_the_words_of_an_alert(qtbot: QtBot, name: ThemeName) -> None:
    look = load(name)
    page = desk(qtbot, floors.floor(unaccounted=(9,)), theme=name)
    fact = page._header._census
    assert fact.value.text() == "1 unaccounted for: 1209"
    assert fact.caption.text() == "Census: 22 on unit · 1 off · 23"
    assert fact.value.palette().color(Role.WindowText) == look.medium.text
    assert fact.accessibleName().endswith("total 23, 1 unaccounted for: 1209")
    lost = made.bed(9, made.patient(9, missing=made.ago(minutes=1)))
    page.show_snapshot(made.snapshot((lost,)))
    assert fact.value.palette().color(Role.WindowText) == look.high.text
    page.show_snapshot(floors.floor())
    assert fact.value.palette().color(Role.WindowText) == look.text


def test_who_is_unaccounted_for_is_said_before_the_name_of_the_unit(qtbot: QtBot) -> None:
    shown = floors.stormy(24, name="Adolescent Intensive Treatment, North Pavilion", is_demo=True)
    page = desk(qtbot, shown, size=(606, 690))
    assert page._header._census.isVisible()
    assert page._header._census.value.text() == "6 unaccounted"
    assert page.cut_texts() == []
    one = floors.floor(unaccounted=(9,), name="Adolescent Intensive Treatment, North Pavilion", is_demo=True)
    page.show_snapshot(one)
    assert page._header._census.value.text() == "1 unaccounted for: 1209"
    assert page.cut_texts() == []


# Footer


def test_who_rounds_is_said_and_a_round_left_open_says_how_long() -> None:
    shown = floors.floor()
    said = who.round_words(shown.rounds, shown.unit_tasks, PLACE, made.NOW)
    assert said == [
        ("K. Bello", "rounds East hall since 14:08, open 24 min"),
        ("J. Moore", "rounds West hall since 14:20"),
    ]


def test_how_long_a_round_is_open_grows(qtbot: QtBot) -> None:
    page = wall(qtbot, floors.floor())
    first = page._footer._items[0]
    assert (first._name.text(), first._rest.full_text) == ("K. Bello", "rounds East hall since 14:08, open 24 min")
    at(page, later(minutes=1))
    assert first._rest.full_text.endswith("open 25 min")
    at(page, later(minutes=8))
    assert page._footer._items[1]._rest.full_text == "rounds West hall since 14:20, open 20 min"


def test_a_longer_name_stands_whole_at_once(qtbot: QtBot) -> None:
    """What is around it has its place already, and may leave it the width it had."""
    item = FooterItem()
    qtbot.addWidget(item)
    item.set_base(16)
    item.say("P. Klein", "1:1 with 1205")
    item.resize(400, 40)
    item.show()
    QApplication.processEvents()
    item.say("M. Wardington", "1:1 with 1205")
    assert item._name.width() >= item._name.sizeHint().width()


def test_people_without_room_are_counted(qtbot: QtBot) -> None:
    page = wall(qtbot, floors.stormy(), size=(1024, 768))
    shown = [item for item in page._footer._items if not item.isHidden()]
    assert (shown[-1]._name.text(), shown[-1]._rest.full_text.strip()) == ("and", "2 more")


# Admission tasks on a card


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(44, ""), (45, "2 tasks due"), (60, "2 tasks late"), (20 * 60, "2 tasks lapsed")],
)
def test_a_card_says_only_what_presses_of_an_admission(minutes: int, says: str) -> None:
    shown = face_of(made.patient(1, more=made.admission(made.ago(minutes=minutes))), PLACE, made.NOW)
    assert shown.owed == says
    one = tuple(task for task in made.admission(made.ago(minutes=minutes)) if task.kind is TaskKind.BELONGINGS)
    alone = face_of(made.patient(1, more=one), PLACE, made.NOW)
    assert alone.owed == says.replace("2 tasks", "belongings")
    assert alone.stage.rank == 0, "paperwork does not colour a patient"


def test_a_face_holds_until_a_task_presses() -> None:
    admitted = made.ago(minutes=44, seconds=50)
    assert face_of(made.patient(1, more=made.admission(admitted)), PLACE, made.NOW).until == later(seconds=10)


def test_a_card_of_precautions_keeps_them_beside_a_task(qtbot: QtBot) -> None:
    pressing = made.admission(made.ago(minutes=50))
    row = made.bed(1, made.patient(1, more=pressing, precautions=("SI", "AWOL", "FALL")))
    roomy = wall(qtbot, made.snapshot((row, *made.healthy(24)[1:])))
    assert roomy.grid.cards[1].parts.marks.words == ("2 tasks due",)
    narrow = wall(qtbot, made.snapshot((row, *made.healthy(60)[1:])), size=(1024, 768))
    parts = narrow.grid.cards[1].parts
    assert parts.marks.words == ()
    assert parts.line.full_text.startswith("2 tasks due, 14:26")
    assert parts.precautions.shown()[0] == "SI"


def test_a_task_somebody_else_has_does_not_keep_a_card_flashing(qtbot: QtBot) -> None:
    row = made.bed(1, made.patient(1, last_seen=made.ago(minutes=16), more=made.admission(made.ago(minutes=70))))
    alerts = tuple(
        replace(one, state=AlertState.ACCEPTED) if one.kind == TaskKind.CHECK else one
        for one in made.snapshot((row,)).alerts
    )
    assert {one.kind for one in alerts} >= {TaskKind.CHECK, TaskKind.BELONGINGS}
    page = wall(qtbot, made.snapshot((row,), alerts=alerts))
    assert not page.grid.cards[1].flashes


# Alerts of what is owed to no patient


@pytest.mark.parametrize("task", [floors.environmental(1, "West hall", made.ago(minutes=12))])
def test_an_alert_without_a_patient_is_said_everywhere(qtbot: QtBot, task: UnitTaskRow) -> None:
    shown = made.snapshot(made.healthy(8), unit_tasks=(task,))
    entry = entry_of(announce(shown.alerts)[0], {}, PLACE, made.NOW)
    assert (entry.title, entry.priority) == ("Environmental, West hall · overdue", Priority.MEDIUM)
    assert (entry.brief, entry.where) == ("Environmental · overdue", "West hall")
    assert entry.lines == ("due 14:20", "Charge told 14:20 · not accepted")
    page = desk(qtbot, shown)
    card = page.rail.cards[0]
    assert isinstance(card, DeskRailCard)
    assert card.button.accessibleName() == "Accept: Environmental, West hall · overdue"
    assert card._said()[0].text() == "West hall · due 14:20"
    strip = AlertStrip(dress("light"))
    qtbot.addWidget(strip)
    strip.show_snapshot(shown, made.NOW, PLACE)
    assert strip.says.startswith("Environmental, West hall · overdue, +12:00")
    assert [one.title for one in open_rows(shown, PLACE, made.NOW)] == ["Environmental, West hall · overdue"]


def test_a_round_left_open_and_a_hazard_as_alerts() -> None:
    walk = floors.left_open(floors.walk(1, "J. Moore", 1, "West hall", made.ago(minutes=24)))
    hazard = floors.unfixed(floors.hazard(7, 5, room="Room 1203"))
    entries = [
        entry_of(one, {}, PLACE, made.NOW) for one in announce(made.snapshot((), unit_tasks=(walk, hazard)).alerts)
    ]
    assert [one.where for one in entries] == ["Room 1203, West hall", "West hall"]
    assert entries[0].brief.startswith("Shower · ")
    assert entries[1].brief == "J. Moore's round · left open"
