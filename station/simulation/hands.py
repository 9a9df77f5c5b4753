"""The hands of the simulated staff: each act is one call of a service. What was taken is added to the record.

A refusal is normal life (somebody at the desk was faster): it is counted, and the act did not happen.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from station.models.enums import DeedOutcome
from station.services import Actor, HandedOver, Store, checks, corrections, custody, delegating, orders, stays
from station.services.admission import AdmissionEntry, record_admission_task
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded, Event, KeptHere, StayChanged
from station.services.keeping import NotFound
from station.simulation import said
from station.simulation.entering import Entering
from station.simulation.people import PatientPlan
from station.simulation.said import Record
from station.simulation.world import Patient, Person

LATE_ENTRY: Final = timedelta(minutes=2)
KEPT: Final = -1
"""In place of the number of an entry that was kept while the record is away and has none yet."""


class Hands:
    """Does what a person decided, as that person, at one station."""

    def __init__(self, store: Store, record: Record, rng: Random, *, station: str) -> None:
        self.store = store
        self.record = record
        self.refused = 0
        self.acts = 0
        self.entering = Entering()
        self._rng = rng
        self.station = station

    def actor(self, person: Person) -> Actor:
        """The person, at this station."""
        return Actor(staff_id=person.id, name=person.name, station=self.station)

    def proven(self, person: Person, now: datetime, second: int | None = None) -> Actor:
        """The person, and a second one, with their PINs just typed for this act."""
        proofs = tuple((each, now) for each in (person.id, second) if each is not None)
        return replace(self.actor(person), proofs=proofs)

    def do(self, act: Callable[[], list[Event]]) -> list[Event] | None:
        """None: refused, nothing has been changed."""
        try:
            events = act()
        except Refused:
            self.refused += 1
            return None
        self.acts += 1
        return events

    def new_request(self) -> str:
        return str(UUID(int=self._rng.getrandbits(128), version=4))

    def check(
        self,
        patient: Patient,
        person: Person,
        what: tuple[str, str, str | None],
        *,
        observed: datetime | None = None,
        request: str | None = None,
        now: datetime,
    ) -> int | None:
        """Record a patient seen (place, activity, sign of life). The entry's number, or KEPT; None when it was not
        taken."""
        place, activity, life_sign = what
        entry = checks.CheckEntry(
            request_id=request or self.new_request(),
            stay_id=patient.stay,
            observer_id=person.id,
            location=place,
            activity=activity,
            observed_at=observed,
            life_sign=life_sign,
        )
        actor, pressed = self.actor(person), now

        def enter(*, confirmed: bool) -> list[Event]:
            nonlocal pressed
            pressed = self.entering.pressed(now)
            return self.entering.check(
                self.store, entry, person.role, confirmed=confirmed, actor=actor, now=pressed
            )  # fmt: skip

        events = self.do(lambda: _confirming(enter))
        number = _number(events, patient.stay)
        if number is not None:
            when, late = observed or pressed, observed is not None and pressed - observed > LATE_ENTRY
            self.record.add(said.Checked(pressed, patient.stay, number, when, life_sign is not None, late))
        return KEPT if _is_kept(events) else number

    def not_found(self, patient: Patient, person: Person, now: datetime) -> bool:
        request, actor, now = self.new_request(), self.actor(person), self.entering.pressed(now)
        events = self.do(
            lambda: self.entering.not_found(
                self.store,
                NotFound(request, patient.stay, "not in his room or the day room"),
                person.role,
                actor=actor,
                now=now,
            )
        )
        number = _number(events, patient.stay)
        if number is not None:
            self.record.add(said.NotFound(now, patient.stay, number))
        return number is not None or _is_kept(events)

    def amend(
        self, patient: Patient, check: int, person: Person, observed: datetime, *, sleeping: bool, now: datetime
    ) -> int | None:
        """Say that an entry had the wrong time."""
        amended = corrections.Amended(check, self.new_request(), "wrong time tapped", observed_at=observed)
        events = self.do(lambda: corrections.amend_check(self.store, amended, actor=self.actor(person), now=now))
        number = _number(events, patient.stay)
        if number is not None:
            self.record.add(said.Amended(now, patient.stay, check, number, observed, sleeping))
        return number

    def correct(
        self,
        wrong: Patient,
        check: int,
        right: Patient,
        person: Person,
        observed: datetime,
        *,
        sleeping: bool,
        now: datetime,
    ) -> bool:
        """Move an entry from the patient it was recorded for to the one who was seen."""
        request, actor = self.new_request(), self.actor(person)
        events = self.do(
            lambda: corrections.correct_patient(
                self.store, check, right.stay, request, "tapped the card beside it", actor=actor, now=now
            )
        )
        number = _number(events, right.stay)
        if number is not None:
            self.record.add(said.TakenBack(now, wrong.stay, check))
            self.record.add(said.Checked(now, right.stay, number, observed, sleeping, now - observed > LATE_ENTRY))
        return number is not None

    def take_back(self, patient: Patient, check: int, person: Person, now: datetime) -> bool:
        """Undo an entry of his own, seconds after it was made."""
        actor = self.actor(person)
        done = self.do(lambda: corrections.take_back_check(self.store, check, actor=actor, now=now))
        return self.told(done, said.TakenBack(now, patient.stay, check))

    def admit(
        self,
        plan: PatientPlan,
        bed: str,
        person: Person,
        provider: str,
        *,
        admitted: datetime | None = None,
        now: datetime,
    ) -> int | None:
        """Admit somebody; the number of the stay, None when it was refused."""
        admission = stays.Admission(
            mrn=plan.mrn,
            family=plan.family,
            given=plan.given,
            birth_date=plan.birth_date,
            bed=bed,
            level=plan.level,
            level_asleep=plan.level_asleep,
            precautions=plan.precautions,
            admitted_at=admitted,
            ordered_by=provider,
        )
        events = self.do(lambda: stays.admit(self.store, admission, actor=self.actor(person), now=now))
        stay = next((event.stay_id for event in events or () if isinstance(event, StayChanged)), None)
        if stay is not None:
            self.record.add(said.Admitted(now, stay, plan.level, plan.level_asleep, admitted=admitted))
        return stay

    def admission(self, patient: Patient, person: Person, entry: AdmissionEntry, now: datetime) -> bool:
        """Record something owed after the admission; asked about an unlikely weight, the person says yes."""
        actor = self.actor(person)
        done = self.do(lambda: record_admission_task(self.store, entry, confirmed=True, actor=actor, now=now))
        put_off = entry.outcome is DeedOutcome.REFUSED
        told = said.PutOff if put_off else said.Settled
        return self.told(done, told(now, patient.stay, entry.kind.value))

    def discharge(self, patient: Patient, person: Person, now: datetime) -> bool:
        actor = self.proven(person, now)
        done = self.do(lambda: stays.discharge(self.store, patient.stay, "home with follow-up", actor=actor, now=now))
        return self.told(done, said.Discharged(now, patient.stay))

    def transfer(self, patient: Patient, bed: int, person: Person, now: datetime) -> bool:
        actor = self.actor(person)
        return self.do(lambda: stays.transfer(self.store, patient.stay, bed, actor=actor, now=now)) is not None

    def swap(self, one: Patient, other: Patient, person: Person, now: datetime) -> bool:
        actor = self.actor(person)
        return self.do(lambda: stays.swap_beds(self.store, one.stay, other.stay, actor=actor, now=now)) is not None

    def set_level(self, change: orders.LevelChange, person: Person, *, raised: bool, now: datetime) -> bool:
        actor = self.proven(person, now, change.second_person_id)
        done = self.do(lambda: orders.set_level(self.store, change, actor=actor, now=now))
        to = said.LevelSet(now, change.stay_id, change.level, change.level_asleep, raised, change.provider_order)
        return self.told(done, to)

    def provider_order(self, patient: Patient, provider: str, person: Person, now: datetime) -> bool:
        actor = self.actor(person)
        done = self.do(lambda: orders.enter_provider_order(self.store, patient.stay, provider, actor=actor, now=now))
        return self.told(done, said.ProviderOrdered(now, patient.stay))

    def review(self, patient: Patient, provider: str, person: Person, now: datetime) -> bool:
        actor, why = self.actor(person), "seen on rounds, level kept"
        done = self.do(lambda: orders.review_order(self.store, patient.stay, provider, why, actor=actor, now=now))
        return self.told(done, said.Reviewed(now, patient.stay))

    def take_over(self, patient: Patient, person: Person, now: datetime) -> bool:
        actor = self.actor(person)
        done = self.do(lambda: custody.take_over(self.store, patient.stay, person.id, actor=actor, now=now))
        return self.told(done, said.DutyTaken(now, patient.stay, person.id))

    def offer(self, patient: Patient, holder: Person, to: Person, words: HandedOver, now: datetime) -> int | None:
        """Offer a continuous patient to this person. The number of the offer; None when it was refused."""
        actor = self.actor(holder)
        done = self.do(lambda: custody.offer_handover(self.store, patient.stay, to.id, words, actor=actor, now=now))
        return None if done is None else custody.read_handings(self.store, patient.stay, 1)[0].handing_id

    def accept_offer(self, patient: Patient, offer: int, person: Person, now: datetime) -> bool:
        actor = self.actor(person)
        done = self.do(lambda: custody.accept_handover(self.store, offer, person.id, actor=actor, now=now))
        return self.told(done, said.DutyTaken(now, patient.stay, person.id))

    def decline_offer(self, offer: int, person: Person, reason: str, now: datetime) -> bool:
        actor = self.actor(person)
        done = self.do(lambda: custody.decline_handover(self.store, offer, person.id, reason, actor=actor, now=now))
        return done is not None

    def take_back_offer(self, offer: int, holder: Person, now: datetime) -> bool:
        actor = self.actor(holder)
        return self.do(lambda: custody.take_back_offer(self.store, offer, actor=actor, now=now)) is not None

    def accept_alert(self, alert: int, person: Person, words: str, now: datetime) -> bool:
        actor, now = self.actor(person), self.entering.pressed(now)
        done = self.do(lambda: self.entering.accept(self.store, alert, person.role, words, actor=actor, now=now))
        return done is not None

    def explain_alert(self, alert: int, person: Person, why: str, now: datetime) -> bool:
        """Say why it closed without what it asked for."""
        actor = self.actor(person)
        return self.do(lambda: delegating.explain(self.store, alert, why, actor=actor, now=now)) is not None

    def told(self, done: Sequence[Event] | None, one: said.Said | said.OfUnit) -> bool:
        """Add it to the record where it was taken. Whether it was, or is kept until it can be."""
        if done is not None and not _is_kept(done):
            self.record.add(one)
        return done is not None


def _confirming(enter: Callable[..., list[Event]]) -> list[Event]:
    """Asked whether a repeat within a minute is meant, the person says yes."""
    try:
        return enter(confirmed=False)
    except NeedsConfirmation:
        return enter(confirmed=True)


def _is_kept(events: Sequence[Event] | None) -> bool:
    return any(isinstance(event, KeptHere) for event in events or ())


def _number(events: Sequence[Event] | None, stay: int) -> int | None:
    """The number of the entry made for this stay; None when it was refused or had been made before."""
    found = (event.check_id for event in events or () if isinstance(event, CheckRecorded) and event.stay_id == stay)
    return next(found, None)
