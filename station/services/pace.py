"""What one person can do on rounds: by policy, until the unit's own rounds say."""

from statistics import median
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station.models import Check, Round
from station.rules.policy import Policy
from station.services.walking import COUNTS

_FEWEST: Final = 3
"""Checks on a round; of fewer no pace can be told."""
_LATEST: Final = 200
"""Rounds looked at, the latest ones."""
_HOUR_MICROS: Final = 3_600_000_000


class Pace(NamedTuple):
    checks_per_hour: float
    measured: bool
    """From the unit's own rounds, the middle one of them."""


def pace(session: Session, policy: Policy) -> Pace:
    """Checks an hour of one person who walks a round and does nothing else."""
    wanted = policy.assignments.measured_after
    seen = (
        select(Check.round_id, func.count(Check.id).label("checks"))
        .where(Check.round_id.in_(select(Round.id).order_by(Round.id.desc()).limit(_LATEST)), COUNTS)
        .group_by(Check.round_id)
        .having(func.count(Check.id) >= _FEWEST)
        .subquery()
    )
    found = session.execute(
        select(seen.c.checks, Round.ended_at - Round.started_at)
        .join(Round, Round.id == seen.c.round_id)
        .where(Round.ended_at > Round.started_at)
        .order_by(Round.id.desc())
    ).all()
    if len(found) < wanted:
        return Pace(float(policy.assignments.checks_per_hour), measured=False)
    return Pace(median(checks * _HOUR_MICROS / micros for checks, micros in found), measured=True)
