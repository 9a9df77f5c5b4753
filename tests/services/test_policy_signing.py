"""A policy that is signed: who may, what is refused and in which words, what is kept of it."""

import json
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import func, select

from station.models import JournalEntry, PolicyVersion
from station.models.enums import TaskKind
from station.services import Store, reading, stays
from station.services.environment import start_environmental_round
from station.services.errors import NeedsPin, Refused
from station.services.events import UnitChanged
from station.services.policy_signing import sign_policy
from station.services.unit_reading import read_unit_sheet
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON
from tests.signed import ADMINISTRATOR, administered, body_of, level, set_at, sign

AT = NOON + minutes(5)


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    return administered(store)


def versions(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return session.scalar(select(func.count()).select_from(PolicyVersion)) or 0


def journalled(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        return [
            json.loads(body) for body in session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind))
        ]


def test_a_change_makes_a_new_version_and_says_what_changed(unit: BuiltUnit) -> None:
    events = sign(unit, AT, level("Q15", late="14:00", escalation=body_of(unit)["levels"][1]["escalation"]))
    assert any(isinstance(one, UnitChanged) for one in events)
    assert reading.read_policy(unit.store).level("Q15").late == minutes(14)
    newest, first = read_unit_sheet(unit.store).versions
    assert (newest.number, newest.signed_by, newest.signed_at) == (2, ADMINISTRATOR, AT)
    assert [one.sentence for one in newest.changes] == ["Q15 · Late: 15:00 → 14:00"]
    assert (first.number, first.signed_by, first.changes) == (1, "M. Reyes", ())
    _, said = journalled(unit, "policy.signed")
    assert said["changes"] == [{"what": "Q15 · Late", "before": "15:00", "now": "14:00"}]
    assert (said["version"], said["before"], said["by"]) == (newest.id, first.id, ADMINISTRATOR)
    assert said["policy"]["levels"][1]["late"] == "14:00"


def test_the_version_before_stays_as_it_was_signed(unit: BuiltUnit) -> None:
    with unit.store.read() as session:
        before = deepcopy(session.get_one(PolicyVersion, 1).body)
    sign(unit, AT, level("Q15", late="14:00"))
    with unit.store.read() as session:
        assert session.get_one(PolicyVersion, 1).body == before


def test_it_asks_for_the_pin_again(unit: BuiltUnit) -> None:
    body = body_of(unit) | {"wall": {"show_precautions": True, "distance_m": 5.0}}
    with pytest.raises(NeedsPin, match="M. Ruiz: enter your PIN to change the policy"):
        sign_policy(unit.store, body, 1, actor=unit.who(ADMINISTRATOR), now=AT)
    assert versions(unit) == 1


@pytest.mark.parametrize("person", ["J. Moore", "C. Lindt", "N. Park"])
def test_whoever_works_the_shift_does_not_set_what_it_is_measured_by(unit: BuiltUnit, person: str) -> None:
    with pytest.raises(Refused, match="may not change the policy. Ask an administrator"):
        sign(unit, AT, level("Q15", late="14:00"), by=person)
    assert versions(unit) == 1


def test_nothing_differs(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="Nothing differs"):
        sign(unit, AT, lambda _: None)
    assert versions(unit) == 1


def test_late_before_due_soon_is_refused_with_its_place(unit: BuiltUnit) -> None:
    said = r"contradicts itself and cannot be signed. Q15 · Late \(11:00\) cannot come before due soon \(12:00\)"
    with pytest.raises(Refused, match=said):
        sign(unit, AT, level("Q15", late="11:00"))
    assert versions(unit) == 1


def test_many_faults_are_named_and_the_rest_is_counted(unit: BuiltUnit) -> None:
    wrong: dict[str, Any] = {
        f"escalation.{kind}": [] for kind in ("awol", "hazard", "review", "relief", "observer", "technical")
    }
    with pytest.raises(Refused, match=r"AWOL: nobody is told.* 2 more are marked\.$"):
        sign(unit, AT, set_at(wrong))


def test_somebody_signed_meanwhile_is_said_and_nothing_is_overwritten(unit: BuiltUnit) -> None:
    based_on, mine = read_unit_sheet(unit.store).version, body_of(unit)
    mine["signing"]["lock_after"] = "5:00"
    sign(unit, AT, level("Q15", late="14:00"))
    said = (
        r"^M\. Ruiz has signed another policy at 06:05: Q15 · Late: 15:00 → 14:00\. What you changed is still here\. "
        r"Look at it beside the new one, then sign again\.$"
    )
    with pytest.raises(Refused, match=said):
        sign_policy(unit.store, mine, based_on, actor=unit.who(ADMINISTRATOR, AT), now=AT)
    assert versions(unit) == 2
    assert reading.read_policy(unit.store).level("Q15").late == minutes(14)


def test_a_version_nobody_knows(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="not known here"):
        sign_policy(unit.store, body_of(unit), 77, actor=unit.who(ADMINISTRATOR, AT), now=AT)


def take_out(code: str) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["levels"] = [one for one in body["levels"] if one["code"] != code]

    return change


def test_a_level_that_is_ordered_cannot_vanish(unit: BuiltUnit) -> None:
    unit.admit("1202", "Q30")
    unit.admit("1204", "Q15", level_asleep="Q30")
    with pytest.raises(Refused, match="^Q30 is ordered for 1202; 1204, so it cannot be taken out"):
        sign(unit, AT, take_out("Q30"))
    sign(unit, AT, take_out("Q60"))
    assert [one.code for one in reading.read_policy(unit.store).levels] == ["Q5", "Q15", "Q30", "LOS", "1:1"]


def test_a_level_that_was_ordered_once_may_go(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1202", "Q30")
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(AT), now=AT)
    sign(unit, AT, take_out("Q30"))


def test_a_continuous_level_that_is_ordered_stays_continuous(unit: BuiltUnit) -> None:
    unit.admit("1201", "1:1")
    with pytest.raises(Refused, match="^1:1 is ordered for 1201, so it stays continuous"):
        sign(unit, AT, level("1:1", kind="intermittent"))
    sign(unit, AT, level("LOS", kind="intermittent"))


def test_a_precaution_that_is_set_cannot_vanish(unit: BuiltUnit) -> None:
    unit.admit("1203", precautions=("SI",))

    def without(body: dict[str, Any]) -> None:
        body["precautions"] = [one for one in body["precautions"] if one["code"] != "SI"]

    with pytest.raises(Refused, match="^SI is set for 1203, so it cannot be taken out"):
        sign(unit, AT, without)


def test_a_checklist_that_is_walked_cannot_vanish(unit: BuiltUnit) -> None:
    start_environmental_round(unit.store, 1, "safety", actor=unit.who(), now=AT)
    with pytest.raises(Refused, match="A safety round is being walked now"):
        sign(unit, AT, set_at({"environment.rounds": []}))


def test_a_checklist_whose_round_is_late_cannot_vanish(unit: BuiltUnit) -> None:
    late = NOON + minutes(125)
    unit.sweep(late)
    before = unit.alert(kind="environmental round")
    with pytest.raises(Refused, match="is late. Have it made first"):
        sign(unit, late, set_at({"environment.rounds": []}))
    assert unit.alert(kind="environmental round").id == before.id


def test_a_round_nobody_asks_for_any_more_is_not_owed(unit: BuiltUnit) -> None:
    sign(unit, AT, set_at({"environment.rounds": []}))
    assert not reading.read_board(unit.store, AT).unit_tasks


def test_a_checklist_that_is_not_there_is_refused(unit: BuiltUnit) -> None:
    rounds = [{"checklist": "attic", "schedule": "at 08:00", "soon": "30:00", "lapsed": "60:00"}]
    with pytest.raises(Refused, match="there is no checklist “attic”"):
        sign(unit, AT, set_at({"environment.rounds": rounds}))


def test_another_round_is_owed_at_once_by_its_schedule(unit: BuiltUnit) -> None:
    def also_weekly(body: dict[str, Any]) -> None:
        body["environment"]["rounds"].append(
            {"checklist": "weekly", "schedule": "at 10:00 on mon", "soon": "30:00", "lapsed": "60:00"}
        )

    sign(unit, AT, also_weekly)
    owed = [one for one in reading.read_board(unit.store, AT).unit_tasks if one.kind == TaskKind.ENVIRONMENTAL]
    assert len(owed) == 2


def test_a_policy_signed_under_an_older_station_is_compared_whole(unit: BuiltUnit) -> None:
    with unit.store.write(unit.who(), AT) as work:
        version = work.session.get_one(PolicyVersion, 1)
        version.body = {name: value for name, value in version.body.items() if name != "handover"}
    sign(unit, AT, set_at({"handover.late": "50:00"}))
    newest = read_unit_sheet(unit.store).versions[0]
    assert [one.sentence for one in newest.changes] == ["Handover late: 45:00 → 50:00"]
