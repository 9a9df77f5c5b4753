"""The first screen of a demo: who is late, who is away, who rounds, what is due. All by the hands of the staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import AbsenceKind, TaskKind
from station.rules.policy import Policy, default_policy
from station.simulation.escorting import expected_back
from station.simulation.unit import Unit
from station.simulation.world import Patient

STAGED_BEFORE: Final = timedelta(minutes=24)
"""The staff are told their parts so long before the first screen."""
_TIDIED_BEFORE: Final = timedelta(seconds=75)
_ROUND_BEFORE: Final = timedelta(minutes=9)
_ROUND_ENDS_AFTER: Final = timedelta(seconds=100)
_LEFT_BEFORE: Final = timedelta(minutes=18)
_BACK_IN_MINUTES: Final = 20
_WALK_DUE_IN_MINUTES: Final = 13
_WALKED_AFTER: Final = timedelta(minutes=3)
_ADMITTED_BEFORE: Final = timedelta(minutes=50)
_SETTLED_AFTER: Final = timedelta(minutes=6)
_SPARE_BEDS: Final = 2


@dataclass(frozen=True, slots=True)
class _Role:
    """What the first screen shows of one patient on Q15: how long ago he was seen, and when somebody goes to him."""

    seen_ago: timedelta
    seen_again_after: timedelta


_CAST: Final = (
    _Role(timedelta(minutes=16, seconds=25), timedelta(seconds=95)),
    _Role(timedelta(minutes=19, seconds=10), timedelta(seconds=170)),
    _Role(timedelta(minutes=12, seconds=35), timedelta(seconds=100)),
)
"""One late, one lapsing within the minute, one due soon."""


def demo_policy(now: datetime, zone: str) -> Policy:
    """The policy a new unit starts with, but its environmental rounds fall due soon after `now`, every eight hours."""
    due = expected_back(now, _WALK_DUE_IN_MINUTES).astimezone(ZoneInfo(zone))
    times = " ".join(f"{(due.hour + hours) % 24:02d}:{due.minute:02d}" for hours in (0, 8, 16))
    policy = default_policy()
    rounds = tuple(one.model_copy(update={"schedule": f"at {times}"}) for one in policy.environment.rounds)
    return policy.model_copy(update={"environment": policy.environment.model_copy(update={"rounds": rounds})})


def reserve(unit: Unit, now: datetime) -> None:
    """One area is not walked before the first screen, so that its environmental round is nearly due there."""
    unit.behaviour.inspecting.leave_until(unit.world.areas()[-1], now + _WALKED_AFTER)


def stage(unit: Unit, now: datetime) -> None:
    """Give everybody his part on the first screen at `now`, and see that the others are seen.

    Those late are late because whoever rounds their area has not come to them yet: his round is open still, so that
    the count of the round before holds.
    """
    agenda = unit.ward.agenda
    for area in sorted({one.area for one in _cast(unit, now)}):
        rounder, begins = unit.behaviour.rounders[area], now - _ROUND_BEFORE
        rounder.keep_open(begins, now + _ROUND_ENDS_AFTER)
        agenda.add(begins, rounder.round_now)
    _admit_one(unit, now)
    _watch_one(unit, now - STAGED_BEFORE)
    agenda.add(now - _LEFT_BEFORE, partial(_escort_one, unit, now))
    agenda.add(now - timedelta(minutes=21), partial(_find_hazard, unit))
    agenda.add(now - _TIDIED_BEFORE, partial(_tidy, unit))


def _plain(unit: Unit) -> list[Patient]:
    """Patients who may be given a part."""
    patients = unit.world.patients.values()
    here = [one for one in patients if one.away is None and not one.missing and not one.set_aside]
    return [one for one in here if one.level == "Q15" and one.level_asleep is None]


def _cast(unit: Unit, now: datetime) -> list[Patient]:
    plain = _plain(unit)
    areas = [one.area for one in plain]
    plain = [one for one in plain if one.area == max(areas, key=areas.count)]
    cast = unit.ward.rng.sample(plain, min(len(plain), len(_CAST)))
    for patient, role in zip(cast, _CAST, strict=False):
        unit.ward.agenda.add(now - role.seen_ago, partial(_seen_last, unit, patient))
        unit.ward.agenda.add(now + role.seen_again_after, partial(_seen_again, unit, patient))
        patient.staged = True
    return cast


def _seen_last(unit: Unit, patient: Patient, now: datetime) -> None:
    """Seen once more, then left to himself for a while."""
    unit.visits.visit_plainly(patient, unit.ward.nurse(now), now)
    patient.set_aside = True


def _seen_again(unit: Unit, patient: Patient, now: datetime) -> None:
    patient.set_aside = patient.staged = False
    patient.target = now
    unit.hurry(patient.area, now)


def _admit_one(unit: Unit, now: datetime) -> None:
    """Somebody came within the hour: his belongings are still to be searched."""
    free = unit.world.free_beds()
    if len(free) < _SPARE_BEDS:
        return
    at = now - STAGED_BEFORE
    patient = unit.behaviour.moving.admit(free[0], at, level="Q15", admitted=now - _ADMITTED_BEFORE)
    if patient is not None:
        patient.staged = True
        unit.settling.leave_until(patient.stay, TaskKind.BELONGINGS, now + _SETTLED_AFTER)


def _escort_one(unit: Unit, first_screen: datetime, now: datetime) -> None:
    """Somebody is in Radiology as the demo opens, and back soon after."""
    ready = [one for one in _plain(unit) if not one.staged]
    techs = unit.ward.free_techs(now)
    if ready and techs:
        until = expected_back(first_screen, _BACK_IN_MINUTES)
        patient, tech = unit.ward.rng.choice(ready), techs[0]
        unit.behaviour.escorting.leave(patient, tech, tech, AbsenceKind.ESCORT, "Radiology", until, now)


def _find_hazard(unit: Unit, now: datetime) -> None:
    """One is to be mended, another is said to be mended and waits for somebody else to look."""
    mending, nurse = unit.behaviour.mending, unit.ward.nurse(now)
    areas = unit.world.areas()
    mending.report(nurse, areas[0], "Dining room window", "Latch turns freely", 3, now)
    done = mending.report(nurse, areas[-1], "Hallway handrail", "One end loose", 2, now)
    if done is not None:
        unit.ward.agenda.add(now + timedelta(minutes=18), partial(mending.fixed, done, nurse))


def _watch_one(unit: Unit, now: datetime) -> None:
    """Where nobody is watched closely any more, somebody is."""
    ready = [one for one in _plain(unit) if not one.staged and one.provider_owed is None]
    if ready and not any(one.continuous for one in unit.world.patients.values()):
        unit.behaviour.ordering.raise_to(unit.ward.rng.choice(ready), "1:1", unit.ward.nurse(now), now)


def _tidy(unit: Unit, now: datetime) -> None:
    """Shortly before the first screen whoever else is nearly due is seen."""
    for patient in unit.world.patients.values():
        here = not patient.set_aside and not patient.missing and patient.away is None
        if here and now - patient.last_seen > patient.interval * 0.7:
            unit.visits.visit_plainly(patient, unit.ward.nurse(now), now)
