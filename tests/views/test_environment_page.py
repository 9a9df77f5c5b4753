"""The Environment page: when rounds are owed, room by room with three answers, hazards until somebody has looked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import FindingOutcome, HazardState, HazardStepKind, Role
from station.services.environment import Found
from station.services.errors import NeedsPin, Refused
from station.services.events import ChangedElsewhere
from station.services.hazards import NewHazard
from station.store.rows import StaffRow
from station.store.rows.environment import HazardStepRow
from station.views import theme as themes
from station.views.environment.hazard_card import OWN_WORK, HazardCard
from station.views.environment.hazard_forms import FixForm, GiveForm, RejectForm
from station.views.environment.overview import NO_HAZARDS, NO_ROUNDS
from station.views.environment.page import NO_ROOMS, READING
from station.views.environment.room import ItemRow, WhatHazard, WhyNot
from station.views.environment.walk import ALL_SAID, Walk
from station.views.panel.controls import TOUCH
from station.views.panel.form import Form
from tests.views.desk_fakes import MOORE, OSEI, RUIZ
from tests.views.environment_fakes import (
    FINE,
    HAZARD,
    HAZARDS,
    NOT_CHECKED,
    SAFETY,
    Environment,
    found,
    open_round,
    round_row,
    unit,
)
from tests.views.pictures import compare
from tests.views.showing import dress
from tests.views.snapshots import NOW, ago, snapshot

FormT = TypeVar("FormT", bound=Form)
VIEWER = StaffRow(8, "V. Ito", Role.VIEWER)
SIZES = ((1150, 700), (1700, 1000), (820, 700), (600, 1200))
"""What is left for the page at 1366x768, 1920x1080, 1024x768 and 800x1280."""
FIRST = tuple(found(1201, item.key) for item in SAFETY)
"""All of the first room."""


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Environment]:
    dress("light")
    one = Environment()
    qtbot.addWidget(one.page)
    one.page.resize(1150, 700)
    one.page.show()
    qtbot.waitActive(one.page)
    yield one
    one.bridge.shutdown()


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def item(walk: Walk, key: str) -> ItemRow:
    assert walk.panel is not None
    return walk.panel.items[key]


def answer(walk: Walk, key: str, outcome: FindingOutcome) -> ItemRow:
    row = item(walk, key)
    tap(row.answers.button_of(outcome.value))
    return row


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def opened(card: HazardCard, kind: type[FormT]) -> FormT:
    assert isinstance(card.form, kind)
    return card.form


def sent(made: Environment, name: str) -> list[Any]:
    return [arguments for called, arguments in made.commands.calls if called == name]


# All rounds.


def test_before_anything_is_read_it_says_so(made: Environment) -> None:
    assert made.page.state == READING


def test_a_unit_that_cannot_be_read_says_why(made: Environment) -> None:
    made.page.show_unread("The database cannot be reached.")
    assert made.page.state is not None
    assert (made.page.state.title, made.page.state.text) == (
        "The unit cannot be read",
        "The database cannot be reached.",
    )


def test_a_unit_without_rooms_says_what_to_do(made: Environment) -> None:
    made.begin([], snapshot(()))
    assert made.page.state == NO_ROOMS


def test_each_area_says_when_it_is_due_and_what_came_of_the_last(made: Environment) -> None:
    made.begin()
    overview = made.page.overview
    assert overview is not None
    west, east = overview.rounds[1, "safety"], overview.rounds[2, "safety"]
    assert (west.due.text(), west.due.property("tone")) == ("12 min overdue", "medium")
    assert west.detail.text() == "Due 14:20, not made."
    assert (east.due.text(), east.due.property("tone")) == ("Due 15:59", "")
    assert east.last.text() == "Last ended 08:18 by J. Moore: 48 fine."
    assert west.accessibleName() == "West hall · Safety round. 12 min overdue. Due 14:20, not made."


def test_as_time_passes_the_words_follow(made: Environment) -> None:
    made.begin()
    made.page.tick(NOW + timedelta(hours=10))
    west = made.page.overview.rounds[1, "safety"]  # type: ignore[union-attr]  # the overview is shown
    assert (west.due.text(), west.due.property("tone")) == ("10 h 12 min overdue", "high")
    assert "have passed without a round as well" in west.detail.text()


def test_a_round_much_too_early_is_said_to_be_an_extra_one(made: Environment) -> None:
    shown = unit()
    west_task = next(one for one in shown.unit_tasks if one.about == "area:1:safety")
    early = replace(west_task, since=NOW, due_at=NOW + timedelta(hours=4))
    made.begin(shown=replace(shown, unit_tasks=(early,)))
    west = made.page.overview.rounds[1, "safety"]  # type: ignore[union-attr]
    assert west.detail.text() == "Counts for 18:32 if it ends after 16:32; before that it is an extra one."


def test_none_made_yet_and_none_asked_for(made: Environment) -> None:
    made.begin([round_row(round_id=0, started_at=None, ended_at=None, findings=())], unit(()))
    overview = made.page.overview
    assert overview is not None
    assert overview.rounds[1, "safety"].last.text() == "None has been made yet."
    assert NO_HAZARDS in [one.text() for one in (overview._no_hazards,) if one.isVisible()]
    made.begin([])
    assert overview._no_rounds.text() == NO_ROUNDS


def test_rounds_that_cannot_be_read_say_so(made: Environment) -> None:
    def fail() -> None:
        raise Refused("The disk is full.")

    made.reads.environmental_rounds = fail  # type: ignore[assignment,method-assign]  # a read that fails
    made.page.show_desk(made.desk())
    assert made.page.state is not None
    assert made.page.state.title == "The environmental rounds cannot be read"


# Walking.


def test_start_opens_the_first_room_with_the_first_thing_in_focus(made: Environment) -> None:
    made.begin()
    tap(made.page.overview.rounds[1, "safety"].starting.start)  # type: ignore[union-attr]
    assert sent(made, "start_environmental_round") == [(MOORE.id, 1, "safety")]
    walk = made.page.walk
    assert walk is not None
    assert walk.panel is not None
    assert walk.panel.room.name == "Room 1201"
    assert focused() is item(walk, "doors").answers.button_of(FINE.value)


def test_one_that_is_open_is_gone_on_with_where_something_is_missing(made: Environment) -> None:
    made.begin([open_round(FIRST), round_row(2, "East hall")])
    card = made.page.overview.rounds[1, "safety"]  # type: ignore[union-attr]
    assert card.starting.start.text() == "Go on"
    assert card.open.text() == "J. Moore began 14:23 · 8 of 48 said"
    tap(card.starting.start)
    assert not made.commands.calls
    assert made.page.walk is not None
    assert made.page.walk.panel is not None
    assert made.page.walk.panel.room.name == "Room 1202"


def test_fine_is_one_tap_and_the_next_thing_has_the_focus(made: Environment) -> None:
    walk = made.walking()
    answer(walk, "doors", FINE)
    ((staff_id, said),) = sent(made, "record_finding")
    assert (staff_id, said) == (MOORE.id, Found("request-1", 31, 1201, "doors", FINE))
    assert focused() is item(walk, "anchors").answers.button_of(FINE.value)
    assert item(walk, "doors").answers.value == FINE.value
    assert walk.progress.text() == "J. Moore began 14:23 · 1 of 48 said"
    assert walk.rooms.buttons[0].accessibleName() == "Room 1201, 1 of 8"


def test_a_room_by_keys_alone(made: Environment) -> None:
    walk = made.walking()
    for _ in range(7):
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert [said.item for _, said in sent(made, "record_finding")] == [one.key for one in SAFETY]
    assert walk.panel is not None
    assert walk.panel.room.name == "Room 1202"
    assert focused() is item(walk, "doors").answers.button_of(FINE.value)


def test_a_key_held_down_says_one_thing(made: Environment) -> None:
    walk = made.walking()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        for _ in range(5):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)
            QApplication.sendEvent(focused(), event)
    assert sent(made, "record_finding") == []
    assert item(walk, "doors").outcome is None


def test_a_double_tap_is_one_answer(made: Environment) -> None:
    walk = made.walking()
    button = item(walk, "doors").answers.button_of(FINE.value)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    tap(button)
    assert len(sent(made, "record_finding")) == 1


def test_arrow_keys_go_from_fine_to_hazard_and_not_checked(made: Environment) -> None:
    walk = made.walking()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert focused() is item(walk, "doors").answers.button_of(HAZARD.value)


def test_there_is_no_button_for_everything(made: Environment) -> None:
    walk = made.walking()
    words = " ".join(one.text().lower() for one in walk.findChildren(QAbstractButton))
    assert "all fine" not in words
    assert "everything fine" not in words


def test_not_checked_asks_why(made: Environment) -> None:
    walk = made.walking()
    row = answer(walk, "doors", NOT_CHECKED)
    assert isinstance(row.beneath, WhyNot)
    tap(row.beneath.save)
    assert row.beneath.other.problem == "Say why, for example: patient asleep."
    assert not made.commands.calls
    tap(row.beneath.usual[0])
    assert sent(made, "record_finding")[0][1].reason == "patient asleep"
    assert row.beneath is None
    assert "patient asleep" in row._who.text()


def test_another_reason_may_be_typed(made: Environment) -> None:
    walk = made.walking()
    row = answer(walk, "doors", NOT_CHECKED)
    assert isinstance(row.beneath, WhyNot)
    QTest.keyClicks(row.beneath.other.editor, "painters in the room")
    QTest.keyClick(row.beneath.other.editor, Qt.Key.Key_Return)
    assert sent(made, "record_finding")[0][1].reason == "painters in the room"


def fill(form: WhatHazard, severity: str = "4") -> None:
    form.fields.place.editor.setText("Rail")
    form.fields.note.editor.setPlainText("comes off")
    tap(form.fields.severity.steps.button_of(severity))
    tap(form.fields.owner.usual[0])


def test_a_hazard_opens_its_form_and_says_what_is_missing_in_place(made: Environment) -> None:
    walk = made.walking()
    row = answer(walk, "cords", HAZARD)
    assert isinstance(row.beneath, WhatHazard)
    fields = row.beneath.fields
    assert focused() is fields.place.editor
    tap(row.beneath.save)
    assert fields.place.problem == "Say where it is, for example: door closer."
    assert fields.note.problem.startswith("Say what is wrong")
    assert fields.severity.problem.startswith("Choose how severe it is, from 1")
    assert fields.owner.field.problem.startswith("Say who is to see to it")
    fill(row.beneath)
    assert fields.severity.meaning.text() == "4, could hurt somebody badly: to be fixed within 4 h."
    tap(row.beneath.save)
    said = sent(made, "record_finding")[0][1]
    assert said.hazard == NewHazard(said.hazard.request_id, 0, "Rail", 4, "comes off", "Maintenance")


def test_the_worst_severity_says_that_it_is_an_alert_at_once(made: Environment) -> None:
    row = answer(made.walking(), "cords", HAZARD)
    assert isinstance(row.beneath, WhatHazard)
    fill(row.beneath, "5")
    assert row.beneath.fields.severity.meaning.text() == "5, somebody could die of it: an alert at once."


def test_a_known_hazard_is_the_same_with_one_tap(made: Environment) -> None:
    row = answer(made.walking(), "doors", HAZARD)
    assert isinstance(row.beneath, WhatHazard)
    assert focused() is row.beneath.known
    tap(row.beneath.known)
    said = sent(made, "record_finding")[0][1]
    assert (said.outcome, said.hazard) == (HAZARD, None)


def test_a_refusal_loses_nothing_that_was_typed_and_is_the_same_entry_again(made: Environment) -> None:
    row = answer(made.walking(), "cords", HAZARD)
    assert isinstance(row.beneath, WhatHazard)
    fill(row.beneath)
    made.commands.errors = [Refused("This round has been ended already.")]
    tap(row.beneath.save)
    assert row.notice.text == "This round has been ended already."
    assert row.beneath.fields.place.editor.text() == "Rail"
    tap(row.beneath.save)
    first, again = (said for _, said in sent(made, "record_finding"))
    assert first == again
    assert row.outcome is HAZARD


def test_a_refused_fine_is_not_shown_as_said(made: Environment) -> None:
    walk = made.walking()
    made.commands.errors = [Refused("Door closer is a hazard that nobody has fixed.")]
    row = answer(walk, "doors", FINE)
    assert row.notice.text == "Door closer is a hazard that nobody has fixed."
    assert (row.answers.value, row.outcome) == (None, None)


def test_somebody_elses_word_arrives_and_what_is_typed_here_stays(made: Environment) -> None:
    walk = made.walking()
    row = answer(walk, "cords", HAZARD)
    assert isinstance(row.beneath, WhatHazard)
    row.beneath.fields.place.editor.setText("Rail")
    theirs = found(1201, "doors", by="R. Osei")
    made.reads.walks = (open_round([theirs]), round_row(2, "East hall"))
    made.bridge.publish([ChangedElsewhere()])
    assert item(walk, "doors").answers.value == FINE.value
    assert item(walk, "doors")._who.text() == "R. Osei 14:28"
    assert row.beneath.fields.place.editor.text() == "Rail"


def test_another_room_and_back_keeps_what_was_typed(made: Environment) -> None:
    walk = made.walking()
    row = answer(walk, "cords", NOT_CHECKED)
    assert isinstance(row.beneath, WhyNot)
    row.beneath.other.editor.setText("painters")
    tap(walk.rooms.buttons[3])
    assert walk.panel is not None
    assert walk.panel.room.name == "Room 1204"
    tap(walk.rooms.buttons[0])
    assert item(walk, "cords").beneath is row.beneath
    assert row.beneath.other.editor.text() == "painters"


def test_escape_closes_what_is_open_then_leaves_the_round_open(made: Environment) -> None:
    walk = made.walking()
    row = answer(walk, "cords", NOT_CHECKED)
    assert made.page.back()
    assert row.beneath is None
    assert row.answers.value is None
    assert made.page.back()
    assert made.page.walk is None
    assert not made.page.back()
    tap(made.page.overview.rounds[1, "safety"].starting.start)  # type: ignore[union-attr]
    assert made.page.walk is walk


def test_a_round_with_gaps_does_not_end_and_goes_where_something_is_missing(made: Environment) -> None:
    walk = made.walking(FIRST)
    tap(walk.rooms.buttons[5])
    sentence = "Not everything has been said: Room 1202 (nothing yet) and 4 more rooms."
    made.commands.errors = [Refused(sentence)]
    tap(walk.ending.end)
    assert walk.ending.notice.text == sentence
    assert walk.panel is not None
    assert walk.panel.room.name == "Room 1202"


def test_the_last_word_leads_to_the_end(made: Environment) -> None:
    everything = [found(room, one.key) for room in range(1201, 1207) for one in SAFETY]
    walk = made.walking(everything[:-1])
    answer(walk, "call", FINE)
    assert walk.all_said.text == ALL_SAID
    assert focused() is walk.ending.end
    tap(walk.ending.end)
    assert sent(made, "end_environmental_round") == [(MOORE.id, 31)]
    assert made.page.walk is None
    overview = made.page.overview
    assert overview is not None
    assert overview.notice.text == "The safety round of West hall is ended."
    assert overview.rounds[1, "safety"].last.text() == "Last ended 14:32 by J. Moore: 48 fine."


def test_a_round_somebody_else_ends_is_over_here_too(made: Environment) -> None:
    made.walking(FIRST)
    made.reads.walks = (round_row(), round_row(2, "East hall"))
    made.bridge.publish([ChangedElsewhere()])
    assert made.page.walk is None
    assert made.page.overview is not None
    assert made.page.overview.notice.text == "The safety round of West hall has been ended."


def test_a_pin_is_asked_for_in_place(made: Environment) -> None:
    walk = made.walking()
    made.commands.errors = [NeedsPin("J. Moore: enter your PIN.", MOORE.id)]
    row = answer(walk, "doors", FINE)
    assert row.pin_ask is not None
    assert row.pin_ask.isVisible()


# Hazards.


def test_hazards_stand_with_the_most_severe_first(made: Environment) -> None:
    made.begin()
    overview = made.page.overview
    assert overview is not None
    cards = list(overview.hazards.values())
    assert [(one.title.text(), one.state.text(), one.state.property("tone")) for one in cards] == [
        ("Shower rail, Room 1203", "Severity 5, 6 min", "high"),
        ("Door closer, Room 1201", "Severity 3, 6 h overdue", "high"),
        ("Lamp, Room 1305", "To verify", ""),
    ]
    assert [one.y() for one in cards] == sorted(one.y() for one in cards)
    assert cards[0].line.text() == "Maintenance has it, to be fixed by 14:41"
    assert cards[2].line.text() == "Said to be fixed 14:31 by M. Ruiz; another person has to verify it"


@pytest.mark.parametrize(
    ("number", "which", "typed", "call"),
    [
        (1, "fix", "screwed on", ("fix_hazard", (MOORE.id, 1, "screwed on"))),
        (1, "give", "Security", ("give_hazard", (MOORE.id, 1, "Security"))),
        (3, "verify", "", ("verify_hazard", (MOORE.id, 3, "", True))),
        (3, "reject", "still dark", ("verify_hazard", (MOORE.id, 3, "still dark", False))),
    ],
)
def test_what_is_said_of_a_hazard_is_sent(
    made: Environment, number: int, which: str, typed: str, call: tuple[str, Any]
) -> None:
    made.begin()
    card = made.page.overview.hazards[number]  # type: ignore[union-attr]
    tap(getattr(card, which))
    assert card.form is not None
    editor = focused()
    assert editor is card.form.findChild(QLineEdit)
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made.commands.calls == [call]
    assert card.form is None
    assert made.page.overview.notice.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("number", "which", "says"),
    [
        (1, "fix", "Say how it was fixed"),
        (1, "give", "Say who is to see to it now"),
        (3, "reject", "Say what is still wrong"),
    ],
)
def test_what_is_missing_is_asked_for_in_place(made: Environment, number: int, which: str, says: str) -> None:
    made.begin()
    card = made.page.overview.hazards[number]  # type: ignore[union-attr]
    tap(getattr(card, which))
    form = card.form
    assert isinstance(form, GiveForm | FixForm | RejectForm)
    form.submit()
    field = form.owner.field if isinstance(form, GiveForm) else form.said
    assert field.problem.startswith(says)
    assert not made.commands.calls


def test_whoever_fixed_it_is_told_that_another_has_to_look(made: Environment) -> None:
    made.begin(who=RUIZ)
    card = made.page.overview.hazards[3]  # type: ignore[union-attr]
    assert not card.verify.isEnabled()
    assert card.verify.toolTip() == OWN_WORK
    made.recorder.choose(OSEI)
    assert card.verify.isEnabled()


def test_a_refused_word_keeps_what_was_typed(made: Environment) -> None:
    made.begin()
    card = made.page.overview.hazards[1]  # type: ignore[union-attr]
    tap(card.fix)
    form = opened(card, FixForm)
    form.said.editor.setText("screwed on")
    made.commands.errors = [Refused("R. Osei has said already that it is fixed.")]
    form.submit()
    assert opened(card, FixForm) is form
    assert form.notice.text == "R. Osei has said already that it is fixed."
    assert form.said.editor.text() == "screwed on"


def test_news_of_other_hazards_leaves_an_open_form_alone(made: Environment) -> None:
    made.begin()
    overview = made.page.overview
    assert overview is not None
    card = overview.hazards[2]
    tap(card.give)
    form = card.form
    made.page.show_snapshot(unit((HAZARDS[1],)))
    assert list(overview.hazards) == [2]
    assert overview.hazards[2].form is form


def test_one_that_was_fixed_elsewhere_meanwhile_is_shown_as_it_is(made: Environment) -> None:
    made.begin()
    overview = made.page.overview
    assert overview is not None
    card = overview.hazards[1]
    tap(card.fix)
    fixed = replace(HAZARDS[0], state=HazardState.FIXED, fixed_at=NOW, fixed_by="R. Osei", fixed_by_id=OSEI.id)
    made.page.show_snapshot(unit((fixed,)))
    assert card.form is None
    assert (card.fix.isVisible(), card.verify.isVisible()) == (False, True)


def test_its_history_opens_and_closes(made: Environment) -> None:
    made.reads.hazard_history = (
        HazardStepRow(HazardStepKind.FOUND, ago(minutes=30), "J. Moore", "loose rail"),
        HazardStepRow(HazardStepKind.GIVEN, ago(minutes=20), "M. Ruiz", "Security"),
        HazardStepRow(HazardStepKind.REJECTED, ago(minutes=10), "K. Bello", "still moves"),
        HazardStepRow(HazardStepKind.VERIFIED, ago(minutes=5), "K. Bello", ""),
    )
    made.begin()
    card = made.page.overview.hazards[1]  # type: ignore[union-attr]
    tap(card.past)
    assert card.history.text().splitlines() == [
        "14:02 found by J. Moore: loose rail",
        "14:12 given by M. Ruiz to Security",
        "14:22 not fixed, says K. Bello: still moves",
        "14:27 verified by K. Bello",
    ]
    tap(card.past)
    assert card.history.isHidden()


def test_a_hazard_is_reported_apart_from_a_round(made: Environment) -> None:
    made.begin()
    overview = made.page.overview
    assert overview is not None
    tap(overview.report)
    form = overview.form
    assert form is not None
    form.area.editor.setCurrentIndex(1)
    form.room.editor.setCurrentIndex(2)
    form.hazard.place.editor.setText("Outlet")
    form.hazard.note.editor.setPlainText("cover missing")
    tap(form.hazard.severity.steps.button_of("3"))
    form.hazard.owner.field.editor.setText("R. Osei")
    tap(form.save)
    ((_, new),) = sent(made, "report_hazard")
    assert new == NewHazard("request-1", 2, "Outlet", 3, "cover missing", "R. Osei", room_id=1302)
    assert overview.form is None
    assert overview.notice.text == "Outlet is reported. R. Osei sees to it."


def test_half_a_report_is_not_sent(made: Environment) -> None:
    made.begin()
    overview = made.page.overview
    assert overview is not None
    tap(overview.report)
    assert overview.form is not None
    tap(overview.form.save)
    assert not made.commands.calls
    assert overview.form.hazard.place.problem
    assert made.page.back()
    assert overview.form is None


# For everybody.


def test_who_may_not_sees_why(made: Environment) -> None:
    made.begin([open_round(), round_row(2, "East hall")], who=VIEWER)
    overview = made.page.overview
    assert overview is not None
    controls = [overview.report, overview.rounds[2, "safety"].starting.start, overview.hazards[1].fix]
    assert [one.isEnabled() for one in controls] == [False] * 3
    assert "A viewer may not make environmental rounds" in overview.report.toolTip()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", ["light", "contrast"])
def test_everything_is_large_enough_to_tap_and_has_a_name(
    qtbot: QtBot, size: tuple[int, int], look: themes.ThemeName
) -> None:
    dress(look)
    made = Environment(look=look)
    qtbot.addWidget(made.page)
    made.page.resize(*size)
    made.page.show()
    made.begin()
    assert made.page.overview is not None
    made.page.overview.show_report()
    _check(made.page)
    made.page.overview.back()
    tap(made.page.overview.hazards[1].fix)
    _check(made.page)
    walk = made.walking(FIRST)
    answer(walk, "cords", HAZARD)
    answer(walk, "sharps", NOT_CHECKED)
    _check(made.page)
    made.bridge.shutdown()


def _check(page: QWidget) -> None:
    QApplication.processEvents()
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    shown = [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]
    own = [one for one in shown if one.parent() is not None and not isinstance(one.parent(), QLineEdit)]
    assert [(one.accessibleName(), one.height()) for one in own if one.height() < TOUCH] == []
    assert [one for one in _tree(page) if _needs_name(one) and not one.text(QAccessible.Text.Name)] == []
    wide = [one for one in own if one.mapTo(page, one.rect().topRight()).x() > page.width()]
    assert [one.accessibleName() for one in wide] == []


def _tree(page: QWidget) -> Iterator[QAccessibleInterface]:
    waiting = [QAccessible.queryAccessibleInterface(page)]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [one.child(place) for place in range(one.childCount())]


def _needs_name(one: QAccessibleInterface) -> bool:
    return (
        one.isValid()
        and not one.state().invisible
        and (bool(one.state().focusable) or one.role() == QAccessible.Role.Button)
    )


def test_in_another_theme_it_is_the_same_page(made: Environment) -> None:
    walk = made.walking(FIRST)
    made.page.set_theme(themes.load("dark"))
    assert made.page.walk is walk
    assert "#" in walk.styleSheet()


@pytest.mark.parametrize("scene", ["overview", "walk"])
def test_it_looks_as_approved(qtbot: QtBot, tmp_path: Path, scene: str) -> None:
    dress("light")
    made = Environment()
    qtbot.addWidget(made.page)
    made.page.resize(1150, 700)
    made.page.show()
    if scene == "walk":
        made.walking([*FIRST, found(1202, "doors"), found(1202, "anchors", NOT_CHECKED, reason="patient asleep")])
    else:
        made.begin()
    QApplication.processEvents()
    made.page.setFocus()
    compare(made.page, f"environment-{scene}", tmp_path)
    made.bridge.shutdown()
