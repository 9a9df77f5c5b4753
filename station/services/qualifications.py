"""The training people have, such as CPR, and the last day each holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Qualification


def held_by(session: Session, staff_ids: Collection[int]) -> Mapping[int, dict[str, date]]:
    """By person, and by the code of each training: the last day on which it holds."""
    held: defaultdict[int, dict[str, date]] = defaultdict(dict)
    found = session.execute(
        select(Qualification.staff_id, Qualification.code, Qualification.expires_on).where(
            Qualification.staff_id.in_(staff_ids), Qualification.ended_at.is_(None)
        )
    )
    for who, code, expires_on in found:
        held[who][code] = expires_on
    return held
