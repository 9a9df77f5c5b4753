"""Entries that could not be put into the record: shown until a named person has seen to each, and kept for ever."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station.models import Alert, Patient, SpoolEntry, Staff, Stay
from station.rules.initials import initials
from station.rules.permissions import Deed
from station.rules.vital_limits import WORDS
from station.rules.wording import clock_time
from station.services import finding, keeping
from station.services.errors import Refused
from station.services.events import Event, PutIntoRecord
from station.services.permitting import require
from station.store.rows.kept import NotPutInRow
from station.store.work import Actor, Store

_SHOWN: Final = 60
_OPEN: Final = (SpoolEntry.outcome != "", SpoolEntry.resolved_at.is_(None))
_SAID: Final = ("location", "activity", "life_sign", "note", "why")


def count_open(session: Session) -> int:
    """How many nobody has seen to."""
    return session.scalar(select(func.count(SpoolEntry.id)).where(*_OPEN)) or 0


def read_not_put_in(store: Store, limit: int = _SHOWN) -> tuple[NotPutInRow, ...]:
    """Those nobody has seen to, the oldest first; then the others, the latest first."""
    with store.read() as session:
        found = session.execute(
            select(SpoolEntry, Staff.name)
            .outerjoin(Staff, Staff.id == SpoolEntry.resolved_by_id)
            .where(SpoolEntry.outcome != "")
            .order_by(SpoolEntry.resolved_at.is_not(None), SpoolEntry.written_at)
            .limit(limit)
        ).all()
        zone = ZoneInfo(finding.unit(session).zone)
        rows = [_row(session, entry, name, zone) for entry, name in found]
    open_ones = [row for row in rows if row.resolved_at is None]
    return (*open_ones, *reversed([row for row in rows if row.resolved_at is not None]))


def resolve(store: Store, entry_id: str, words: str, *, actor: Actor, now: datetime) -> list[Event]:
    """A named person says what was done about one. Raises Refused without words, or when it was seen to before."""
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_CHECK)
        entry = work.session.get(SpoolEntry, entry_id)
        if entry is None or not entry.outcome:
            raise Refused("This entry is in the record. Nothing needs to be done about it.")
        if entry.resolved_at is not None:
            who = finding.person_name(work.session, entry.resolved_by_id)
            raise Refused(f"{who} has seen to it already: {entry.resolution}")
        if not words.strip():
            raise Refused("Say what was done about it: entered by hand, or why it is not needed.")
        entry.resolved_by_id, entry.resolved_at, entry.resolution = actor.staff_id, now, words.strip()
        work.journal("kept.seen to", {"entry": entry_id, "by": actor.staff_id, "resolution": entry.resolution})
        work.emit(PutIntoRecord())
        return work.events


def _row(session: Session, entry: SpoolEntry, resolver: str | None, zone: ZoneInfo) -> NotPutInRow:
    body: Mapping[str, Any] = entry.body
    return NotPutInRow(
        id=entry.id,
        station=entry.station,
        kind=keeping.WORDS.get(entry.kind, entry.kind),
        by=str(body.get("name", "")),
        written_at=entry.written_at,
        about=_about(session, body),
        said=tuple(_said(body, zone)),
        why=entry.outcome,
        resolved_by=resolver,
        resolved_at=entry.resolved_at,
        resolution=entry.resolution,
    )


def _about(session: Session, body: Mapping[str, Any]) -> str:
    """The bed and the initials; "patient" of somebody who is not known here."""
    stay = session.get(Stay, body.get("stay_id") or _stay_of(session, body) or 0)
    if stay is None:
        return ""
    patient = session.get_one(Patient, stay.patient_id)
    letters = initials({stay.id: (patient.family, patient.given)})[stay.id]
    return f"{finding.where(session, stay)} {letters}"


def _stay_of(session: Session, body: Mapping[str, Any]) -> int | None:
    latest = select(Alert.stay_id).where(Alert.subject == body.get("subject", "")).order_by(Alert.id.desc()).limit(1)
    return session.scalar(latest)


def _said(body: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    observed = body.get("observed_at")
    if observed:
        at = datetime.fromisoformat(observed)
        yield f"at {clock_time(at, zone, at)}"
    for name in _SAID:
        if body.get(name):
            yield str(body[name])
    if body.get("concern"):
        yield "concern" if body["concern"] is True else f"concern: {body['concern']}"
    for name, value in (body.get("values") or {}).items():
        if value is not None:
            yield _measured(name, value)


def _measured(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "on oxygen" if value else "on air"
    return f"{WORDS.get(name, name)} {f'{value:g}' if isinstance(value, float) else value}"
