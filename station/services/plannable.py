"""Who can be put on a shift, and what is said of his training."""

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Staff
from station.models.enums import Role
from station.rules import qualifications
from station.rules.permissions import Deed, may
from station.rules.policy import Policy
from station.services.qualifications import held_by
from station.store.rows.plan import PlannableRow

_WORK: Final = (Deed.ROUND, Deed.OBSERVE, Deed.OFF_UNIT)
"""What a plan is made of. Whoever may do none of it, a provider or a viewer, is on no shift."""
_ORDER: Final = (Role.TECH, Role.CHARGE_TECH, Role.NURSE, Role.CHARGE_NURSE)
ON_SHIFTS: Final = tuple(role for role in _ORDER if any(may(role, deed) for deed in _WORK))
"""The roles of those who work on shifts, techs first."""


def plannable_rows(session: Session, policy: Policy, day: date) -> tuple[PlannableRow, ...]:
    """Everybody who works here and can be put on a shift of this day of the unit's calendar: techs first, by name."""
    found = session.execute(
        select(Staff.id, Staff.name, Staff.role).where(Staff.active, Staff.role.in_(ON_SHIFTS)).order_by(Staff.name)
    ).all()
    held = held_by(session, [one.id for one in found])
    in_order = sorted(found, key=lambda one: ON_SHIFTS.index(one.role))
    rows = []
    for one in in_order:
        training = qualifications.trainings(policy.qualifications, one.role, held.get(one.id, {}), day)
        rows.append(
            PlannableRow(
                one.id,
                one.name,
                one.role,
                qualifications.line(training),
                qualifications.warnings(training),
                qualifications.is_untrained(training),
            )
        )
    return tuple(rows)
