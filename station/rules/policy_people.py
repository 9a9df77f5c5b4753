"""The part of the policy about staff: shifts, training, what one person can do, how they sign in."""

from datetime import date, datetime, time, timedelta
from typing import Self

from pydantic import Field, model_validator

from station.models.enums import Role
from station.rules.policy_values import Duration, Part


class Signing(Part):
    lock_after: Duration
    wrong_pins: int = Field(ge=3, le=10)
    locked_for: Duration
    proof_holds: Duration


class Assignments(Part):
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


class QualificationWord(Part):
    """Training that people must have, such as CPR."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)
    """Whose it is. Somebody of these roles without it, or past its date, is said to be so when he is assigned."""


class Qualifications(Part):
    warn_before: Duration
    required: tuple[QualificationWord, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [one.code for one in self.required]
        if len(set(codes)) != len(codes):
            raise ValueError("required: two have the same code; give each its own")
        return self


class Shift(Part):
    name: str
    starts: time
    """Local time of the unit."""
    overlap: Duration = timedelta(0)
    """How long its people stay after the next shift has begun."""


def check_shifts(shifts: tuple[Shift, ...]) -> None:
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
