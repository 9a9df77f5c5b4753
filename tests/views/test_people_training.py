"""Training on the People page: how it stands, whose is to be seen to, and recording a card."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from station.services.errors import Refused
from station.services.events import UnitChanged
from station.store.rows import StaffRow
from station.views.people.model import COLUMNS
from station.views.people.training import TrainingForm
from tests.views.desk_fakes import EVERYBODY, FACTS, HALL, MOORE, RUIZ, trained
from tests.views.snapshots import NOW
from tests.views.test_people import BELLO_ID, GRAY_ID, MOORE_ID, OSEI_ID, RUIZ_ID, Office


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[Office]:
    """A charge at the desk."""
    made = Office(qtbot, who=RUIZ)
    yield made
    made.desk.bridge.shutdown()


def forms(office: Office, staff_id: int) -> dict[str, TrainingForm]:
    office.page.choose(staff_id)
    return {one._word.code: one for one in office.page.forms if isinstance(one, TrainingForm)}


def names(office: Office) -> list[str]:
    return [one.person.name for one in office.page.model.lines]


def test_how_many_are_to_be_seen_to_and_they_come_first_when_asked(office: Office) -> None:
    page = office.page
    assert page._needed.text() == "Training to see to: 3 people"
    by_name = names(office)
    page.choose(BELLO_ID)
    page.sort.click()
    assert names(office)[:4] == ["M. Ruiz", "R. Osei", "K. Bello", "J. Moore"]
    assert page.table.currentIndex().row() == 2
    assert page.sort.text() == page.sort.accessibleName() == "Sort by name"
    page.sort.click()
    assert names(office) == by_name == sorted(by_name)


def test_where_all_is_fine_nothing_stands_above_the_list(office: Office) -> None:
    fine = tuple(replace(one, training=trained((2028, 1, 31), (2028, 1, 31))) for one in EVERYBODY)
    office.reads.everybody = fine
    office.publish(UnitChanged())
    assert not office.page._above.isVisible()


@pytest.mark.parametrize(
    ("staff_id", "code", "typed", "says"),
    [
        (MOORE_ID, "CPR", "2027-06-30", "Holds to 30 Jun 2027. Recorded by M. Ruiz on 6 Jun."),
        (BELLO_ID, "CPR", "2026-12-05", "Expires in 12 days, on 5 Dec. Recorded by M. Ruiz on 6 Jun."),
        (RUIZ_ID, "CPR", "2026-11-20", "Expired on 20 Nov. Recorded by M. Ruiz on 6 Jun."),
        (OSEI_ID, "CPR", "", "None is on record."),
    ],
)
def test_each_form_says_how_it_stands_and_who_says_so(
    office: Office, staff_id: int, code: str, typed: str, says: str
) -> None:
    form = forms(office, staff_id)[code]
    assert form.until.editor.text() == typed
    assert form.until._message.text() == says
    assert form.take.isVisible() == bool(typed)


def test_what_policy_asks_of_no_role_or_of_whoever_left_has_no_form(office: Office) -> None:
    assert list(forms(office, MOORE_ID)) == ["CPR", "CPI"]
    assert forms(office, HALL.id) == {}
    assert forms(office, GRAY_ID) == {}


@pytest.mark.parametrize(
    ("typed", "day", "said"),
    [
        ("03/2027", date(2027, 3, 31), "CPR of R. Osei is on record to 31 Mar 2027."),
        ("2027-03-15", date(2027, 3, 15), "CPR of R. Osei is on record to 15 Mar 2027."),
        ("10/2026", date(2026, 10, 31), "CPR of R. Osei is on record to 31 Oct. That day has passed already: "),
    ],
)
def test_a_card_is_recorded(office: Office, typed: str, day: date, said: str) -> None:
    form = forms(office, OSEI_ID)["CPR"]
    QTest.keyClicks(form.until.editor, typed)
    QTest.keyClick(form.until.editor, Qt.Key.Key_Return)
    assert office.commands.calls == [("set_qualification", (RUIZ.id, OSEI_ID, "CPR", day))]
    assert office.page.notice.text.startswith(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the last day on the card of CPR, such as 03/2027"),
        ("next year", "'next year' is not a date. Write a month such as 03/2027"),
        ("02/30/2027", "it has 28 days"),
        ("03/2072", "No training ends on 31 Mar 2072"),
    ],
)
def test_what_is_no_date_is_said_beside_it_and_stays_typed(office: Office, typed: str, said: str) -> None:
    form = forms(office, OSEI_ID)["CPR"]
    QTest.keyClicks(form.until.editor, typed)
    form.save.click()
    assert said in form.until.problem
    assert form.until.editor.text() == typed
    assert office.commands.calls == []


def test_a_refusal_keeps_what_was_typed(office: Office) -> None:
    office.commands.errors = [Refused("R. Osei does not work here any more.")]
    form = forms(office, OSEI_ID)["CPR"]
    QTest.keyClicks(form.until.editor, "03/2027")
    form.save.click()
    assert form.notice.text == "R. Osei does not work here any more."
    assert form.until.editor.text() == "03/2027"


def test_what_was_recorded_by_mistake_is_taken_off_after_a_question(office: Office) -> None:
    form = forms(office, MOORE_ID)["CPI"]
    form.take.click()
    assert "Take Crisis training of J. Moore off the record?" in form.question.text
    form.question.no.click()
    assert office.commands.calls == []
    form.take.click()
    form.question.yes.click()
    assert office.commands.last == ("set_qualification", (RUIZ.id, MOORE_ID, "CPI", None))
    assert office.page.notice.text == "Crisis training of J. Moore is off the record."


@pytest.mark.parametrize(("who", "first"), [(RUIZ, True), (HALL, False)])
def test_what_somebody_may_do_stands_first(qtbot: QtBot, who: StaffRow, *, first: bool) -> None:
    made = Office(qtbot, who=who)
    made.page.choose(MOORE_ID)
    assert isinstance(made.page.forms[0], TrainingForm) is first
    assert all(one.save.isEnabled() for one in made.page.forms if isinstance(one, TrainingForm))
    made.desk.bridge.shutdown()


def test_others_read_it(qtbot: QtBot) -> None:
    made = Office(qtbot, who=MOORE)
    form = forms(made, RUIZ_ID)["CPR"]
    assert form.until.editor.isReadOnly()
    assert not form.save.isEnabled()
    assert "A tech may not record people's training. Ask a charge tech" in form.save.toolTip()
    made.desk.recorder.choose(RUIZ)
    assert not form.until.editor.isReadOnly()
    assert form.save.isEnabled()
    made.desk.bridge.shutdown()


def test_at_midnight_the_list_is_of_the_new_day(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Office(qtbot, who=RUIZ)
    made.page.tick(NOW)
    tomorrow = replace(made.desk, now=lambda: NOW + timedelta(days=1))
    made.page._desk = tomorrow
    made.page.tick(NOW)
    assert next(one.training for one in made.page.model.lines if one.person.id == BELLO_ID) == "CPR expires in 11 days"
    made.desk.bridge.shutdown()


def test_another_policy_asks_for_other_training(office: Office) -> None:
    asked = FACTS.policy.qualifications
    fewer = FACTS.policy.model_copy(
        update={"qualifications": asked.model_copy(update={"required": asked.required[1:]})}
    )
    office.page.show_desk(replace(office.desk, facts=replace(FACTS, policy=fewer)))
    assert not office.page._above.isVisible()
    assert list(forms(office, MOORE_ID)) == ["CPI"]


@pytest.mark.parametrize("width", [700, 900, 1000, 1150, 1700])
def test_a_column_goes_whole_and_name_and_training_stay(office: Office, width: int) -> None:
    office.page.resize(width, 700)
    table = office.page.table
    shown = [at for at in range(len(COLUMNS)) if not table.isColumnHidden(at)]
    assert {0, 2} <= set(shown)
    header = table.horizontalHeader()
    assert header.sectionResizeMode(0) is QHeaderView.ResizeMode.ResizeToContents
    needed = sum(max(table.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in shown)
    assert needed <= table.viewport().width() or shown == [0, 2]
    if width == 1700:
        assert shown == [0, 1, 2, 3, 4]
