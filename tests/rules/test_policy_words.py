"""Every field of a policy has its words, and only those; what the default says makes sense by them."""

import re

import pytest

from station.models.enums import Priority, Role, Stage, TaskKind
from station.rules import durations
from station.rules.escalation import priority_of
from station.rules.policy import default_policy
from station.rules.policy_faults import faults
from station.rules.policy_shape import Kind, Shape, by_path, shapes, value_at, with_value
from station.rules.policy_words import Words, found, section_of, sections, words


def test_every_field_has_its_words_and_no_words_are_left_over() -> None:
    assert set(words()) == set(by_path())


def test_no_field_stands_in_two_sections() -> None:
    paths = [one.path for section in sections() for one in section.fields]
    assert len(paths) == len(set(paths))


def test_the_sections_are_those_of_the_page() -> None:
    assert [one.title for one in sections()] == [
        "Levels", "Checks and words", "Rounds", "Continuous patients", "Orders", "Off the unit", "Environment",
        "Admission", "Vital signs", "Assignments and shifts", "Training", "Handover", "Alerts and who is told", "Sound",
        "Signing in", "Wall", "Versions",
    ]  # fmt: skip


@pytest.mark.parametrize("one", list(words().values()), ids=lambda one: one.path)
def test_each_has_a_title_and_says_what_it_does_in_a_sentence(one: Words) -> None:
    assert one.title[0].isupper()
    assert one.text.endswith((".", "?"))
    assert "!" not in one.text


_ALERTS: dict[str, tuple[TaskKind, ...]] = {
    "levels.*": (TaskKind.CHECK,), "first_check": (TaskKind.CHECK,), "continuous.nobody": (TaskKind.OBSERVER,),
    "continuous.relief": (TaskKind.RELIEF,), "orders.review": (TaskKind.REVIEW,),
    "orders.provider_order": (TaskKind.PROVIDER_ORDER,), "absence.return": (TaskKind.RETURN,),
    "rounds.open": (TaskKind.ROUND_OPEN,),
    "environment.rounds.*": (TaskKind.ENVIRONMENTAL,), "environment.hazard": (TaskKind.HAZARD,),
    "admission.belongings": (TaskKind.BELONGINGS,), "admission.first_vitals": (TaskKind.FIRST_VITALS,),
    "admission.weight": (TaskKind.WEIGHT,), "admission.orientation": (TaskKind.ORIENTATION,),
    "handover": (TaskKind.HANDOVER,), "vitals": (TaskKind.VITALS,), "vitals.answer": (TaskKind.SCORE,),
    "assessments": (TaskKind.BVC, TaskKind.CIWA, TaskKind.COWS),
}  # fmt: skip
"""By what comes before the stage in a path, what then becomes late or lapses."""


@pytest.mark.parametrize("one", list(words().values()), ids=lambda one: one.path)
def test_the_alert_that_a_time_is_said_to_raise_is_the_one_it_raises(one: Words) -> None:
    said = re.search(r"\ba (low|medium|high) (?:alert|one)\b", one.text)
    stage = next((stage for stage in Stage if one.path.endswith(stage.name.lower())), None)
    if stage in (Stage.LATE, Stage.LAPSED) and said is not None:
        before = one.path.removesuffix(stage.name.lower()).rstrip("._")
        last = re.findall(r"\ba (low|medium|high) (?:alert|one)\b", one.text)[-1]
        assert {priority_of(kind, stage) for kind in _ALERTS[before]} == {Priority(last)}


@pytest.mark.parametrize("one", list(words().values()), ids=lambda one: one.path)
def test_each_figure_has_the_range_that_makes_sense(one: Words) -> None:
    kind = one.shape.kind
    if kind in (Kind.DURATION, Kind.DURATIONS):
        assert durations.read(one.least) < durations.read(one.most)
    elif kind in (Kind.COUNT, Kind.NUMBER):
        assert float(one.least) < float(one.most)
        assert one.unit
    elif kind in (Kind.TABLE, Kind.WORDS):
        assert one.item


def test_the_columns_of_a_table_stand_in_its_section() -> None:
    for table in (one for one in shapes() if one.kind is Kind.TABLE):
        assert {section_of()[one.path].key for one in table.columns} == {section_of()[table.path].key}


def test_the_default_policy_can_be_signed_as_it_is() -> None:
    assert faults(default_policy().to_json(), ["safety", "weekly"]) == ()


def test_a_field_is_found_by_what_it_says() -> None:
    assert [one.path for one in found("late entry")] == ["entries.late_entry_after"]
    assert "levels" in {one.path for one in found("due soon")}
    assert found("  ") == ()
    assert found("nobody would write this") == ()


def test_the_kind_of_a_field_is_read_off_the_policy_itself() -> None:
    kinds = {path: by_path()[path].kind for path in ("levels.*.escalation", "shifts.*.starts", "levels.*.kind")}
    assert kinds == {
        "levels.*.escalation": Kind.LADDER, "shifts.*.starts": Kind.TIME, "levels.*.kind": Kind.CHOICE,
    }  # fmt: skip
    assert by_path()["levels.*.kind"].choices == ("intermittent", "continuous")
    assert by_path()["qualifications.required.*.roles"].choices == tuple(one.value for one in Role)
    assert [one.path for one in shapes() if one.kind is Kind.FIXED] == ["version_of_format"]


@pytest.mark.parametrize("shape", shapes(), ids=lambda one: one.path)
def test_a_value_is_set_where_it_is_read_and_nowhere_else(shape: Shape) -> None:
    before = default_policy().to_json()
    after = with_value(before, shape.path, "other")
    assert value_at(after, shape.path) == "other"
    assert with_value(after, shape.path, value_at(before, shape.path)) == before
    assert before == default_policy().to_json()
