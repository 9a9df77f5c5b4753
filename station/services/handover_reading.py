"""Reads the Handover page of a shift: as the unit is now, or as it was signed. Changes nothing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from station.models import Shift, ShiftHandover, Staff
from station.rules.handover import shift_at_hand, signed_from
from station.rules.handover_page import HandoverPage, page_from_json, since_signed
from station.rules.policy import Policy
from station.rules.shifts import ShiftSpan, shift_after, shift_at
from station.rules.wording import clock_time
from station.services import finding
from station.services.errors import Refused
from station.services.handover_facts import facts_in, note_rows
from station.services.handover_planning import handover_task
from station.services.handover_sheet import HandoverSheet
from station.services.handover_words import page_of
from station.store.journal import head
from station.store.rows.handover import HandedOverRow, HeadRow, SignatureRow
from station.store.rows.plan import ShiftRow
from station.store.work import Store

PAGE = "page"
SINCE = "since"
"""In a stored body: the page as signed, and what the incoming charge was shown besides."""


def read_handover(store: Store, now: datetime) -> HandoverSheet:
    """Of the shift that is to be handed over now, in one transaction."""
    with store.read() as session:
        policy = finding.policy_in_force(session)
        return sheet_in(session, policy, at_hand(session, policy, now), now)


def read_signed_handover(store: Store, starts_at: datetime, now: datetime) -> HandoverSheet:
    """Of the shift that began then, which its charge has signed. Raises Refused where nobody has."""
    with store.read() as session:
        signed = signed_one(session, starts_at)
        if signed is None:
            raise Refused("This shift has not been handed over. Choose another one.")
        return _signed_sheet(session, signed, now, None)


def read_handover_at(store: Store, when: str, now: datetime) -> HandoverSheet:
    """Of the shift that ran at this moment of the unit's clock (ISO 8601, such as 2026-11-23T14:00): as it was signed,
    or, of the one to be handed over now, as the unit is. Raises Refused for another, and for what is no moment."""
    with store.read() as session:
        policy = finding.policy_in_force(session)
        zone = ZoneInfo(finding.unit(session).zone)
        span = shift_at(policy.shifts, _moment(when, zone), zone)
        signed = signed_one(session, span.starts_at)
        if signed is not None and signed.incoming_at is not None:
            return _signed_sheet(session, signed, now, None)
        if span.starts_at != at_hand(session, policy, now).starts_at:
            begun = clock_time(span.starts_at, zone, now)
            raise Refused(f"Nobody has handed over the {span.name} shift that began {begun}. Name a moment of another.")
        return sheet_in(session, policy, span, now)


def _moment(when: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError as error:
        raise Refused(f"{when!r} is no moment. Write it like 2026-11-23T14:00.") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def file_name(sheet: HandoverSheet) -> str:
    """What its PDF is called: "handover 2026-11-23 Day.pdf"."""
    day = sheet.shift.starts_at.astimezone(ZoneInfo(sheet.zone)).date()
    plain = "".join(letter for letter in sheet.page.shift if letter.isalnum() or letter in " -_")
    return f"handover {day.isoformat()} {plain.strip() or 'shift'}.pdf"


def read_handovers(store: Store, limit: int = 60) -> tuple[HandedOverRow, ...]:
    """Those that were signed, the latest shift first."""
    incoming, outgoing = aliased(Staff), aliased(Staff)
    with store.read() as session:
        found = session.execute(
            select(
                Shift.name,
                Shift.starts_at,
                outgoing.name,
                ShiftHandover.outgoing_at,
                incoming.name,
                ShiftHandover.incoming_at,
            )
            .join(Shift, Shift.id == ShiftHandover.shift_id)
            .join(outgoing, outgoing.id == ShiftHandover.outgoing_id)
            .outerjoin(incoming, incoming.id == ShiftHandover.incoming_id)
            .order_by(Shift.starts_at.desc())
            .limit(limit)
        )
        return tuple(
            HandedOverRow(one[0], one[1], SignatureRow(one[2], one[3]), _signature(one[4], one[5])) for one in found
        )


def at_hand(session: Session, policy: Policy, now: datetime) -> ShiftSpan:
    """The shift that is to be handed over."""
    task = handover_task(session)
    zone = finding.unit(session).zone
    return shift_at_hand(policy.shifts, None if task is None else task.since, now, zone)


def span_from(session: Session, policy: Policy, starts_at: datetime) -> ShiftSpan:
    """The shift that begins then. Raises Refused where the policy has none begin then."""
    found = shift_at(policy.shifts, starts_at, finding.unit(session).zone)
    if found.starts_at != starts_at:
        raise Refused("No shift begins at this time any more: the policy was changed. Open the page again.")
    return found


def signed_one(session: Session, starts_at: datetime) -> ShiftHandover | None:
    """What was signed of the shift that began then."""
    return session.scalar(
        select(ShiftHandover).join(Shift, Shift.id == ShiftHandover.shift_id).where(Shift.starts_at == starts_at)
    )


def sheet_in(session: Session, policy: Policy, span: ShiftSpan, now: datetime) -> HandoverSheet:
    """The page, and what became of it."""
    signed = signed_one(session, span.starts_at)
    if signed is not None and signed.incoming_at is not None:
        return _signed_sheet(session, signed, now, None)
    page = live_page(session, policy, span, now)
    if signed is not None:
        return _signed_sheet(session, signed, now, page)
    return HandoverSheet(
        shift=row_of(span),
        zone=finding.unit(session).zone,
        page=page,
        head=HeadRow(*head(session)),
        outgoing=None,
        outgoing_id=None,
        incoming=None,
        since=(),
        notes=note_rows(session, span.starts_at),
        signed_from=signed_from(span),
        read_at=now,
    )


def live_page(session: Session, policy: Policy, span: ShiftSpan, now: datetime) -> HandoverPage:
    """As the unit is now."""
    zone = finding.unit(session).zone
    facts = facts_in(session, policy, span, now)
    return page_of(facts, policy, row_of(span), row_of(shift_after(policy.shifts, span, zone)))


def row_of(span: ShiftSpan) -> ShiftRow:
    return ShiftRow(span.name, span.starts_at, span.leaves_at, span.next_at)


def _signed_sheet(session: Session, signed: ShiftHandover, now: datetime, live: HandoverPage | None) -> HandoverSheet:
    """`live`: the page as it would be now, of one that the incoming charge has still to sign."""
    shift = session.get_one(Shift, signed.shift_id)
    body: dict[str, Any] = signed.body
    page = page_from_json(body[PAGE])
    row = ShiftRow(shift.name, shift.starts_at, shift.ends_at, datetime.fromisoformat(body["next_at"]))
    return HandoverSheet(
        shift=row,
        zone=finding.unit(session).zone,
        page=page,
        head=HeadRow(signed.journal_seq, signed.journal_hash),
        outgoing=SignatureRow(finding.person_name(session, signed.outgoing_id), signed.outgoing_at),
        outgoing_id=signed.outgoing_id,
        incoming=_signature(
            None if signed.incoming_id is None else finding.person_name(session, signed.incoming_id), signed.incoming_at
        ),
        since=tuple(body[SINCE]) if live is None else since_signed(page, live),
        notes=note_rows(session, shift.starts_at),
        signed_from=signed.outgoing_at,
        read_at=now,
    )


def _signature(name: str | None, at: datetime | None) -> SignatureRow | None:
    return None if name is None or at is None else SignatureRow(name, at)
