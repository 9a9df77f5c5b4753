"""Binds the services to one store, one clock and one station: what a desk is handed to work with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from typing_extensions import override

from station.app.alert_binding import AlertCommands, AlertReads
from station.app.evidence_binding import EvidenceMaking
from station.app.sound_binding import SoundCommands
from station.app.vital_binding import VitalCommands, VitalReads
from station.models.enums import Role
from station.rules.plan import Plan
from station.services import (
    Actor,
    Store,
    absences,
    admission,
    assignments,
    checks,
    corrections,
    custody,
    environment,
    environment_reading,
    handover,
    handover_reading,
    hazards,
    levels,
    not_put_in,
    orders,
    people,
    photos,
    places,
    plan_reading,
    policy_signing,
    qualifications,
    reading,
    rounds,
    setup,
    signing,
    stays,
    unit_reading,
)
from station.services.errors import Refused
from station.services.events import Event
from station.services.handover_sheet import HandoverSheet
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.services.unit_sheet import UnitSheet
from station.store.rows import BoardSnapshot, CheckRow, LeftRow, StaffRow
from station.store.rows.absences import AbsenceStepRow
from station.store.rows.admission import AdmissionDeedRow
from station.store.rows.custody import HandedOver, HandingRow
from station.store.rows.environment import EnvironmentalRoundRow, HazardStepRow
from station.store.rows.handover import HandedOverRow
from station.store.rows.kept import NotPutInRow
from station.store.rows.levels import LevelStretchRow
from station.store.rows.people import PersonRow, SignedIn
from station.store.rows.plan import ShiftRow
from station.store.rows.rounds import RoundSheet
from station.views.commands import DeskFacts


class Now(Protocol):
    def now(self) -> datetime: ...


_LEFT_LATELY: Final = timedelta(days=2)
LOCKED: Final = "This desk is locked. Sign in, then do it again: nothing has been lost."
ANOTHER: Final = "Somebody else has signed in at this desk meanwhile. Sign in and do it again: nothing was changed."
HIS_OWN: Final = "Your PIN was set by somebody else. Choose one of your own first; then you can work."


class BoundReads(AlertReads, VitalReads):
    """What screens read. Every call is one reading transaction."""

    def __init__(self, store: Store, clock: Now) -> None:
        self._store = store
        self._clock = clock

    def board(self) -> BoardSnapshot:
        return reading.read_board(self._store, self._clock.now())

    def head(self) -> int:
        return reading.read_head(self._store)

    def checks(self, stay_id: int, limit: int = 12) -> tuple[CheckRow, ...]:
        return reading.read_checks(self._store, stay_id, limit)

    def left(self) -> tuple[LeftRow, ...]:
        return reading.read_left(self._store, self._clock.now() - _LEFT_LATELY)

    def needs_first_administrator(self) -> bool:
        return signing.needs_first_administrator(self._store)

    def person_of_badge(self, badge: str) -> StaffRow:
        return people.person_of_badge(self._store, badge)

    def people(self) -> tuple[PersonRow, ...]:
        return people.read_people(self._store)

    def round_sheet(self, round_id: int) -> RoundSheet:
        return rounds.read_round_sheet(self._store, round_id, self._clock.now())

    def photo(self, photo_id: int) -> bytes:
        return photos.read_photo(self._store, photo_id)

    def absence_steps(self, absence_id: int) -> tuple[AbsenceStepRow, ...]:
        return absences.read_absence_steps(self._store, absence_id)

    def environmental_rounds(self) -> tuple[EnvironmentalRoundRow, ...]:
        return environment_reading.read_environmental_rounds(self._store)

    def hazard_steps(self, hazard_id: int) -> tuple[HazardStepRow, ...]:
        return environment_reading.read_hazard_steps(self._store, hazard_id)

    def admission_deeds(self, stay_id: int) -> tuple[AdmissionDeedRow, ...]:
        return admission.read_admission_deeds(self._store, stay_id)

    def shifts(self) -> tuple[ShiftRow, ...]:
        return plan_reading.read_shifts(self._store, self._clock.now())

    def plan_sheet(self, starts_at: datetime, staff_id: int | None) -> PlanSheet:
        return plan_reading.read_plan_sheet(self._store, starts_at, staff_id, self._clock.now())

    def published_plan(self, starts_at: datetime, number: int) -> PublishedPlan:
        return plan_reading.read_published_plan(self._store, starts_at, number)

    def plan_before(self, starts_at: datetime) -> Plan | None:
        return plan_reading.read_plan_before(self._store, starts_at)

    def handings(self, stay_id: int) -> tuple[HandingRow, ...]:
        return custody.read_handings(self._store, stay_id)

    def levels(self, stay_id: int) -> tuple[LevelStretchRow, ...]:
        return levels.read_levels(self._store, stay_id)

    def handover(self) -> HandoverSheet:
        return handover_reading.read_handover(self._store, self._clock.now())

    def handovers(self) -> tuple[HandedOverRow, ...]:
        return handover_reading.read_handovers(self._store)

    def signed_handover(self, starts_at: datetime) -> HandoverSheet:
        return handover_reading.read_signed_handover(self._store, starts_at, self._clock.now())

    def unit_sheet(self) -> UnitSheet:
        return unit_reading.read_unit_sheet(self._store)

    def not_put_in(self) -> tuple[NotPutInRow, ...]:
        return not_put_in.read_not_put_in(self._store)

    def facts(self) -> DeskFacts:
        signature = reading.read_policy_signature(self._store)
        return DeskFacts(
            staff=reading.read_staff(self._store),
            policy=reading.read_policy(self._store),
            policy_signed_by=signature.signed_by,
            policy_signed_at=signature.signed_at,
            database=place_of(self._store),
        )


def place_of(store: Store) -> str:
    """Where the record is kept, without any password."""
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


class BoundCommands(AlertCommands, SoundCommands, VitalCommands, EvidenceMaking):
    """What people do at this station, each in his own name. Only whoever is signed in here can do anything."""

    def __init__(self, store: Store, clock: Now, station: str) -> None:
        self._store = store
        self._clock = clock
        self._station = station
        self._here: SignedIn | None = None
        self._proofs: tuple[tuple[int, datetime], ...] = ()

    @override
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        self._check_here(staff_id, choosing=service is signing.change_pin)
        return self._done_by(staff_id, service, *asked, **named)

    @override
    def _check_here(self, staff_id: int, *, choosing: bool = False) -> None:
        """Refuses what is not asked by whoever is signed in here. `choosing`: a PIN of his own."""
        here = self._here
        if here is None:
            raise Refused(LOCKED)
        if here.staff_id != staff_id:
            raise Refused(ANOTHER)
        if here.must_change and not choosing:
            raise Refused(HIS_OWN)

    def _done_by(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        actor = replace(reading.actor_of(self._store, staff_id, self._station), proofs=self._proofs)
        events = service(self._store, *asked, **named, actor=actor, now=self._clock.now())
        self._proofs = ()
        return events

    def _at_the_desk(self) -> Actor:
        return Actor(None, "Station", self._station)

    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        """Whoever was signed in here is signed out by it. After a failure he still is."""
        here = signing.sign_in(self._store, staff_id, pin, actor=self._at_the_desk(), now=self._clock.now())
        before, self._here, self._proofs = self._here, here, ()
        if before is not None and before.staff_id != staff_id:
            self._record_out(before, f"{here.name} signed in")
        return here

    def sign_out(self, why: str) -> None:
        """The desk is locked at once, whatever becomes of the record of it."""
        here, self._here, self._proofs = self._here, None, ()
        if here is not None:
            self._record_out(here, why)

    def _record_out(self, who: SignedIn, why: str) -> None:
        signing.sign_out(self._store, who.staff_id, why, actor=self._at_the_desk(), now=self._clock.now())

    def prove(self, staff_id: int, pin: str) -> None:
        here = self._here
        if here is None:
            raise Refused(LOCKED)
        proof = signing.prove(self._store, staff_id, pin, actor=self._at_the_desk(), now=self._clock.now())
        if self._here is not here:
            raise Refused(ANOTHER)
        self._proofs = (*self._proofs, proof)

    def change_pin(self, staff_id: int, old: str, new: str) -> list[Event]:
        events = self._do(staff_id, signing.change_pin, staff_id, old, new)
        if self._here is not None and self._here.staff_id == staff_id:
            self._here = replace(self._here, must_change=False)
        return events

    def create_first_administrator(self, name: str, pin: str) -> list[Event]:
        actor = Actor(None, name, self._station)
        return signing.create_first_administrator(self._store, name, pin, actor=actor, now=self._clock.now())

    def set_pin(self, staff_id: int, of_staff_id: int, pin: str) -> list[Event]:
        return self._do(staff_id, signing.set_pin, of_staff_id, pin)

    def set_badge(self, staff_id: int, of_staff_id: int, badge: str | None) -> list[Event]:
        return self._do(staff_id, people.set_badge, of_staff_id, badge)

    def unlock_person(self, staff_id: int, of_staff_id: int) -> list[Event]:
        return self._do(staff_id, signing.unlock, of_staff_id)

    def change_person(
        self, staff_id: int, of_staff_id: int, name: str | None, role: Role | None, active: bool | None
    ) -> list[Event]:
        return self._do(staff_id, people.change_person, of_staff_id, name=name, role=role, active=active)

    def set_qualification(self, staff_id: int, of_staff_id: int, code: str, expires_on: date | None) -> list[Event]:
        return self._do(staff_id, qualifications.set_qualification, of_staff_id, code, expires_on)

    def record_check(self, staff_id: int, entry: checks.CheckEntry, confirmed: bool) -> list[Event]:
        return self._do(staff_id, checks.record_check, entry, confirmed=confirmed)

    def record_not_found(self, staff_id: int, request_id: str, stay_id: int, note: str) -> list[Event]:
        return self._do(staff_id, checks.record_not_found, request_id, stay_id, staff_id, note)

    def amend_check(self, staff_id: int, amended: corrections.Amended) -> list[Event]:
        return self._do(staff_id, corrections.amend_check, amended)

    def correct_patient(
        self, staff_id: int, check_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> list[Event]:
        return self._do(staff_id, corrections.correct_patient, check_id, right_stay_id, request_id, reason)

    def admit(self, staff_id: int, admission: stays.Admission) -> list[Event]:
        return self._do(staff_id, stays.admit, admission)

    def transfer(self, staff_id: int, stay_id: int, bed_id: int) -> list[Event]:
        return self._do(staff_id, stays.transfer, stay_id, bed_id)

    def swap_beds(self, staff_id: int, stay_id: int, other_stay_id: int) -> list[Event]:
        return self._do(staff_id, stays.swap_beds, stay_id, other_stay_id)

    def discharge(self, staff_id: int, stay_id: int, reason: str) -> list[Event]:
        return self._do(staff_id, stays.discharge, stay_id, reason)

    def set_level(self, staff_id: int, change: orders.LevelChange) -> list[Event]:
        return self._do(staff_id, orders.set_level, change)

    def set_precautions(self, staff_id: int, stay_id: int, codes: tuple[str, ...]) -> list[Event]:
        return self._do(staff_id, stays.set_precautions, stay_id, codes)

    def enter_provider_order(self, staff_id: int, stay_id: int, ordered_by: str) -> list[Event]:
        return self._do(staff_id, orders.enter_provider_order, stay_id, ordered_by)

    def review_order(
        self, staff_id: int, stay_id: int, ordered_by: str, reason: str, review_by: datetime | None
    ) -> list[Event]:
        return self._do(staff_id, orders.review_order, stay_id, ordered_by, reason, review_by=review_by)

    def take_over(self, staff_id: int, stay_id: int) -> list[Event]:
        return self._do(staff_id, custody.take_over, stay_id, staff_id)

    def offer_handover(self, staff_id: int, stay_id: int, to_staff_id: int, said: HandedOver) -> list[Event]:
        return self._do(staff_id, custody.offer_handover, stay_id, to_staff_id, said)

    def accept_handover(self, staff_id: int, handing_id: int) -> list[Event]:
        return self._do(staff_id, custody.accept_handover, handing_id, staff_id)

    def decline_handover(self, staff_id: int, handing_id: int, reason: str) -> list[Event]:
        return self._do(staff_id, custody.decline_handover, handing_id, staff_id, reason)

    def take_back_offer(self, staff_id: int, handing_id: int) -> list[Event]:
        return self._do(staff_id, custody.take_back_offer, handing_id)

    def add_staff(self, staff_id: int, name: str, role: Role) -> list[Event]:
        return self._do(staff_id, setup.add_staff, name, role)

    def resolve_not_put_in(self, staff_id: int, entry_id: str, words: str) -> list[Event]:
        return self._do(staff_id, not_put_in.resolve, entry_id, words)

    def start_round(self, staff_id: int, area_id: int | None, confirmed: bool) -> list[Event]:
        return self._do(staff_id, rounds.start_round, area_id, confirmed=confirmed)

    def end_round(self, staff_id: int, round_id: int, confirmed: bool) -> list[Event]:
        return self._do(staff_id, rounds.end_round, round_id, confirmed=confirmed)

    def take_back_check(self, staff_id: int, check_id: int) -> list[Event]:
        return self._do(staff_id, corrections.take_back_check, check_id)

    def set_look_for(self, staff_id: int, stay_id: int, words: str) -> list[Event]:
        return self._do(staff_id, stays.set_look_for, stay_id, words)

    def set_photo(self, staff_id: int, stay_id: int, image: bytes) -> list[Event]:
        return self._do(staff_id, photos.set_photo, stay_id, image)

    def leave_unit(self, staff_id: int, leaving: absences.Leaving) -> list[Event]:
        return self._do(staff_id, absences.leave_unit, leaving)

    def hand_on(
        self, staff_id: int, request_id: str, stay_id: int, custodian: str, custodian_id: int | None
    ) -> list[Event]:
        return self._do(staff_id, absences.hand_on, request_id, stay_id, custodian, custodian_id=custodian_id)

    def expect_at(
        self, staff_id: int, request_id: str, stay_id: int, expected_at: datetime, reason: str
    ) -> list[Event]:
        return self._do(staff_id, absences.expect_at, request_id, stay_id, expected_at, reason)

    def come_back(self, staff_id: int, request_id: str, stay_id: int, note: str, at: datetime | None) -> list[Event]:
        return self._do(staff_id, absences.come_back, request_id, stay_id, note, at=at)

    def report_awol(self, staff_id: int, awol: absences.Awol) -> list[Event]:
        return self._do(staff_id, absences.report_awol, awol)

    def tell(
        self, staff_id: int, request_id: str, stay_id: int, who: str, said: str, at: datetime | None
    ) -> list[Event]:
        return self._do(staff_id, absences.tell, request_id, stay_id, who, said, at=at)

    def start_environmental_round(self, staff_id: int, area_id: int, checklist: str) -> list[Event]:
        return self._do(staff_id, environment.start_environmental_round, area_id, checklist)

    def record_finding(self, staff_id: int, found: environment.Found) -> list[Event]:
        return self._do(staff_id, environment.record_finding, found)

    def end_environmental_round(self, staff_id: int, round_id: int) -> list[Event]:
        return self._do(staff_id, environment.end_environmental_round, round_id)

    def report_hazard(self, staff_id: int, hazard: hazards.NewHazard) -> list[Event]:
        return self._do(staff_id, hazards.report_hazard, hazard)

    def give_hazard(self, staff_id: int, hazard_id: int, owner: str) -> list[Event]:
        return self._do(staff_id, hazards.give_hazard, hazard_id, owner)

    def fix_hazard(self, staff_id: int, hazard_id: int, how: str) -> list[Event]:
        return self._do(staff_id, hazards.fix_hazard, hazard_id, how)

    def verify_hazard(self, staff_id: int, hazard_id: int, note: str, is_fixed: bool) -> list[Event]:
        return self._do(staff_id, hazards.verify_hazard, hazard_id, note, is_fixed=is_fixed)

    def record_admission_task(self, staff_id: int, entry: admission.AdmissionEntry, confirmed: bool) -> list[Event]:
        return self._do(staff_id, admission.record_admission_task, entry, confirmed=confirmed)

    def save_draft(self, staff_id: int, starts_at: datetime, based_on: int, plan: Plan) -> list[Event]:
        return self._do(staff_id, assignments.save_draft, starts_at, based_on, plan)

    def discard_draft(self, staff_id: int, starts_at: datetime) -> list[Event]:
        return self._do(staff_id, assignments.discard_draft, starts_at)

    def publish_plan(
        self, staff_id: int, request_id: str, starts_at: datetime, based_on: int, plan: Plan, confirmed: bool
    ) -> list[Event]:
        publishing = assignments.Publishing(request_id, starts_at, based_on, plan)
        return self._do(staff_id, assignments.publish_plan, publishing, confirmed=confirmed)

    def add_handover_note(self, staff_id: int, request_id: str, words: str, stay_id: int | None) -> list[Event]:
        return self._do(staff_id, handover.add_note, request_id, words, stay_id)

    def withdraw_handover_note(self, staff_id: int, note_id: int) -> list[Event]:
        return self._do(staff_id, handover.withdraw_note, note_id)

    def sign_outgoing(self, staff_id: int, starts_at: datetime) -> list[Event]:
        return self._do(staff_id, handover.sign_outgoing, starts_at)

    def sign_incoming(self, staff_id: int, incoming_id: int, starts_at: datetime, read: tuple[str, ...]) -> list[Event]:
        """In the name of whoever takes over: his PIN, typed at this desk, is asked for by the service."""
        self._check_here(staff_id)
        return self._done_by(incoming_id, handover.sign_incoming, starts_at, read)

    def sign_policy(self, staff_id: int, body: Mapping[str, Any], based_on: int) -> list[Event]:
        return self._do(staff_id, policy_signing.sign_policy, body, based_on)

    def add_area(self, staff_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.add_area, name)

    def rename_area(self, staff_id: int, area_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.rename_area, area_id, name)

    def add_room(self, staff_id: int, area_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.add_room, area_id, name)

    def rename_room(self, staff_id: int, room_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.rename_room, room_id, name)

    def move_room(self, staff_id: int, room_id: int, area_id: int) -> list[Event]:
        return self._do(staff_id, places.move_room, room_id, area_id)

    def add_bed(self, staff_id: int, room_id: int, label: str) -> list[Event]:
        return self._do(staff_id, places.add_bed, room_id, label)

    def rename_bed(self, staff_id: int, bed_id: int, label: str) -> list[Event]:
        return self._do(staff_id, places.rename_bed, bed_id, label)

    def move_bed(self, staff_id: int, bed_id: int, room_id: int) -> list[Event]:
        return self._do(staff_id, places.move_bed, bed_id, room_id)

    def set_bed_in_use(self, staff_id: int, bed_id: int, in_use: bool) -> list[Event]:
        return self._do(staff_id, places.set_bed_in_use, bed_id, in_use=in_use)

    def reorder(self, staff_id: int, kind: str, inside_id: int | None, ids: tuple[int, ...]) -> list[Event]:
        return self._do(staff_id, places.reorder, kind, inside_id, ids)
