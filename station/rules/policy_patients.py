"""The part of the policy about patients: levels, checks and what is owed of each who is here."""

from datetime import timedelta
from typing import Self

from pydantic import Field, model_validator

from station.models.enums import LevelKind
from station.rules.policy_values import Duration, OwedWithin, Part, Steps, check_steps


class Level(Part):
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
        check_steps(f"level {self.code}", self.escalation)
        return self


class Entries(Part):
    late_entry_after: Duration
    ask_repeat_within: Duration
    not_before_admission: bool
    undo_within: Duration


class FirstCheck(Part):
    soon: Duration
    late: Duration
    lapsed: Duration


class Handing(Part):
    """Words offered first when a continuous patient is handed over; any others may be written."""

    distances: tuple[str, ...]
    bathroom: tuple[str, ...]


class Continuous(Part):
    nobody_late: Duration
    nobody_lapsed: Duration
    relief_soon: Duration
    relief_late: Duration
    relief_lapsed: Duration
    handing: Handing


class Orders(Part):
    review_every: Duration
    review_soon: Duration
    review_lapsed: Duration
    provider_order_soon: Duration
    provider_order_late: Duration
    provider_order_lapsed: Duration


class Rounds(Part):
    vary_from: float = Field(gt=0.4, le=1.0)
    """The share of an interval at which its target may fall earliest."""
    open_soon: Duration
    open_late: Duration
    open_lapsed: Duration


class Absences(Part):
    return_soon: Duration
    return_lapsed: Duration
    longest_escort: Duration
    longest_pass: Duration
    longest_leave: Duration
    destinations: tuple[str, ...]
    """Offered first; any other may be written."""
    told_of_awol: tuple[str, ...]
    """Who is told of somebody gone, in the order they are told."""


class Admissions(Part):
    belongings: OwedWithin
    first_vitals: OwedWithin
    weight: OwedWithin
    orientation: OwedWithin
    refused_again_after: Duration
    belongings_by_two: bool
    """Whether a belongings search takes a second person, who is named."""


class Activity(Part):
    word: str
    sleeping: bool = False


class Checks(Part):
    places: tuple[str, ...] = Field(min_length=1)
    first_places: int = Field(ge=1)
    life_signs: tuple[str, ...] = Field(min_length=1)
    activities: tuple[Activity, ...] = Field(min_length=1)

    def is_sleeping(self, activity: str | None) -> bool:
        return any(one.word == activity and one.sleeping for one in self.activities)


class PrecautionWord(Part):
    code: str
    name: str
    look_for: str = ""
    """What whoever rounds looks for because of it."""
