"""Who is meant: a bed, a record number or a stay, in a stretch of time; and where he was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from station.models import Area, Bed, ObservationOrder, Patient, Room, Stay
from station.rules.wording import clock_time, full_day
from station.services import finding
from station.services.errors import Refused
from station.services.evidence_journal import beds_of, moves_since
from station.store.rows.evidence import BedStretchRow

_STAY: Final = "stay:"
_MOST: Final = 6


def stay_meant(session: Session, who: str, since: datetime, until: datetime) -> int:
    """The stay of that bed, record number or number of a stay ("stay:17") in this time. Raises Refused, in a sentence,
    for one that is not known and for one that can mean more than one."""
    asked = " ".join(who.split())
    if not asked:
        raise Refused("Say of whom: a bed, a record number, or a stay such as stay:17.")
    if asked.lower().startswith(_STAY):
        return _numbered(session, asked[len(_STAY) :].strip())
    by_number, by_bed = _with_mrn(session, asked), _in_bed(session, asked, since, until)
    if by_number is None and by_bed is None:
        return _numbered(session, asked)
    here = [one for one in (by_number or ()) if _overlaps(one, since, until)]
    found: dict[int, Stay] = {one.id: one for one in (*here, *(by_bed or ()))}
    if len(found) > 1:
        raise Refused(f"{asked} can mean more than one stay in this time: {_listed(session, list(found.values()))}.")
    if found:
        return next(iter(found.values())).id
    if by_number is not None and len(by_number) == 1 and by_bed is None:
        return by_number[0].id
    if by_number:
        raise Refused(f"{asked} was not here in this time, but: {_listed(session, by_number)}.")
    raise Refused(f"Nobody was in bed {asked} in this time. Say a record number, or another time.")


def _numbered(session: Session, text: str) -> int:
    if not text.isdecimal() or session.get(Stay, int(text)) is None:
        raise Refused(f"Nobody is known here by {text!r}. Say a bed, a record number, or a stay such as stay:17.")
    return int(text)


def _with_mrn(session: Session, asked: str) -> list[Stay] | None:
    """Every stay of that record number, blanks in it left out; None where nobody has it."""
    plain = asked.replace(" ", "").lower()
    patient_id = session.scalar(select(Patient.id).where(func.lower(func.replace(Patient.mrn, " ", "")) == plain))
    if patient_id is None:
        return None
    return list(session.scalars(select(Stay).where(Stay.patient_id == patient_id).order_by(Stay.admitted_at)))


def _in_bed(session: Session, asked: str, since: datetime, until: datetime) -> list[Stay] | None:
    """Who was in that bed at some time of the stretch; None where there is no such bed."""
    bed = session.scalar(select(Bed).where(func.lower(Bed.label) == asked.lower()))
    if bed is None:
        return None
    moved = {
        stay_id
        for one in moves_since(session, since)
        if bed.label in (one.body.get("from"), one.body.get("to"), *(one.body.get("beds") or ()))
        for stay_id in (one.body.get("stay"), *(one.body.get("stays") or ()))
        if isinstance(stay_id, int)
    }
    asked_for = select(Stay).where(
        or_(Stay.bed_id == bed.id, Stay.id.in_(moved)),
        Stay.admitted_at < until,
        or_(Stay.discharged_at.is_(None), Stay.discharged_at > since),
    )
    found = session.scalars(asked_for.order_by(Stay.admitted_at)).all()
    return [one for one in found if _was_in(session, one, bed.label, since, until)]


def _was_in(session: Session, stay: Stay, label: str, since: datetime, until: datetime) -> bool:
    return any(
        one.bed == label and one.starts_at < until and (one.ends_at is None or one.ends_at > since)
        for one in bed_stretches(session, stay, until)
    )


def _overlaps(stay: Stay, since: datetime, until: datetime) -> bool:
    return stay.admitted_at < until and (stay.discharged_at is None or stay.discharged_at > since)


def _listed(session: Session, stays: Sequence[Stay]) -> str:
    zone = ZoneInfo(finding.unit(session).zone)
    return "; ".join(_line(session, one, zone) for one in stays[:_MOST])


def _line(session: Session, stay: Stay, zone: ZoneInfo) -> str:
    """stay:17, MRN 40118, in 1204, from Mon 23 Nov 2026 14:02 to Tue 24 Nov 2026 09:30"""
    person = session.get_one(Patient, stay.patient_id)
    ends = "now" if stay.discharged_at is None else _moment(stay.discharged_at, zone)
    bed = finding.where(session, stay)
    return f"{_STAY}{stay.id}, MRN {person.mrn}, {bed}, from {_moment(stay.admitted_at, zone)} to {ends}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{full_day(at.astimezone(zone).date())} {clock_time(at, zone)}"


def bed_stretches(session: Session, stay: Stay, as_of: datetime) -> tuple[BedStretchRow, ...]:
    """Where he was from when to when, by the journal; the labels are as they were then."""
    ends = stay.discharged_at if stay.discharged_at is not None and stay.discharged_at <= as_of else None
    entered = session.scalar(select(func.min(ObservationOrder.starts_at)).where(ObservationOrder.stay_id == stay.id))
    changes = beds_of(session, stay.id, entered or stay.admitted_at, ends or as_of)
    beds = [(one.row.at, _bed_after(one.body, stay.id)) for one in changes if one.row.at <= as_of]
    areas = _areas(session)
    stops = [*(at for at, _ in beds[1:]), ends]
    return tuple(
        BedStretchRow(bed, at, stop, *areas.get(bed, (None, ""))) for (at, bed), stop in zip(beds, stops, strict=False)
    )


def _bed_after(body: Mapping[str, Any], stay_id: int) -> str:
    """Where an admission, a move or a swap has brought him."""
    if "stays" in body:
        return str(body["beds"][1 - list(body["stays"]).index(stay_id)])
    return str(body.get("to") or body.get("bed") or "")


def _areas(session: Session) -> dict[str, tuple[int | None, str]]:
    """The area of each bed that there is now, by label."""
    found = session.execute(
        select(Bed.label, Area.id, Area.name).join(Room, Room.id == Bed.room_id).join(Area, Area.id == Room.area_id)
    )
    return {label: (area_id, name) for label, area_id, name in found}
