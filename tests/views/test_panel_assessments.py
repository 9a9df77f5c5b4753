"""Assessments, orders of vital signs, and what a score is answered with, in the side panel."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.models.enums import AssessmentKind, SetOutcome
from station.services.scores import Answer
from station.services.vital_orders import OrderedVitals
from station.store.rows.vitals import VitalOrderRow
from station.views.panel.assessment import AssessmentForm, AssessmentOrderForm
from station.views.panel.vital_orders import AnswerForm, VitalOrderForm
from tests.views.desk_fakes import BELLO, unit
from tests.views.snapshots import ago
from tests.views.vitals_panel import Panel, opened


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Panel]:
    yield from opened(qtbot)


def test_a_total_grows_as_items_are_filled_in(made: Panel) -> None:
    made.panel.open_deed("BVC")
    form = made.panel.form
    assert isinstance(form, AssessmentForm)
    keys = list(form.items)
    for key in keys[:3]:
        form.items[key].button_of("1").click()
    assert form.total.text() == "3 so far, 3 of 6 items"
    form.save.click()
    assert form.why.problem
    for key in keys[3:]:
        form.items[key].button_of("0").click()
    assert form.total.text() == "3 of 6, high"
    form.save.click()
    ((_, said),) = made.sent("record_assessment")
    assert (said.kind, said.outcome, sum(points for _, points in said.items)) == (
        AssessmentKind.BVC,
        SetOutcome.WHOLE,
        3,
    )


@pytest.mark.parametrize(("kind", "items"), [("CIWA-Ar", 10), ("COWS", 11)])
def test_every_item_offers_its_own_points(made: Panel, kind: str, items: int) -> None:
    made.panel.open_deed(kind)
    form = made.panel.form
    assert isinstance(form, AssessmentForm)
    assert len(form.items) == items
    form.outcome.button_of("refused").click()
    QTest.keyClicks(form.why.editor, "asleep")
    form.save.click()
    ((_, said),) = made.sent("record_assessment")
    assert (said.outcome, said.items, said.why) == (SetOutcome.REFUSED, (), "asleep")


def test_an_assessment_is_ordered_and_ended(made: Panel) -> None:
    for what, command in (("begin", "order_assessment"), ("end", "end_assessment_order")):
        made.panel.open_deed("assessment order")
        form = made.panel.form
        assert isinstance(form, AssessmentOrderForm)
        form.what.button_of(what).click()
        form.save.click()
        assert made.sent(command) == []
        form.ordered_by.editor.setText("Dr Haas")
        form.reason.editor.setPlainText("No withdrawal any more")
        form.save.click()
        assert made.sent(command)[0][1:3] == (4, AssessmentKind.CIWA)


def test_an_order_of_vitals_begins_with_what_is_ordered(made: Panel) -> None:
    made.reads.ordered = (VitalOrderRow("every 4h", 2, False, "COPD", "Dr Haas", ago(days=1), None),)
    made.panel.open_deed("vital order")
    form = made.panel.form
    assert isinstance(form, VitalOrderForm)
    assert form.now.text() == "Ordered now: every 4h, SpO₂ on scale 2, by Dr Haas."
    form.schedule.editor.setText("every 2h")
    form.ordered_by.editor.setText("Dr Li")
    form.save.click()
    assert form.reason.problem
    form.reason.editor.setPlainText("COPD")
    form.save.click()
    assert made.sent("order_vitals") == [(BELLO.id, OrderedVitals(4, "every 2h", "Dr Li", 2, False, "COPD"))]


def test_a_score_is_answered_in_words(made: Panel) -> None:
    form = AnswerForm(made.form().desk, unit().beds[3].patient)  # type: ignore[arg-type]  # somebody is in bed 4
    form.save.click()
    assert form.words.problem
    form.words.editor.setPlainText("Seen, fluids given")
    form.save.click()
    ((_, answer),) = made.sent("answer_score")
    assert (answer.stay_id, answer.words) == (4, "Seen, fluids given")
    assert isinstance(answer, Answer)
    form.deleteLater()
