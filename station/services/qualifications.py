"""The training people have, such as CPR, and the last day each holds: who recorded it, renewed and taken back."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Qualification, Staff
from station.rules import qualifications as rules
from station.rules.permissions import Deed
from station.rules.policy_people import QualificationWord
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event, UnitChanged
from station.services.permitting import require
from station.services.signing import someone_here
from station.store.rows.people import QualificationRow
from station.store.work import Actor, Store, Work


def set_qualification(
    store: Store, staff_id: int, code: str, expires_on: date | None, *, actor: Actor, now: datetime
) -> list[Event]:
    """The last day on which a person's training holds, in place of what was on record of it before.

    None takes back what should not have been recorded. What was said before stays, as ended. Raises Refused for a
    training that the policy does not know, a day that can be none of a card, and what is on record already.
    """
    with store.write(actor, now) as work:
        require(work, Deed.TRAINING)
        person, word = someone_here(work, staff_id), _word(work, code)
        before = _on_record(work, staff_id, code)
        _check_differs(person, word, before, expires_on)
        if expires_on is not None:
            _check_believable(work, expires_on)
        if before is not None:
            before.ended_at = now
            work.session.flush()  # of each training one row holds at a time
        if expires_on is not None:
            work.session.add(
                Qualification(
                    staff_id=staff_id,
                    code=code,
                    expires_on=expires_on,
                    recorded_by_id=actor.staff_id,
                    recorded_at=now,
                )
            )
        work.journal(
            "person.training", {"staff": staff_id, "code": code, "before": _said(before), "now": _day(expires_on)}
        )
        work.emit(UnitChanged())
        return work.events


def _word(work: Work, code: str) -> QualificationWord:
    known = finding.policy_in_force(work.session).qualifications.required
    found = next((one for one in known if one.code == code), None)
    if found is None:
        names = ", ".join(one.name for one in known) or "none"
        raise Refused(
            f"The unit's policy asks for no training {code!r}. It asks for {names}. Nothing has been changed."
        )
    return found


def _on_record(work: Work, staff_id: int, code: str) -> Qualification | None:
    return work.session.scalar(
        select(Qualification).where(
            Qualification.staff_id == staff_id, Qualification.code == code, Qualification.ended_at.is_(None)
        )
    )


def _check_differs(
    person: Staff, word: QualificationWord, before: Qualification | None, expires_on: date | None
) -> None:
    if before is None and expires_on is None:
        raise Refused(f"No {word.name} of {person.name} is on record. Nothing has been changed.")
    if before is not None and before.expires_on == expires_on:
        raise Refused(f"{word.name} of {person.name} is on record to that day already. Nothing has been changed.")


def _check_believable(work: Work, expires_on: date) -> None:
    today = work.at.astimezone(ZoneInfo(finding.unit(work.session).zone)).date()
    try:
        rules.check_believable(expires_on, today)
    except ValueError as error:
        raise Refused(str(error)) from error


def _said(row: Qualification | None) -> str | None:
    return None if row is None else _day(row.expires_on)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def held_by(session: Session, staff_ids: Collection[int]) -> Mapping[int, dict[str, date]]:
    """By person, and by the code of each training: the last day on which it holds."""
    rows = qualification_rows(session, staff_ids)
    return {who: {one.code: one.expires_on for one in of} for who, of in rows.items()}


def qualification_rows(session: Session, staff_ids: Collection[int]) -> Mapping[int, tuple[QualificationRow, ...]]:
    """By person, what is on record now, and by whom; nothing of those without."""
    rows: defaultdict[int, tuple[QualificationRow, ...]] = defaultdict(tuple)
    found = session.execute(
        select(Qualification, Staff.name)
        .outerjoin(Staff, Staff.id == Qualification.recorded_by_id)
        .where(Qualification.staff_id.in_(staff_ids), Qualification.ended_at.is_(None))
        .order_by(Qualification.id)
    )
    for one, name in found:
        rows[one.staff_id] += (QualificationRow(one.code, one.expires_on, name or "Station", one.recorded_at),)
    return rows
