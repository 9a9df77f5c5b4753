"""The unit's policy as frozen values: levels, limits, escalation, words. Every number is policy, not law."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator

from station import assets
from station.models.enums import HeightIn, LevelKind, Role, TemperatureIn, WeightIn
from station.rules.durations import stored, unstored
from station.rules.schedule import parse as parse_schedule


class PolicyError(ValueError):
    """A policy that contradicts itself or cannot be read; the message says where and what to do."""


def _parse_duration(value: Any) -> Any:
    return unstored(value) if isinstance(value, str) else value


Duration = Annotated[
    timedelta, BeforeValidator(_parse_duration), PlainSerializer(stored, return_type=str, when_used="json")
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Escalation(_Part):
    """Tell `role` when the thing has run for `after`."""

    role: str
    after: Duration


Steps = tuple[Escalation, ...]


class Level(_Part):
    """An observation level. For a continuous one the limits are those of documenting."""

    code: str
    name: str
    kind: LevelKind
    soon: Duration
    late: Duration
    lapsed: Duration
    escalation: Steps

    @property
    def continuous(self) -> bool:
        return self.kind is LevelKind.CONTINUOUS

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta(0) < self.soon <= self.late < self.lapsed:
            raise ValueError(
                f"level {self.code}: due soon, late and lapsed must follow each other; change soon, late or lapsed"
            )
        _check_steps(f"level {self.code}", self.escalation)
        return self


def _check_steps(where: str, steps: Steps) -> None:
    afters = [step.after for step in steps]
    if not steps:
        raise ValueError(f"{where}: somebody must be told; add an escalation step")
    if afters != sorted(afters):
        raise ValueError(f"{where}: escalation steps must stand in order of time; sort them by `after`")


class Wall(_Part):
    show_precautions: bool
    distance_m: float


class Entries(_Part):
    late_entry_after: Duration
    ask_repeat_within: Duration
    not_before_admission: bool
    undo_within: Duration


class FirstCheck(_Part):
    soon: Duration
    late: Duration
    lapsed: Duration


class Handing(_Part):
    """Words offered first when a continuous patient is handed over; any others may be written."""

    distances: tuple[str, ...]
    bathroom: tuple[str, ...]


class Continuous(_Part):
    nobody_late: Duration
    nobody_lapsed: Duration
    relief_soon: Duration
    relief_late: Duration
    relief_lapsed: Duration
    handing: Handing


class Orders(_Part):
    review_every: Duration
    review_soon: Duration
    review_lapsed: Duration
    provider_order_soon: Duration
    provider_order_late: Duration
    provider_order_lapsed: Duration


class Alerts(_Part):
    lease_high: Duration
    lease_medium: Duration
    lease_low: Duration
    repeat_last_step: Duration
    flood_count: int
    flood_within: Duration


class Sound(_Part):
    """`walls`: whether walls sound at all. Where they do not, SOUND OFF stands on them; a desk always sounds."""

    walls: bool
    high_every: Duration
    """From the beginning of a pattern to the next. A low alert sounds once."""
    medium_every: Duration
    technical_every: Duration
    longest_pause: Duration
    volume: int = Field(ge=1, le=100)
    """Of full, in per cent, unless a desk was set otherwise."""
    least_volume: int = Field(ge=1, le=100)
    """No station sounds softer."""


class Signing(_Part):
    lock_after: Duration
    wrong_pins: int = Field(ge=3, le=10)
    locked_for: Duration
    proof_holds: Duration


class Rounds(_Part):
    vary_from: float = Field(gt=0.4, le=1.0)
    """The share of an interval at which its target may fall earliest."""
    open_soon: Duration
    open_late: Duration
    open_lapsed: Duration


class Assignments(_Part):
    checks_per_hour: int = Field(ge=1, le=600)
    """What one person can do on rounds, until the unit's own rounds say."""
    measured_after: int = Field(ge=1)
    """So many rounds of the unit's own are enough to go by instead."""
    longest_continuous: Duration
    """Nobody holds a continuous patient longer at a stretch."""
    break_for: Duration
    """How long each person's break lasts; zero: none is planned."""
    break_after: Duration
    """A shift of this length or longer has one."""
    groups: tuple[str, ...]
    other: tuple[str, ...]
    """What groups and other duties are called; any other may be written."""


class QualificationWord(_Part):
    """Training that people must have, such as CPR."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)
    """Whose it is. Somebody of these roles without it, or past its date, is said to be so when he is assigned."""


class Qualifications(_Part):
    warn_before: Duration
    required: tuple[QualificationWord, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [one.code for one in self.required]
        if len(set(codes)) != len(codes):
            raise ValueError("required: two have the same code; give each its own")
        return self


class Absences(_Part):
    return_soon: Duration
    return_lapsed: Duration
    longest_escort: Duration
    longest_pass: Duration
    longest_leave: Duration
    destinations: tuple[str, ...]
    """Offered first; any other may be written."""
    told_of_awol: tuple[str, ...]
    """Who is told of somebody gone, in the order they are told."""


class ScheduledRound(_Part):
    """An environmental round of every area. `schedule` as people write it: "at 08:00 16:00", "every 8h"."""

    checklist: str
    schedule: str
    soon: Duration
    lapsed: Duration

    @model_validator(mode="after")
    def _readable(self) -> Self:
        parse_schedule(self.schedule)
        return self


class Environment(_Part):
    hazard_soon: Duration
    hazard_lapsed: Duration
    fix_within: tuple[Duration, Duration, Duration, Duration, Duration]
    """By severity, 1 to 5."""
    rounds: tuple[ScheduledRound, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [one.checklist for one in self.rounds]
        if len(set(names)) != len(names):
            raise ValueError("a checklist comes twice in rounds; write all its times in one schedule")
        return self


class OwedWithin(_Part):
    """How long after something began a thing is due soon, late and lapsed."""

    soon: Duration
    late: Duration
    lapsed: Duration

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.soon <= self.late < self.lapsed:
            raise ValueError("soon, late and lapsed must follow each other")
        return self


class Admissions(_Part):
    belongings: OwedWithin
    first_vitals: OwedWithin
    weight: OwedWithin
    orientation: OwedWithin
    refused_again_after: Duration
    belongings_by_two: bool
    """Whether a belongings search takes a second person, who is named."""


class Vitals(_Part):
    """When vital signs are owed. `schedule` as people write it: "at 06:00 14:00 22:00", "every 4h"; empty: none."""

    schedule: str
    soon: Duration
    """Before they fall due."""
    lapsed: Duration
    """After it."""
    again_after_0: Duration
    """NEWS2: the next set after a score of 0; then of 1 to 4, of a single 3 or 5 to 6, of 7 and more (RCP 2017)."""
    again_after_1: Duration
    again_after_5: Duration
    again_after_7: Duration
    answer: OwedWithin
    """What a score of 5 and more, or a single 3, asks of a nurse."""
    temperature_in: TemperatureIn
    weight_in: WeightIn
    height_in: HeightIn
    """Units of the screens; everything is stored in °C, kg and cm."""
    positions: tuple[str, ...]
    arms: tuple[str, ...]
    routes: tuple[str, ...]
    reasons: tuple[str, ...]
    """Why a set is partial or refused; offered first, any other may be written."""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.schedule:
            parse_schedule(self.schedule)
        return self


class Assessments(_Part):
    bvc_per_shift: bool
    bvc_high: int = Field(ge=1, le=6)
    """From so many points on it is high (3 by Almvik and Woods)."""
    ciwa_moderate: int = Field(ge=1, le=67)
    ciwa_severe: int = Field(ge=1, le=67)
    """From so many points on; below them it is mild."""
    ciwa_again: tuple[Duration, Duration, Duration]
    """Made again after so long: mild, moderate, severe."""
    cows_mild: int = Field(ge=1, le=48)
    cows_moderate: int = Field(ge=1, le=48)
    cows_severe: int = Field(ge=1, le=48)
    """From so many points on; below the first there is none."""
    cows_again: tuple[Duration, Duration, Duration, Duration]
    """Made again after so long: none, mild, moderate, severe."""
    soon: Duration
    """Before it falls due."""
    lapsed: Duration
    """After it."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.ciwa_moderate < self.ciwa_severe:
            raise ValueError("assessments.ciwa_severe: severe must begin above moderate")
        if not self.cows_mild < self.cows_moderate < self.cows_severe:
            raise ValueError("assessments.cows_severe: mild, moderate and severe must follow each other")
        return self


class TaskEscalation(_Part):
    first_check: Steps
    observer: Steps
    relief: Steps
    review: Steps
    provider_order: Steps
    not_found: Steps
    return_overdue: Steps
    awol: Steps
    round_open: Steps
    environmental: Steps
    hazard: Steps
    admission: Steps
    handover: Steps
    vitals: Steps
    score: Steps
    assessment: Steps
    technical: Steps


class Activity(_Part):
    word: str
    sleeping: bool = False


class Checks(_Part):
    places: tuple[str, ...] = Field(min_length=1)
    first_places: int = Field(ge=1)
    life_signs: tuple[str, ...] = Field(min_length=1)
    activities: tuple[Activity, ...] = Field(min_length=1)

    def is_sleeping(self, activity: str | None) -> bool:
        return any(one.word == activity and one.sleeping for one in self.activities)


class PrecautionWord(_Part):
    code: str
    name: str
    look_for: str = ""
    """What whoever rounds looks for because of it."""


class Shift(_Part):
    name: str
    starts: time
    """Local time of the unit."""
    overlap: Duration = timedelta(0)
    """How long its people stay after the next shift has begun."""


def _check_shifts(shifts: tuple[Shift, ...]) -> None:
    if len({shift.starts for shift in shifts}) != len(shifts):
        raise ValueError("shifts: two start at the same time; give each its own")
    in_order = sorted(shifts, key=lambda shift: shift.starts)
    for place, shift in enumerate(in_order):
        following, after = (in_order[(place + ahead) % len(in_order)] for ahead in (1, 2))
        lasts = _from_to(following.starts, after.starts)
        if shift.overlap >= lasts:
            raise ValueError(
                f"shifts: the people of {shift.name} would stay {_in_hours(shift.overlap)} after {following.name} has "
                f"begun, and {following.name} lasts {_in_hours(lasts)}; make the overlap of {shift.name} shorter"
            )


def _from_to(starts: time, ends: time) -> timedelta:
    """By the clock on the wall of an ordinary day; from a time to itself is a whole day."""
    day = timedelta(days=1)
    return (datetime.combine(date.min, ends) - datetime.combine(date.min, starts)) % day or day


def _in_hours(value: timedelta) -> str:
    minutes = value // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02d} h"


class Policy(_Part):
    version_of_format: Literal[1]
    wall: Wall
    entries: Entries
    first_check: FirstCheck
    continuous: Continuous
    signing: Signing
    rounds: Rounds
    absence: Absences
    environment: Environment
    admission: Admissions
    orders: Orders
    assignments: Assignments
    qualifications: Qualifications
    handover: OwedWithin
    """Of handing a shift over, counted from half an hour before it ends."""
    vitals: Vitals
    assessments: Assessments
    alerts: Alerts
    sound: Sound
    levels: tuple[Level, ...]
    escalation: TaskEscalation
    checks: Checks
    precautions: tuple[PrecautionWord, ...]
    shifts: tuple[Shift, ...]

    def level(self, code: str) -> Level:
        """Raises KeyError naming the levels there are."""
        for one in self.levels:
            if one.code == code:
                return one
        known = ", ".join(one.code for one in self.levels)
        raise KeyError(f"there is no observation level {code!r}; the policy has {known}")

    def is_lower(self, new: str, old: str) -> bool:
        """Whether `new` watches less closely than `old`: continuous above all, then the shorter interval."""
        return self._closeness(new) < self._closeness(old)

    def _closeness(self, code: str) -> tuple[int, float, int]:
        level = self.level(code)
        place = [one.code for one in self.levels].index(code)
        if level.continuous:
            return (1, 0.0, place)
        return (0, -level.late.total_seconds(), 0)

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [level.code for level in self.levels]
        if len(set(codes)) != len(codes):
            raise ValueError("levels: two levels have the same code; give each its own")
        for kind in TaskEscalation.model_fields:
            _check_steps(f"escalation.{kind}", getattr(self.escalation, kind))
        for name in ("levels", "precautions", "shifts"):
            if not getattr(self, name):
                raise ValueError(f"{name}: there must be at least one")
        _check_shifts(self.shifts)
        first = self.first_check
        if not first.soon <= first.late < first.lapsed:
            raise ValueError("first_check: soon, late and lapsed must follow each other")
        held = self.continuous
        if not held.nobody_late < held.nobody_lapsed or not held.relief_soon <= held.relief_late < held.relief_lapsed:
            raise ValueError("continuous: late must come before lapsed, and relief soon before relief late")
        walks = self.rounds
        if not walks.open_soon <= walks.open_late < walks.open_lapsed:
            raise ValueError("rounds: open soon, late and lapsed must follow each other")
        return self


def parse_policy(body: Mapping[str, Any]) -> Policy:
    """A policy from its stored or TOML form. Raises PolicyError with every fault, each with its place."""
    try:
        return Policy.model_validate(body)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'policy'}: {fault['msg']}" for fault in error.errors())
        raise PolicyError("The policy cannot be used. " + "; ".join(faults)) from error


def complete(body: Mapping[str, Any]) -> dict[str, Any]:
    """A policy signed under an older Station, with the sections it could not know yet as they are by default.

    Only what is missing is added; lists are left as they were signed.
    """
    return _completed(body, _defaults())


def _completed(body: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(body)
    for name, value in defaults.items():
        if name not in whole:
            whole[name] = value
        elif isinstance(value, dict) and isinstance(whole[name], Mapping):
            whole[name] = _completed(whole[name], value)
    return whole


@lru_cache(maxsize=1)
def _defaults() -> dict[str, Any]:
    return tomllib.loads(assets.text("policy", "default.toml"))


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy a new unit starts with (resources/policy/default.toml)."""
    return parse_policy(_defaults())
