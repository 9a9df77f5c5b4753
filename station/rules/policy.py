"""The unit's policy as frozen values: levels, limits, escalation, words. Every number is policy, not law."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, Self

from pydantic import ValidationError, model_validator

from station import assets
from station.rules.policy_alerts import Alerts, Sound, TaskEscalation, Wall
from station.rules.policy_environment import Environment
from station.rules.policy_patients import (
    Absences,
    Admissions,
    Checks,
    Continuous,
    Entries,
    FirstCheck,
    Level,
    Orders,
    PrecautionWord,
    Rounds,
)
from station.rules.policy_people import Assignments, Qualifications, Shift, Signing, check_shifts
from station.rules.policy_values import OwedWithin, Part, PolicyError, check_steps
from station.rules.policy_vitals import Assessments, Vitals


class Policy(Part):
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
            check_steps(f"escalation.{kind}", getattr(self.escalation, kind))
        for name in ("levels", "precautions", "shifts"):
            if not getattr(self, name):
                raise ValueError(f"{name}: there must be at least one")
        check_shifts(self.shifts)
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
