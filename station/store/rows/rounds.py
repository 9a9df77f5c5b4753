"""Rounds: who walks where, and what whoever walks needs of each patient."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round that is open."""

    round_id: int
    staff_id: int
    name: str
    area_id: int | None
    area: str
    """"the whole unit" where `area_id` is None."""
    started_at: datetime
    seen: int
    """How many of those have been seen on it so far."""
    to_see: int
    """Patients of its area that are on the unit now, without those whom an observer holds: he answers for them."""


@dataclass(frozen=True, slots=True)
class RoundPatientRow:
    """One patient on a round, beside what the board's snapshot says of him."""

    stay_id: int
    target_at: datetime
    """When to see him again, inside his interval; it differs from interval to interval."""
    seen_at: datetime | None
    """On this round; None: not yet."""
    check_id: int | None
    """Of that check."""
    likely_places: tuple[str, ...]
    """All of the policy's places, the likeliest for him first."""
    likely_activities: tuple[str, ...]
    look_for: tuple[str, ...]
    """Lines: a nurse's words about him first, then what his precautions ask for."""
    photo_id: int | None
    since: datetime | None = None
    """What the interval that check ended ran from; None while he was not seen on this round."""


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """An open round as its walker sees it."""

    round: RoundRow
    patients: tuple[RoundPatientRow, ...]
    """In the suggested order, which differs from round to round."""
    route: tuple[int, ...]
    """The stay ids in walking order."""
    extra_work: float
    """What varying the targets costs: 0.11 means 11 % more checks than one a whole interval."""
