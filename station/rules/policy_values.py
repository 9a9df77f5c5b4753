"""What the parts of a policy are made of: durations, steps of telling, limits. Every number is policy, not law."""

from datetime import timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, model_validator

from station.rules.durations import stored, unstored


class PolicyError(ValueError):
    """A policy that contradicts itself or cannot be read; the message says where and what to do."""


def _parse_duration(value: Any) -> Any:
    return unstored(value) if isinstance(value, str) else value


Duration = Annotated[
    timedelta, BeforeValidator(_parse_duration), PlainSerializer(stored, return_type=str, when_used="json")
]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Escalation(Part):
    """Tell `role` when the thing has run for `after`."""

    role: str
    after: Duration


Steps = tuple[Escalation, ...]


def check_steps(where: str, steps: Steps) -> None:
    afters = [step.after for step in steps]
    if not steps:
        raise ValueError(f"{where}: somebody must be told; add an escalation step")
    if afters != sorted(afters):
        raise ValueError(f"{where}: escalation steps must stand in order of time; sort them by `after`")


class OwedWithin(Part):
    """How long after something began a thing is due soon, late and lapsed."""

    soon: Duration
    late: Duration
    lapsed: Duration

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.soon <= self.late < self.lapsed:
            raise ValueError("soon, late and lapsed must follow each other")
        return self
