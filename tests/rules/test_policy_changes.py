"""Old against new in words, and what keeps a policy from being signed."""

from copy import deepcopy
from typing import Any

import pytest

from station.rules.policy import default_policy, parse_policy
from station.rules.policy_changes import changes
from station.rules.policy_faults import Fault, faults

Body = dict[str, Any]


@pytest.fixture
def body() -> Body:
    return deepcopy(default_policy().to_json())


def said(after: Body) -> list[str]:
    return [f"{one.section} | {one.sentence}" for one in changes(default_policy().to_json(), after)]


def wrong(body: Body) -> Fault:
    (one,) = faults(body, ["safety", "weekly"])
    return one


def test_nothing_differs_from_itself(body: Body) -> None:
    assert changes(body, deepcopy(body)) == ()


def test_a_cell_of_a_table_is_said_with_its_row(body: Body) -> None:
    body["levels"][1]["late"] = "14:00"
    assert said(body) == ["Levels | Q15 · Late: 15:00 → 14:00"]


def test_changes_stand_in_the_order_of_the_page(body: Body) -> None:
    body["wall"]["show_precautions"] = True
    body["signing"]["wrong_pins"] = 4
    body["environment"]["fix_within"][2] = "600:00"
    body["levels"][0]["escalation"][1]["after"] = "6:00"
    assert said(body) == [
        (
            "Levels | Q5 · Told: tech at 5:00, charge at 7:00, manager at 10:00"
            " → tech at 5:00, charge at 6:00, manager at 10:00"
        ),
        "Environment | Fixed within · 3: 24 h → 10 h",
        "Signing in | Wrong PINs: 5 tries → 4 tries",
        "Wall | Precautions on the wall: no → yes",
    ]


def test_words_that_go_and_come_are_said(body: Body) -> None:
    body["checks"]["places"].remove("Quiet room")
    body["checks"]["places"].append("Sunroom")
    assert said(body) == ["Checks and words | Places: Quiet room → Sunroom"]


def test_another_order_is_said_as_one(body: Body) -> None:
    body["checks"]["life_signs"].reverse()
    body["levels"][0], body["levels"][1] = body["levels"][1], body["levels"][0]
    assert said(body) == [
        "Levels | Observation levels · order: Q5, Q15, Q30, Q60, LOS, 1:1 → Q15, Q5, Q30, Q60, LOS, 1:1",
        (
            "Checks and words | How life was seen · order: Breathing seen, Sound heard, Movement seen"
            " → Movement seen, Sound heard, Breathing seen"
        ),
    ]


def test_rows_that_go_and_come_say_everything(body: Body) -> None:
    body["shifts"][2] = {"name": "Late", "starts": "22:00:00", "overlap": "15:00"}
    assert said(body) == [
        "Assignments and shifts | Shifts · Night: Night: starts 23:00, overlap 30:00 → taken out",
        "Assignments and shifts | Shifts · Late: — → added: Late: starts 22:00, overlap 15:00",
    ]


def test_a_late_before_due_soon_is_refused_at_its_place(body: Body) -> None:
    body["levels"][1]["late"] = "11:00"
    fault = wrong(body)
    assert fault.sentence == "Q15 · Late (11:00) cannot come before due soon (12:00). Change one of the two."
    assert (fault.path, fault.row, fault.column) == ("levels", 1, "late")


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("first_check.lapsed", "2:00", "First check lapsed (2:00) must come after first check late (2:00)."),
        ("continuous.relief_soon", "130:00", "Relief due (2 h) cannot come before relief soon (2 h 10 min)."),
        ("handover.late", "80:00", "Handover lapsed (1 h 15 min) must come after handover late (1 h 20 min)."),
        ("orders.provider_order_late", "100:00", "Provider order lapsed (1 h 30 min) must come after"),
        ("admission.weight.soon", "1500:00", "Weight late (24 h) cannot come before weight due soon (25 h)."),
        ("signing.wrong_pins", 40, "Wrong PINs: 40 makes no sense here. It can be from 3 to 10."),
        ("signing.wrong_pins", "many", "Wrong PINs: “many” is not a whole number. Write one from 3 to 10."),
        ("signing.lock_after", "soon", "Lock after: “soon” is not a length of time."),
        ("signing.lock_after", "15", "Lock after: 15 what? Write 15 min or 15 h."),
        ("alerts.repeat_last_step", "0:00", "Last one told again every: 0:00 makes no sense here."),
        ("rounds.vary_from", 1.5, "Earliest target: 1.5 makes no sense here. It can be from 0.41 to 1.0."),
        ("wall.distance_m", "far", "Read from: “far” is not a number."),
        ("checks.places", [], "Places: there must be at least one place."),
        ("checks.places", ["Room", "room", "Yard"], "Places: “room” comes twice. Take one of them out."),
        ("checks.places", ["Room", " ", "Yard"], "Places: one place is empty. Write it, or take it out."),
        ("checks.first_places", 8, None),
        ("escalation.awol", [], "AWOL: nobody is told. Somebody must be: add who."),
        (
            "escalation.awol",
            [{"role": "charge", "after": "3:00"}, {"role": "manager", "after": "2:00"}],
            "AWOL: manager at 2:00 stands after charge at 3:00. Put them in order of time.",
        ),
        ("levels", [], "Observation levels: there must be at least one. Add a level."),
        ("shifts", [], "Shifts: there must be at least one. Add a shift."),
    ],
)
def test_what_contradicts_itself_is_said_in_words(body: Body, path: str, value: Any, sentence: str | None) -> None:
    *parents, name = path.split(".")
    part = body
    for parent in parents:
        part = part[parent]
    part[name] = value
    found = faults(body, ["safety"])
    if sentence is None:
        assert found == ()
        return
    assert found[0].sentence.startswith(sentence)


def test_more_places_first_than_there_are(body: Body) -> None:
    body["checks"]["places"] = ["Room", "Hall"]
    said = "3 are to be offered first, and there are 2 places."
    assert wrong(body).sentence == f"Places offered first: {said} Use at most that many."


def test_somebody_must_be_able_to_be_asleep(body: Body) -> None:
    for one in body["checks"]["activities"]:
        one["sleeping"] = False
    assert "none says that the patient is asleep" in wrong(body).sentence


def test_nobody_told_until_it_has_lapsed(body: Body) -> None:
    body["levels"][1] |= {"soon": "4:00", "late": "5:00", "lapsed": "7:00"}
    fault = wrong(body)
    assert fault.sentence == "Q15 · Told: nobody is told before 15:00, and it lapses at 7:00. Tell somebody sooner."
    assert (fault.row, fault.column) == (1, "escalation")


def test_two_shifts_that_start_at_once(body: Body) -> None:
    body["shifts"][1]["starts"] = "07:00:00"
    fault = wrong(body)
    assert fault.sentence == "Evening · Starts: another shift starts at 07:00 too. Change one."
    assert (fault.row, fault.column) == (1, "starts")


def test_what_the_policy_itself_refuses_is_said_at_its_field(body: Body) -> None:
    body["levels"][0]["soon"] = "4:00"
    body["shifts"] = [
        {"name": "Day", "starts": "07:00:00", "overlap": "150:00"},
        {"name": "Late", "starts": "21:00:00", "overlap": "30:00"},
        {"name": "Night", "starts": "23:00:00", "overlap": "30:00"},
    ]
    fault = wrong(body)
    assert fault.path == "shifts"
    assert fault.sentence.startswith("Shifts: the people of Day would stay 2:30 h after Late has begun")


def test_two_of_one_name(body: Body) -> None:
    body["precautions"][1]["code"] = "SI"
    assert wrong(body).sentence == "Precautions: SI comes twice. Give each its own name."


def test_a_schedule_and_a_checklist_that_are_none(body: Body) -> None:
    body["environment"]["rounds"][0] |= {"checklist": "attic", "schedule": "at noon"}
    sentences = [one.sentence for one in faults(body, ["safety", "weekly"])]
    assert sentences[0] == "attic · Checklist: there is no checklist “attic”. Choose one that there is: safety, weekly."
    assert sentences[1].startswith("attic · When: ")


def test_every_fault_is_said_not_only_the_first(body: Body) -> None:
    body["signing"]["wrong_pins"] = 1
    body["levels"][0]["late"] = "x"
    body["escalation"]["technical"] = []
    assert [one.path for one in faults(body)] == ["signing.wrong_pins", "levels", "escalation.technical"]


def test_what_has_no_fault_is_a_policy(body: Body) -> None:
    body["levels"][1]["late"] = "13:00"
    assert faults(body, ["safety"]) == ()
    assert parse_policy(body).level("Q15").late.total_seconds() == 13 * 60
