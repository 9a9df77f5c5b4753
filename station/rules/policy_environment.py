"""The part of the policy about rooms: environmental rounds, and how soon a hazard is fixed."""

from typing import Self

from pydantic import model_validator

from station.rules.policy_values import Duration, Part
from station.rules.schedule import parse as parse_schedule


class ScheduledRound(Part):
    """An environmental round of every area. `schedule` as people write it: "at 08:00 16:00", "every 8h"."""

    checklist: str
    schedule: str
    soon: Duration
    lapsed: Duration

    @model_validator(mode="after")
    def _readable(self) -> Self:
        parse_schedule(self.schedule)
        return self


class Environment(Part):
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
