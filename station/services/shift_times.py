"""Finds the shift that is spoken of: by policy, and its row once somebody has planned it or signed its handover."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Shift
from station.rules import shifts
from station.rules.policy import Policy
from station.rules.shifts import ShiftSpan
from station.services import finding
from station.services.errors import Refused
from station.store.rows.plan import ShiftRow
from station.store.work import Work


def shift_running(session: Session, policy: Policy, now: datetime) -> ShiftRow:
    """The one that runs at `now`."""
    return _row(shifts.shift_at(policy.shifts, now, finding.unit(session).zone))


def shift_at(session: Session, policy: Policy, starts_at: datetime) -> ShiftRow:
    """The one that begins at that moment. Raises Refused where the policy has none begin then."""
    found = shift_running(session, policy, starts_at)
    if found.starts_at != starts_at:
        raise Refused("No shift begins at this time any more: the policy was changed. Choose the shift again.")
    return found


def _row(span: ShiftSpan) -> ShiftRow:
    return ShiftRow(span.name, span.starts_at, span.leaves_at, span.next_at)


def stored_shift(session: Session, starts_at: datetime) -> Shift | None:
    return session.scalar(select(Shift).where(Shift.starts_at == starts_at))


def shift_to_keep(work: Work, shift: ShiftRow) -> Shift:
    """Its row, made where it is the first thing stored of this shift."""
    found = stored_shift(work.session, shift.starts_at)
    if found is None:
        found = Shift(name=shift.name, starts_at=shift.starts_at, ends_at=shift.ends_at)
        work.session.add(found)
        work.session.flush()
    return found
