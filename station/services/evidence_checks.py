"""Reads the checks of a patient as they were on record at a moment: each as it was made, and what was said about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from station.models import Amendment, Check, SpoolEntry, Staff
from station.models.enums import EntryStatus, Outcome
from station.services.check_rows import amendment_row, check_row
from station.store.rows import AmendmentRow
from station.store.rows.evidence import BackingRow, EvidenceCheckRow

_UNREAD = BackingRow(None)


def checks_of(
    session: Session, stay_id: int, since: datetime, until: datetime, as_of: datetime
) -> tuple[EvidenceCheckRow, ...]:
    """Those said to have been made in the stretch, in order of that time, whatever became of them; and the last time he
    was seen before it, and the first after it."""
    mine = select(Check, Staff.name).join(Staff, Staff.id == Check.observer_id).where(Check.stay_id == stay_id)
    mine = mine.where(Check.recorded_at <= as_of)
    said = _Said(session, stay_id, as_of)
    inside = session.execute(
        mine.where(Check.observed_at >= since, Check.observed_at <= until).order_by(Check.observed_at, Check.id)
    ).all()
    before = _first_current(
        session, mine.where(Check.observed_at < since).order_by(Check.observed_at.desc(), Check.id.desc()), said
    )
    after = _first_current(
        session, mine.where(Check.observed_at > until).order_by(Check.observed_at, Check.id), said
    )  # fmt: skip
    rows = (*before, *inside, *after)
    put_in = _put_in(session, [check.request_id for check, _ in rows], since, as_of)
    return tuple(replace(said.row(check, name), put_in_at=put_in.get(check.request_id)) for check, name in rows)


def _put_in(session: Session, requests: Sequence[str], since: datetime, as_of: datetime) -> dict[str, datetime]:
    """By the request of an entry, when it came into the record after having been kept on a station."""
    wanted = frozenset(requests)
    found = session.execute(
        select(SpoolEntry.body, SpoolEntry.replayed_at).where(
            SpoolEntry.replayed_at >= since, SpoolEntry.written_at <= as_of
        )
    )
    asked = ((str(body.get("request_id")), at) for body, at in found)
    return {request: at for request, at in asked if request in wanted}


def current(checks: Iterable[EvidenceCheckRow]) -> list[EvidenceCheckRow]:
    """By which he was seen: not corrected, not taken back, not a search in vain. In order of time."""
    return [one for one in checks if one.void_at is None and one.check.outcome is Outcome.SEEN]


def _first_current(session: Session, asked: Select[Check, str], said: "_Said") -> list[tuple[Check, str]]:
    """The first by which he was seen; few are looked at."""
    for check, name in session.execute(asked.where(Check.outcome == Outcome.SEEN).limit(20)):
        if not said.of[check.id]:
            return [(check, name)]
    return []


class _Said:
    """What was said about the checks of a stay by a moment."""

    def __init__(self, session: Session, stay_id: int, as_of: datetime) -> None:
        self.of: defaultdict[int, list[AmendmentRow]] = defaultdict(list)
        self.by: defaultdict[int, list[tuple[int, AmendmentRow]]] = defaultdict(list)
        mine = select(Check.id).where(Check.stay_id == stay_id)
        found = session.execute(
            select(Amendment, Staff.name)
            .outerjoin(Staff, Staff.id == Amendment.by_id)
            .where(or_(Amendment.check_id.in_(mine), Amendment.replacement_id.in_(mine)))
            .order_by(Amendment.id)
        )
        self._corrected = set[int]()
        for one, name in found:
            self._corrected.add(one.check_id)
            if one.at > as_of:
                continue
            row = amendment_row(one, name)
            self.of[one.check_id].append(row)
            if one.replacement_id is not None:
                self.by[one.replacement_id].append((one.check_id, row))

    def row(self, check: Check, observer: str) -> EvidenceCheckRow:
        amendments, stands_for = self.of[check.id], self.by[check.id]
        as_stored = check_row(check, observer, amendments, (one for _, one in stands_for))
        later = not amendments and check.id in self._corrected
        row = replace(as_stored, status=_status(check, amendments, later=later))
        void_at = min((one.at for one in amendments), default=None)
        return EvidenceCheckRow(row, _UNREAD, void_at, stands_for[0][0] if stands_for else None)


def _status(check: Check, amendments: Sequence[AmendmentRow], *, later: bool) -> EntryStatus:
    """As it was then. Where the check and what was said about it do not fit each other, what the check has.

    `later`: it was corrected after that moment.
    """
    if amendments and check.status is not EntryStatus.CURRENT:
        return amendments[-1].kind
    return EntryStatus.CURRENT if later else check.status
