"""The part of the policy about vital signs and assessments: when they are owed, and in which units they are shown."""

from typing import Self

from pydantic import Field, model_validator

from station.models.enums import HeightIn, TemperatureIn, WeightIn
from station.rules.policy_values import Duration, OwedWithin, Part
from station.rules.schedule import parse as parse_schedule


class Vitals(Part):
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


class Assessments(Part):
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
