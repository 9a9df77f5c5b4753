"""Asks, within a transaction, whether whoever acts may do it. Every service that a person can call does so first."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from station.models import Staff
from station.models.enums import Role
from station.rules.permissions import BY_STATION, PIN_AGAIN, Deed, may, refusal
from station.rules.policy import Policy
from station.services import finding
from station.services.errors import NeedsPin, Refused
from station.store.work import Actor, Work

_NO_TIME: Final = timedelta(0)


def require(work: Work, deed: Deed, *, role: Role | None = None) -> Role | None:
    """Refuses an act that is not the actor's to do, or that asks for his PIN again and has not got it. The role found.

    `role` saves a question where the actor's is known already. Station itself (None) may do what needs no person.
    """
    actor = work.actor
    if actor.staff_id is None:
        if deed not in BY_STATION:
            raise Refused(f"Only a person can {deed.value}. Sign in first.")
        return None
    return require_person(work, actor.staff_id, deed, role=role)


def require_person(work: Work, staff_id: int, deed: Deed, *, role: Role | None = None) -> Role:
    """The same for a person who is not the one acting: the second one of two."""
    found = role or _role(work, staff_id)
    if not may(found, deed):
        raise Refused(refusal(found, deed))
    if deed in PIN_AGAIN and not has_proof(work.actor, staff_id, work.at, finding.policy_in_force(work.session)):
        name = finding.person_name(work.session, staff_id)
        raise NeedsPin(f"{name}: enter your PIN to {deed.value}.", staff_id)
    return found


def require_oneself(work: Work, staff_id: int) -> None:
    """Refuses what is said to be the deed of another person than the one acting."""
    if work.actor.staff_id != staff_id:
        raise Refused("Whoever does it signs in and records it himself. Sign in as that person. Nothing is changed.")


def has_proof(actor: Actor, staff_id: int, now: datetime, policy: Policy) -> bool:
    """Whether this person typed his PIN for this act a short while ago (60 s by default)."""
    holds = policy.signing.proof_holds
    return any(who == staff_id and _NO_TIME <= now - at <= holds for who, at in actor.proofs)


def _role(work: Work, staff_id: int) -> Role:
    role = work.session.scalar(select(Staff.role).where(Staff.id == staff_id, Staff.active))
    if role is None:
        raise Refused("You are not an active member of staff here any more. Sign in again, or ask the administrator.")
    return role
