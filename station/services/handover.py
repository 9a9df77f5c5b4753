"""Handing a shift over: notes for whoever comes, and two signatures. What the first one signs is frozen."""

import hashlib
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from station.models import HandoverNote, ShiftHandover
from station.rules.handover import signed_from
from station.rules.handover_page import page_from_json, since_signed
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.rules.shifts import ShiftSpan, shift_after
from station.rules.wording import clock_time
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event, HandoverChanged
from station.services.handover_planning import answer
from station.services.handover_reading import PAGE, SINCE, at_hand, live_page, row_of, signed_one, span_from
from station.services.permitting import require
from station.services.shift_times import shift_to_keep
from station.store.journal import canonical, head
from station.store.work import Actor, Store, Work

LONGEST_NOTE: Final = 400
"""Characters: a line for the next shift, not a chart."""
_SHOWN: Final = 3


def add_note(
    store: Store, request_id: str, words: str, stay_id: int | None = None, *, actor: Actor, now: datetime
) -> list[Event]:
    """A line that somebody wants the next shift to know: of a patient, or of the unit (`stay_id` None).

    It goes to the shift that is to be handed over; once that has been, to the one after. Sent twice it is one.
    """
    with store.write(actor, now) as work:
        require(work, Deed.HANDOVER_NOTE)
        said = _words(words)
        if work.session.scalar(select(HandoverNote.id).where(HandoverNote.request_id == request_id)) is not None:
            return work.events
        who = None if stay_id is None else finding.open_stay(work.session, stay_id)
        shift = shift_to_keep(work, row_of(_shift_of_notes(work)))
        note = HandoverNote(
            request_id=request_id,
            shift_id=shift.id,
            stay_id=None if who is None else who.id,
            words=said,
            by_id=finding.person(work.session, actor.staff_id).id,
            at=now,
        )
        work.session.add(note)
        work.session.flush()
        work.journal("handover.note", {"note": note.id, "shift": shift.starts_at, "stay": stay_id, "words": said})
        work.emit(HandoverChanged())
        return work.events


def withdraw_note(store: Store, note_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """Whoever wrote it takes it back. It stays readable, struck out; a page that was signed keeps it as it was."""
    with store.write(actor, now) as work:
        require(work, Deed.HANDOVER_NOTE)
        note = work.session.get(HandoverNote, note_id)
        if note is None:
            raise Refused("This note is not known here. Open the page again.")
        if note.by_id != actor.staff_id:
            name = finding.person_name(work.session, note.by_id)
            raise Refused(f"{name} wrote this note, and only {name} takes it back. Write one of your own beside it.")
        if note.withdrawn_at is None:
            note.withdrawn_at = now
            work.journal("handover.note taken back", {"note": note.id})
            work.emit(HandoverChanged())
        return work.events


def sign_outgoing(store: Store, starts_at: datetime, *, actor: Actor, now: datetime) -> list[Event]:
    """The charge of the shift that began then signs its page, with his PIN. From now on the page is as it is now.

    Raises Refused for a shift that is not the one to be handed over, for one of which more than an hour is still to
    come, and where another person has signed it.
    """
    with store.write(actor, now) as work:
        require(work, Deed.HANDOVER)
        person = finding.person(work.session, actor.staff_id)
        policy = finding.policy_in_force(work.session)
        span = span_from(work.session, policy, starts_at)
        signed = signed_one(work.session, starts_at)
        if signed is not None and signed.outgoing_id == person.id:
            return work.events
        _refuse_too_soon_or_late(work, policy, span)
        if signed is not None:
            name = finding.person_name(work.session, signed.outgoing_id)
            at = _clock(work, signed.outgoing_at)
            raise Refused(f"{name} has signed it at {at} for the shift that goes. Sign it as the one who takes over.")
        _freeze(work, policy, span, person.id)
        return work.events


def sign_incoming(
    store: Store, starts_at: datetime, read: tuple[str, ...], *, actor: Actor, now: datetime
) -> list[Event]:
    """The charge of the next shift takes this one over, with his PIN. `read`: the sentences he was shown of what has
    changed since the first signature.

    Raises Refused before the first signature, for the same person, and where anything has changed that he was not
    shown: nobody takes over what he has not read.
    """
    with store.write(actor, now) as work:
        require(work, Deed.HANDOVER)
        person = finding.person(work.session, actor.staff_id)
        policy = finding.policy_in_force(work.session)
        signed = signed_one(work.session, starts_at)
        if signed is None:
            raise Refused("The charge of the shift that goes signs first. Nothing has been signed.")
        if signed.incoming_id == person.id:
            return work.events
        span = span_from(work.session, policy, starts_at)
        _refuse_signature(work, signed, person.id)
        changes = since_signed(page_from_json(signed.body[PAGE]), live_page(work.session, policy, span, now))
        _refuse_unread(work, signed, changes, read)
        signed.incoming_id, signed.incoming_at = person.id, now
        signed.body = {**signed.body, SINCE: list(changes)}
        left_out = answer(work, policy, span)
        body = {"shift": span.name, "from": span.starts_at, "since": list(changes), "page": _hash(signed)}
        work.journal("handover.taken over", body | {"never_handed_over": [one.starts_at for one in left_out]})
        work.emit(HandoverChanged())
        return work.events


def _words(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise Refused("Write what the next shift is to know. Nothing has been saved.")
    if len(said) > LONGEST_NOTE:
        raise Refused(
            f"A note has {LONGEST_NOTE} letters at most, this one has {len(said)}. Shorten it, or write it into the "
            "chart and say here that it is there."
        )
    return said


def _shift_of_notes(work: Work) -> ShiftSpan:
    policy = finding.policy_in_force(work.session)
    span = at_hand(work.session, policy, work.at)
    signed = signed_one(work.session, span.starts_at)
    if signed is None or signed.incoming_id is None:
        return span
    return shift_after(policy.shifts, span, finding.unit(work.session).zone)


def _refuse_too_soon_or_late(work: Work, policy: Policy, span: ShiftSpan) -> None:
    now_at_hand = at_hand(work.session, policy, work.at)
    if now_at_hand.starts_at != span.starts_at:
        raise Refused(
            f"The {span.name} shift is not the one to be handed over now; the {now_at_hand.name} shift is. "
            "Open the page again. Nothing has been signed."
        )
    opens = signed_from(span)
    if work.at < opens:
        raise Refused(
            f"The {span.name} shift can be handed over from {_clock(work, opens)} on, an hour before the next begins: "
            "what is signed sooner says nothing of the rest. Nothing has been signed."
        )


def _freeze(work: Work, policy: Policy, span: ShiftSpan, person_id: int) -> None:
    """The page as it is now, beside the last journal entry before it."""
    seq, digest = head(work.session)
    page = live_page(work.session, policy, span, work.at)
    signed = ShiftHandover(
        shift_id=shift_to_keep(work, row_of(span)).id,
        body={PAGE: page.to_json(), SINCE: [], "next_at": row_of(span).next_at.isoformat()},
        journal_seq=seq,
        journal_hash=digest,
        outgoing_id=person_id,
        outgoing_at=work.at,
    )
    work.session.add(signed)
    work.session.flush()
    body = {"shift": span.name, "from": span.starts_at, "page": _hash(signed), "head": seq, "head_hash": digest}
    work.journal("handover.signed", body)
    work.emit(HandoverChanged())


def _hash(signed: ShiftHandover) -> str:
    """Of the page as it was frozen: in the journal, so that a page altered afterwards is told from it."""
    return hashlib.sha256(canonical(signed.body[PAGE]).encode()).hexdigest()


def _refuse_signature(work: Work, signed: ShiftHandover, person_id: int) -> None:
    if signed.outgoing_id == person_id:
        name = finding.person_name(work.session, person_id)
        raise Refused(f"{name} has signed for the shift that goes. Another person takes it over and signs.")
    if signed.incoming_id is not None:
        name = finding.person_name(work.session, signed.incoming_id)
        raise Refused(f"{name} has taken this shift over already. Nothing has been changed.")


def _refuse_unread(work: Work, signed: ShiftHandover, changes: tuple[str, ...], read: tuple[str, ...]) -> None:
    unread = [one for one in changes if one not in read]
    if not unread:
        return
    more = f", and {len(unread) - _SHOWN} more" if len(unread) > _SHOWN else ""
    raise Refused(
        f"Since it was signed at {_clock(work, signed.outgoing_at)}: {'; '.join(unread[:_SHOWN])}{more}. "
        "Read it on the page, then sign again. Nothing has been signed."
    )


def _clock(work: Work, moment: datetime) -> str:
    return clock_time(moment, ZoneInfo(finding.unit(work.session).zone), work.at)
