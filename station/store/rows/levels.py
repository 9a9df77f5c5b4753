"""The levels a patient has been on, one after the other."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import OrderKind


@dataclass(frozen=True, slots=True)
class LevelStretchRow:
    """One observation order, from when it began until the next one or the end of the stay."""

    order_id: int
    kind: OrderKind
    level: str
    level_asleep: str | None
    """Another level while asleep; None when one level applied always."""
    reason: str
    ordered_by: str
    entered_by: str
    """Empty where a program entered it: an import."""
    second_person: str
    """Who agreed to lower it; empty otherwise."""
    starts_at: datetime
    ended_at: datetime | None
    """None: in force."""
    review_by: datetime | None

    @property
    def words(self) -> str:
        """Q5, or Q5 awake, Q15 asleep"""
        return self.level if self.level_asleep is None else f"{self.level} awake, {self.level_asleep} asleep"
