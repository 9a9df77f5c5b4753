"""Every service and every role. The services are found by looking for them: a new one says here whose deed it is."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import func, select

import station.services
from station.models import Area, JournalEntry
from station.models.enums import Role
from station.rules.permissions import BY_STATION, PIN_AGAIN, Deed, may, refusal
from station.rules.plan import Plan
from station.rules.policy import default_policy
from station.services import Actor, Store, custody, orders
from station.services.errors import NeedsConfirmation, NeedsPin, Refused
from station.services.orders import LevelChange
from station.services.setup import AreaPlan, RoomPlan
from tests.builders import CHEAP, STATION, BuiltUnit, build_unit, minutes, seconds
from tests.fakes import NOON

AT = NOON + minutes(1)
DAY = NOON + minutes(60)
"""When the next shift begins: 07:00 on the clock of the unit."""

DEEDS: Final = {
    "absences.come_back": Deed.OFF_UNIT,
    "absences.expect_at": Deed.OFF_UNIT,
    "absences.hand_on": Deed.OFF_UNIT,
    "admission.record_admission_task": Deed.ADMISSION_TASK,
    "alerts.accept": Deed.ACCEPT_ALERT,
    "alerts.close": Deed.CLOSE_TECHNICAL,
    "assignments.discard_draft": Deed.ASSIGN,
    "assignments.publish_plan": Deed.ASSIGN,
    "assignments.save_draft": Deed.ASSIGN,
    "assessing.record_assessment": Deed.ASSESSMENT,
    "assessment_corrections.amend_assessment": Deed.CORRECT_VITALS,
    "assessment_corrections.correct_assessment_patient": Deed.CORRECT_VITALS,
    "awol.report_awol": Deed.OFF_UNIT,
    "awol.tell": Deed.OFF_UNIT,
    "checks.record_check": Deed.RECORD_CHECK,
    "checks.record_not_found": Deed.RECORD_CHECK,
    "corrections.amend_check": Deed.CORRECT_CHECK,
    "corrections.correct_patient": Deed.CORRECT_CHECK,
    "corrections.take_back_check": Deed.CORRECT_CHECK,
    "custody.accept_handover": Deed.OBSERVE,
    "custody.decline_handover": Deed.OBSERVE,
    "custody.offer_handover": Deed.OBSERVE,
    "custody.take_back_offer": Deed.OBSERVE,
    "custody.take_over": Deed.OBSERVE,
    "delegating.delegate": Deed.DELEGATE_ALERT,
    "delegating.explain": Deed.EXPLAIN_ALERT,
    "demo_people.let_everybody_in": Deed.PEOPLE,
    "environment.end_environmental_round": Deed.ENVIRONMENT,
    "environment.record_finding": Deed.ENVIRONMENT,
    "environment.start_environmental_round": Deed.ENVIRONMENT,
    "evidence.ask_for_evidence": Deed.EVIDENCE,
    "evidence.evidence_made": Deed.EVIDENCE,
    "handover.add_note": Deed.HANDOVER_NOTE,
    "handover.sign_incoming": Deed.HANDOVER,
    "handover.sign_outgoing": Deed.HANDOVER,
    "handover.withdraw_note": Deed.HANDOVER_NOTE,
    "hazards.fix_hazard": Deed.ENVIRONMENT,
    "hazards.give_hazard": Deed.ENVIRONMENT,
    "hazards.report_hazard": Deed.ENVIRONMENT,
    "hazards.verify_hazard": Deed.ENVIRONMENT,
    "leaving.leave_unit": Deed.OFF_UNIT,
    "not_put_in.resolve": Deed.CORRECT_CHECK,
    "orders.enter_provider_order": Deed.PROVIDER_ORDER,
    "orders.review_order": Deed.PROVIDER_ORDER,
    "orders.set_level": Deed.RAISE_LEVEL,
    "people.change_person": Deed.PEOPLE,
    "people.set_badge": Deed.PEOPLE,
    "photos.set_photo": Deed.PHOTO,
    "qualifications.set_qualification": Deed.TRAINING,
    "places.add_area": Deed.PLACES,
    "places.add_bed": Deed.PLACES,
    "places.add_room": Deed.PLACES,
    "places.move_bed": Deed.PLACES,
    "places.move_room": Deed.PLACES,
    "places.rename_area": Deed.PLACES,
    "places.rename_bed": Deed.PLACES,
    "places.rename_room": Deed.PLACES,
    "places.reorder": Deed.PLACES,
    "places.set_bed_in_use": Deed.PLACES,
    "policy_signing.sign_policy": Deed.POLICY,
    "rounds.end_round": Deed.ROUND,
    "rounds.start_round": Deed.ROUND,
    "scores.answer_score": Deed.ANSWER_SCORE,
    "setup.add_staff": Deed.PEOPLE,
    "setup.create_unit": Deed.SET_UP,
    "signing.set_pin": Deed.PEOPLE,
    "sounds.may_test": Deed.TEST_SOUND,
    "sounds.note_pause": Deed.PAUSE_SOUND,
    "signing.unlock": Deed.PEOPLE,
    "stays.admit": Deed.ADMIT,
    "stays.discharge": Deed.DISCHARGE,
    "stays.set_look_for": Deed.PRECAUTIONS,
    "stays.set_precautions": Deed.PRECAUTIONS,
    "stays.swap_beds": Deed.MOVE,
    "stays.transfer": Deed.MOVE,
    "vital_corrections.amend_set": Deed.CORRECT_VITALS,
    "vital_corrections.correct_set_patient": Deed.CORRECT_VITALS,
    "vital_importing.import_sets": Deed.IMPORT_VITALS,
    "vital_orders.end_assessment_order": Deed.PROVIDER_ORDER,
    "vital_orders.order_assessment": Deed.PROVIDER_ORDER,
    "vital_orders.order_vitals": Deed.PROVIDER_ORDER,
    "vitals.record_set": Deed.VITALS,
}

NOBODY_ASKED: Final = {
    "alerts.clear_technical": "the monitor says that a fault is over",
    "alerts.raise_technical": "the monitor says that something is wrong",
    "auditing.tell_findings": "the auditor says what it found",
    "canaries.tend_canary": "the monitor's own probe",
    "environment.plan_environmental_rounds": "the monitor plans them by the policy",
    "handover_planning.plan_handover": "the monitor has each shift's owed by the policy",
    "looks.owe_everyone_a_look": "Station was not watching: it owes everyone a look",
    "showing.record_shown": "a station says what it has shown and sounded",
    "signing.change_pin": "a person's own PIN; he proves himself with the old one",
    "signing.create_first_administrator": "there is nobody yet who could be asked",
    "signing.prove": "the PIN itself is asked",
    "signing.sign_in": "the PIN itself is asked",
    "signing.sign_out": "whoever leaves may always leave; the desk locks itself",
    "silence.tell_silent": "the monitor says which stations are not heard",
    "sounds.note_state": "a station says how its sound stands",
    "sounds.note_test": "a station says what came of a test",
    "stations.heartbeat": "a station says that it runs",
    "stations.register_station": "a station says that it starts",
    "stations.stop_station": "a station says that it stops",
    "sweeping.sweep": "the monitor",
    "vitals_planning.plan_vitals": "the monitor has them owed by the policy",
}
"""Services that ask nobody, and why."""

OWN: Final = {
    "alerts.accept": "staff_id",
    "alerts.close": "staff_id",
    "checks.record_not_found": "observer_id",
    "custody.accept_handover": "staff_id",
    "custody.decline_handover": "staff_id",
    "custody.take_over": "staff_id",
}
"""What names its doer, who must be the one acting."""


def found() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that acts in somebody's name on a store."""
    services: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(station.services.__path__):
        loaded = importlib.import_module(f"station.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            wanted = inspect.signature(function).parameters
            if (
                function.__module__ == loaded.__name__
                and not name.startswith("_")
                and {"store", "actor"} <= set(wanted)
            ):
                services[f"{module.name}.{name}"] = function
    return services


SERVICES: Final = found()
PEOPLE: Final = {role.value.title(): role for role in Role} | {"Other Nurse": Role.NURSE}


def test_every_service_says_whose_deed_it_is() -> None:
    assert set(DEEDS) | set(NOBODY_ASKED) == set(SERVICES)
    assert not set(DEEDS) & set(NOBODY_ASKED)


def test_every_deed_is_asked_for_somewhere() -> None:
    assert set(DEEDS.values()) | {Deed.LOWER_LEVEL, Deed.AGREE_TO_LOWER} == set(Deed)


class Maker:
    """Makes what a service is called with: right in form, and about a patient who is there."""

    def __init__(self, unit: BuiltUnit) -> None:
        self.stay = unit.admit_by_station("1201")
        self.unit = unit
        with unit.store.read() as session:
            area = session.scalars(select(Area.id)).one()
        self.known: dict[str, Any] = {
            "stay_id": self.stay,
            "bed_id": unit.beds["1203"],
            "area_id": area,
            "location": "Room",
            "activity": "Awake",
            "level": "Q5",
            "bed": "1204",
            "zone": "UTC",
            "areas": (AreaPlan("East", (RoomPlan("1", ("1",)),)),),
            "pin": "2580",
            "badge": "B-2001",
            "codes": ("SI",),
            "observed_at": None,
            "hasher": CHEAP,
            "review_by": None,
            "severity": 2,
            "birth_date": None,
            "admitted_at": None,
            "starts_at": DAY,
            "based_on": 0,
            "body": default_policy().to_json(),
        }

    def arguments(self, name: str, staff_id: int) -> dict[str, Any]:
        function = SERVICES[name]
        hints = get_type_hints(function)
        mine = {"observer_id": staff_id} | ({OWN[name]: staff_id} if name in OWN else {})
        wanted = [one for one in inspect.signature(function).parameters if one not in ("store", "actor", "now")]
        return {one: self._value(one, hints[one], mine) for one in wanted}

    def _value(self, name: str, kind: Any, mine: Mapping[str, Any]) -> Any:
        if name in mine:
            return mine[name]
        if name in self.known or kind is Plan:
            return self.known.get(name, Plan(DAY, DAY + minutes(480)))
        if is_dataclass(kind) and isinstance(kind, type):
            hints = get_type_hints(kind)
            return kind(**{one.name: self._value(one.name, hints[one.name], mine) for one in fields(kind)})
        if get_origin(kind) is UnionType:
            return None if NoneType in get_args(kind) else self._value(name, get_args(kind)[0], mine)
        if get_origin(kind) is Literal or get_origin(kind) is tuple:
            return get_args(kind)[0] if get_origin(kind) is Literal else ()
        plain: dict[Any, Any] = {
            int: 999_999,
            str: "said",
            bool: True,
            bytes: b"x",
            datetime: AT,
            date: date(1990, 1, 2),
        }
        return plain[kind] if kind in plain else next(iter(kind))


@pytest.fixture
def unit(sqlite_store: Store) -> BuiltUnit:
    """Somebody of every role."""
    return build_unit(sqlite_store, people=PEOPLE)


@pytest.fixture
def maker(unit: BuiltUnit) -> Maker:
    return Maker(unit)


def call(maker: Maker, name: str, actor: Actor, **other: Any) -> str | None:
    """Its refusal, a question or a demand for a PIN; None when it was done."""
    said = maker.arguments(name, actor.staff_id or 0) | other
    try:
        SERVICES[name](maker.unit.store, **said, actor=actor, now=AT)
    except Refused as refused:
        return f"{type(refused).__name__}: {refused}"
    return None


def head(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return session.scalar(select(func.max(JournalEntry.seq))) or 0


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_whoever_may_not_is_refused_in_words_and_whoever_may_is_not(maker: Maker, name: str) -> None:
    """First all who may not, on a unit where nothing has happened; then all who may."""
    unit, deed = maker.unit, DEEDS[name]
    before = head(unit)
    for role in sorted(Role, key=lambda one: may(one, deed)):
        said = call(maker, name, unit.who(role.value.title(), AT))
        refused = f"Refused: {refusal(role, deed)}"
        assert (said == refused) is not may(role, deed), f"{role}: {said}"
        if not may(role, deed):
            assert head(unit) == before


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_station_itself_does_only_what_needs_no_person(maker: Maker, name: str) -> None:
    said = call(maker, name, STATION)
    if DEEDS[name] in BY_STATION:
        assert said is None or "Only a person" not in said
    else:
        assert said is not None
        assert "Sign in" in said or "Choose who you are" in said


@pytest.mark.parametrize("name", sorted(name for name, deed in DEEDS.items() if deed in PIN_AGAIN))
def test_a_sensitive_act_asks_for_the_pin_again(maker: Maker, name: str) -> None:
    unit, deed = maker.unit, DEEDS[name]
    for role in (role for role in Role if may(role, deed)):
        person = role.value.title()
        before = head(unit)
        assert f"NeedsPin: {person}: enter your PIN to {deed.value}." == call(maker, name, unit.who(person))
        assert head(unit) == before
        stale = unit.who(person, AT - seconds(60.1))
        assert "NeedsPin" in (call(maker, name, stale) or "")


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_somebody_who_left_does_nothing(maker: Maker, name: str) -> None:
    nobody = Actor(999_999, "Gone", "desk 1", ((999_999, AT),))
    said = call(maker, name, nobody)
    assert said is not None
    assert "active member of staff" in said


@pytest.mark.parametrize("name", sorted(OWN))
def test_nobody_acts_in_the_name_of_another(maker: Maker, name: str) -> None:
    unit = maker.unit
    said = call(maker, name, unit.who("Charge Nurse", AT), **{OWN[name]: unit.staff["Nurse"]})
    assert said is not None
    assert "Sign in as that person" in said


def test_a_check_is_recorded_by_whoever_saw(maker: Maker) -> None:
    unit = maker.unit
    entry = maker.arguments("checks.record_check", unit.staff["Tech"])["entry"]
    said = call(maker, "checks.record_check", unit.who("Nurse", AT), entry=entry)
    assert said is not None
    assert "Sign in as that person" in said


def lowering(unit: BuiltUnit, stay_id: int, by: str, second: str, proofs: tuple[str, ...]) -> str | None:
    change = LevelChange(
        stay_id, "Q30", "calmer", "Dr. Hall", provider_order=True, second_person_id=unit.staff[second]
    )  # fmt: skip
    actor = Actor(unit.staff[by], by, "desk 1", tuple((unit.staff[name], AT) for name in proofs))
    try:
        orders.set_level(unit.store, change, actor=actor, now=AT)
    except NeedsPin as asked:
        return next(name for name, number in unit.staff.items() if number == asked.staff_id)
    except NeedsConfirmation:
        raise
    except Refused as refused:
        return str(refused)
    return None


@pytest.mark.parametrize("role", list(Role))
def test_lowering_is_for_those_who_may(maker: Maker, role: Role) -> None:
    person = role.value.title()
    said = lowering(maker.unit, maker.stay, person, "Other Nurse", (person, "Other Nurse"))
    assert said == (None if may(role, Deed.LOWER_LEVEL) else refusal(role, Deed.LOWER_LEVEL))


@pytest.mark.parametrize("role", list(Role))
def test_agreeing_to_a_lower_level_is_for_those_who_may(maker: Maker, role: Role) -> None:
    person = role.value.title()
    said = lowering(maker.unit, maker.stay, "Other Nurse", person, (person, "Other Nurse"))
    assert said == (None if may(role, Deed.AGREE_TO_LOWER) else refusal(role, Deed.AGREE_TO_LOWER))


def test_lowering_asks_for_both_pins_one_after_the_other(maker: Maker) -> None:
    both = ("Nurse", "Charge Nurse")
    assert lowering(maker.unit, maker.stay, *both, ()) == "Nurse"
    assert lowering(maker.unit, maker.stay, *both, ("Nurse",)) == "Charge Nurse"
    assert lowering(maker.unit, maker.stay, *both, ("Charge Nurse",)) == "Nurse"
    assert lowering(maker.unit, maker.stay, *both, both) is None


def test_only_the_holder_or_a_charge_offers_a_patient_and_only_to_somebody_who_observes(unit: BuiltUnit) -> None:
    stay_id = unit.admit_by_station("1201", "1:1")
    maker = _with_stay(unit, stay_id)
    take = maker.arguments("custody.take_over", unit.staff["Tech"])
    SERVICES["custody.take_over"](unit.store, **take, actor=unit.who("Tech"), now=AT)

    def offer(by: str, to: str) -> str | None:
        return call(maker, "custody.offer_handover", unit.who(by), to_staff_id=unit.staff[to])

    assert "Ask Tech, or the charge, to do it" in (offer("Nurse", "Nurse") or "")
    assert "Provider is a provider and does not observe" in (offer("Tech", "Provider") or "")
    assert offer("Charge Tech", "Nurse") is None
    (made,) = custody.read_handings(unit.store, stay_id)
    back = "custody.take_back_offer"
    assert "Ask Tech, or the charge, to do it" in (
        call(maker, back, unit.who("Nurse"), handing_id=made.handing_id) or ""
    )
    assert call(maker, back, unit.who("Charge Nurse"), handing_id=made.handing_id) is None
    assert offer("Tech", "Other Nurse") is None


def _with_stay(unit: BuiltUnit, stay_id: int) -> Maker:
    maker = object.__new__(Maker)
    maker.unit, maker.stay, maker.known = unit, stay_id, {"stay_id": stay_id}
    return maker
