"""A small unit to test on: beds, people and patients, made by the services as a person would."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from argon2 import PasswordHasher
from sqlalchemy import Select, select

from station.models import Alert, Bed, Staff, Stay, Task
from station.models.enums import AlertState, Role, TaskKind, TaskState
from station.rules.policy import Policy
from station.services import (
    Actor,
    HandedOver,
    Store,
    alerts,
    checks,
    corrections,
    custody,
    delegating,
    orders,
    setup,
    signing,
    stays,
    sweeping,
)
from station.services.checks import CheckEntry
from station.services.corrections import Amended
from station.services.events import Event
from station.services.orders import LevelChange
from station.services.setup import AreaPlan, RoomPlan, UnitPlan
from station.services.stays import Admission
from tests.fakes import NOON

BEDS: Final = ("1201", "1202", "1203", "1204")
PEOPLE: Final = {
    "J. Moore": Role.TECH,
    "A. Diaz": Role.TECH,
    "R. Osei": Role.TECH,
    "C. Lindt": Role.CHARGE_NURSE,
    "N. Park": Role.NURSE,
}
STATION: Final = Actor(None, "Station", "desk 1")
"""Station itself, acting at one desk."""
CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Makes hashes of PINs that take no time."""
PIN: Final = "2580"
FIRST_PIN: Final = "8642"

SAID: Final = HandedOver("Self-harm", "Arm's length", "Door open, in sight", "Phone calls", "11:58 in his room, calm")
"""What is said when a continuous patient is handed over."""


def minutes(amount: float) -> timedelta:
    return timedelta(minutes=amount)


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)


@dataclass(slots=True)
class BuiltUnit:
    """A unit in a store, with short ways to do what people do. Times are arguments throughout."""

    store: Store
    staff: Mapping[str, int]
    beds: Mapping[str, int]
    _numbers: Any = field(default_factory=lambda: count(1))

    def who(self, name: str = "J. Moore", pins_at: datetime | None = None) -> Actor:
        """Somebody at the desk. `pins_at`: when he, and whoever agrees with him, typed the PIN for this act."""
        proofs = () if pins_at is None else tuple((each, pins_at) for each in self.staff.values())
        return Actor(self.staff[name], name, "desk 1", proofs)

    def give_pin(self, name: str, pin: str = PIN, at: datetime = NOON) -> int:
        """A PIN that he has chosen himself. His number."""
        signing.set_pin(self.store, self.staff[name], FIRST_PIN, actor=STATION, now=at, hasher=CHEAP)
        signing.change_pin(
            self.store, self.staff[name], FIRST_PIN, pin, actor=self.who(name), now=at, hasher=CHEAP
        )  # fmt: skip
        return self.staff[name]

    def charge(self, pins_at: datetime) -> Actor:
        """The charge nurse, whose PIN was typed for this act."""
        return self.who("C. Lindt", pins_at)

    def request(self) -> str:
        """A request id that has not been used."""
        return f"request-{next(self._numbers)}"

    def admit(self, bed: str = "1201", level: str = "Q15", at: datetime = NOON, **more: Any) -> int:
        """The id of the new stay. `more`: fields of the admission; the patient is called after the bed."""
        said: dict[str, Any] = {"mrn": f"M{bed}", "family": f"Fam{bed}", "given": "Ada", "birth_date": date(1990, 1, 2)}
        stays.admit(self.store, Admission(bed=bed, level=level, **said | more), actor=self.who("N. Park"), now=at)
        return self.stay_in(bed).id

    def admit_by_station(self, bed: str = "1201", level: str = "Q15", at: datetime = NOON) -> int:
        """As from a census: nobody of the unit is needed for it."""
        admission = Admission(f"M{bed}", f"Fam{bed}", "Ada", date(1990, 1, 2), bed, level)
        stays.admit(self.store, admission, actor=STATION, now=at)
        return self.stay_in(bed).id

    def admit_seen(self, bed: str = "1201", level: str = "Q15", at: datetime = NOON, **more: Any) -> int:
        """Admitted, and the first check made at once: the interval runs from `at`."""
        stay_id = self.admit(bed, level, at, **more)
        self.check(stay_id, at)
        return stay_id

    def check(
        self, stay_id: int, at: datetime, *, by: str = "J. Moore", confirmed: bool = False, **more: Any
    ) -> list[Event]:
        """Record a check at `at`. `more`: fields of the entry (observed_at, activity, ...)."""
        said: dict[str, Any] = {"request_id": self.request(), "location": "Room", "activity": "Awake"}
        entry = CheckEntry(stay_id=stay_id, observer_id=self.staff[by], **said | more)
        return checks.record_check(self.store, entry, confirmed=confirmed, actor=self.who(by), now=at)

    def not_found(self, stay_id: int, at: datetime, *, by: str = "J. Moore") -> list[Event]:
        return checks.record_not_found(
            self.store, self.request(), stay_id, self.staff[by], "not in his room", actor=self.who(by), now=at
        )

    def amend(self, check_id: int, at: datetime, *, reason: str = "mistyped", **changed: Any) -> list[Event]:
        amended = Amended(check_id, self.request(), reason, **changed)
        return corrections.amend_check(self.store, amended, actor=self.who(), now=at)

    def correct(self, check_id: int, right_stay_id: int, at: datetime, *, reason: str = "wrong row") -> list[Event]:
        return corrections.correct_patient(
            self.store, check_id, right_stay_id, self.request(), reason, actor=self.who(), now=at
        )

    def set_level(self, stay_id: int, level: str, at: datetime, *, by: str = "N. Park", **more: Any) -> list[Event]:
        """Raise by a nurse, unless `more` says a provider ordered it."""
        said: dict[str, Any] = {"reason": "restless", "ordered_by": by, "provider_order": False}
        return orders.set_level(self.store, LevelChange(stay_id, level, **said | more), actor=self.who(by, at), now=at)

    def lower(self, stay_id: int, level: str, at: datetime, **more: Any) -> list[Event]:
        """Lower as it must be: a provider's order and a second person."""
        said: dict[str, Any] = {
            "ordered_by": "Dr. Hall",
            "provider_order": True,
            "second_person_id": self.staff["C. Lindt"],
        }
        return self.set_level(stay_id, level, at, **said | more)

    def take(self, stay_id: int, name: str, at: datetime) -> list[Event]:
        """Take a continuous patient whom nobody holds."""
        return custody.take_over(self.store, stay_id, self.staff[name], actor=self.who(name), now=at)

    def offer(self, stay_id: int, to: str, at: datetime, *, by: str = "R. Osei", said: HandedOver = SAID) -> int:
        """Offer a continuous patient to somebody. The number of the offer."""
        custody.offer_handover(self.store, stay_id, self.staff[to], said, actor=self.who(by), now=at)
        return custody.read_handings(self.store, stay_id, 1)[0].handing_id

    def take_offer(self, offer: int, name: str, at: datetime) -> list[Event]:
        """Accept a continuous patient."""
        return custody.accept_handover(self.store, offer, self.staff[name], actor=self.who(name), now=at)

    def decline(self, offer: int, name: str, at: datetime, reason: str = "on my way to the group") -> list[Event]:
        return custody.decline_handover(self.store, offer, self.staff[name], reason, actor=self.who(name), now=at)

    def accept(self, alert_id: int, at: datetime, *, by: str = "J. Moore", note: str = "going") -> list[Event]:
        return alerts.accept(self.store, alert_id, self.staff[by], note, actor=self.who(by), now=at)

    def ask(self, alert_id: int, to: str, at: datetime, *, by: str = "J. Moore") -> list[Event]:
        """Ask somebody to take an alert."""
        return delegating.delegate(self.store, alert_id, self.staff[to], actor=self.who(by), now=at)

    def explain(self, alert_id: int, at: datetime, *, by: str = "J. Moore", why: str = "on the phone") -> list[Event]:
        return delegating.explain(self.store, alert_id, why, actor=self.who(by), now=at)

    def sweep(self, at: datetime) -> sweeping.Swept:
        return sweeping.sweep(self.store, actor=STATION, now=at)

    def sweep_through(self, since: datetime, until: datetime, step: timedelta = timedelta(seconds=1)) -> None:
        """Sweep as the monitor does, from `since` to `until` inclusive."""
        at = since
        while at <= until:
            self.sweep(at)
            at += step

    def stay_in(self, bed: str) -> Stay:
        with self.store.read() as session:
            return session.scalars(
                select(Stay).where(Stay.bed_id == self.beds[bed], Stay.discharged_at.is_(None))
            ).one()

    def stay(self, stay_id: int) -> Stay:
        with self.store.read() as session:
            return session.get_one(Stay, stay_id)

    def task(self, stay_id: int, kind: TaskKind = TaskKind.CHECK) -> Task:
        """The one open task of this kind. Fails when there is none, or more."""
        with self.store.read() as session:
            return session.scalars(_open_tasks(stay_id, kind)).one()

    def has_task(self, stay_id: int, kind: TaskKind) -> bool:
        with self.store.read() as session:
            return session.scalars(_open_tasks(stay_id, kind)).one_or_none() is not None

    def all_alerts(self, stay_id: int | None = None, kind: str | None = None) -> Sequence[Alert]:
        """Every alert ever, oldest first."""
        wanted = select(Alert).order_by(Alert.id)
        if stay_id is not None:
            wanted = wanted.where(Alert.stay_id == stay_id)
        if kind is not None:
            wanted = wanted.where(Alert.kind == kind)
        with self.store.read() as session:
            return session.scalars(wanted).all()

    def open_alerts(self, stay_id: int | None = None, kind: str | None = None) -> list[Alert]:
        return [one for one in self.all_alerts(stay_id, kind) if one.state is not AlertState.CLOSED]

    def alert(self, stay_id: int | None = None, kind: str | None = None) -> Alert:
        """The one alert that is not closed."""
        (one,) = self.open_alerts(stay_id, kind)
        return one


def _open_tasks(stay_id: int, kind: TaskKind) -> Select[Task]:
    return select(Task).where(Task.stay_id == stay_id, Task.kind == kind, Task.state == TaskState.OPEN)


def build_unit(
    store: Store,
    *,
    beds: Iterable[str] = BEDS,
    people: Mapping[str, Role] = PEOPLE,
    zone: str = "America/Chicago",
    policy: Policy | None = None,
    now: datetime = NOON,
) -> BuiltUnit:
    """Set up a unit with these beds, one to a room, in one area, and these people."""
    rooms = tuple(RoomPlan(bed, (bed,)) for bed in beds)
    plan = UnitPlan("3 West", zone, (AreaPlan("West hall", rooms),))
    setup.create_unit(store, plan, signed_by="M. Reyes", actor=STATION, now=now, policy=policy)
    for name, role in people.items():
        setup.add_staff(store, name, role, actor=STATION, now=now)
    with store.read() as session:
        staff = {one.name: one.id for one in session.scalars(select(Staff))}
        labels = {one.label: one.id for one in session.scalars(select(Bed))}
    return BuiltUnit(store, staff, labels)
