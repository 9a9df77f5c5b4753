"""What one person can do on rounds: by policy, until the unit's own rounds say."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station.models import Check, Round
from station.rules.policy import Policy
from station.rules.workload import Ability, ability
from station.services.walking import COUNTS

_LATEST: Final = 200
"""Rounds looked at, the latest ones."""


def pace(session: Session, policy: Policy) -> Ability:
    """From the rounds of this unit that have ended."""
    latest = select(Round.id).order_by(Round.id.desc()).limit(_LATEST)
    seen = (
        select(Check.round_id, func.count(Check.id).label("checks"))
        .where(Check.round_id.in_(latest), COUNTS)
        .group_by(Check.round_id)
        .subquery()
    )
    found = session.execute(
        select(seen.c.checks, Round.ended_at - Round.started_at)
        .join(Round, Round.id == seen.c.round_id)
        .where(Round.ended_at.is_not(None))
    )
    return ability(policy, [(checks, timedelta(microseconds=int(micros))) for checks, micros in found])
