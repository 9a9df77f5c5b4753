"""The part of the policy about what is shown, sounded and told to whom."""

from pydantic import Field

from station.rules.policy_values import Duration, Part, Steps


class Wall(Part):
    show_precautions: bool
    distance_m: float


class Alerts(Part):
    lease_high: Duration
    lease_medium: Duration
    lease_low: Duration
    repeat_last_step: Duration
    flood_count: int
    flood_within: Duration


class Sound(Part):
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


class TaskEscalation(Part):
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
