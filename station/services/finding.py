"""Finds what a request speaks of, or refuses in a sentence."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import Session

from station.models import Bed, ObservationOrder, Patient, PolicyVersion, Staff, Stay, Unit
from station.rules.policy import Policy, complete, parse_policy
from station.services.errors import Refused

_UNKNOWN: Final = "This patient is not known here. Close the panel and choose the patient on the board again."


@lru_cache(maxsize=8)
def _parse(text: str) -> Policy:
    body: dict[str, Any] = json.loads(text)
    return parse_policy(complete(body))


_POLICY_TEXT: Final = select(cast(PolicyVersion.body, Text)).order_by(PolicyVersion.id.desc()).limit(1)


def policy_in_force(session: Session) -> Policy:
    """The policy signed last."""
    return _policy(session.scalar(_POLICY_TEXT))


def policies(session: Session) -> tuple[tuple[int, str, datetime, Policy], ...]:
    """Every version that was signed, in order: (version, who signed, when, what)."""
    found = session.execute(
        select(PolicyVersion.id, PolicyVersion.signed_by, PolicyVersion.signed_at, cast(PolicyVersion.body, Text))
        .order_by(PolicyVersion.id)
    )  # fmt: skip
    return tuple((version, by, at, _parse(text)) for version, by, at, text in found)


def _policy(text: str | None) -> Policy:
    if text is None:
        raise Refused("This unit has no signed policy yet. Set the unit up first.")
    return _parse(text)


@dataclass(frozen=True, slots=True)
class AtHand:
    """A stay with its order in force and the policy, found in one look."""

    stay: Stay
    order: ObservationOrder
    policy: Policy


AT_HAND: Final = (
    select(Stay, ObservationOrder, _POLICY_TEXT.scalar_subquery().label("policy"))
    .join(ObservationOrder, ObservationOrder.id == Stay.order_id)
    .where(Stay.id == bindparam("stay_id"))
)
"""A stay, its order and the text of the policy. Who asks for more adds columns."""


def at_hand(session: Session, stay_id: int) -> AtHand:
    """A stay, ended or not, with what a check of it needs."""
    found = session.execute(AT_HAND, {"stay_id": stay_id}).first()
    if found is None:
        raise Refused(_UNKNOWN)
    return taken(found)


def taken(row: Sequence[Any]) -> AtHand:
    """Of a row that begins as those of `AT_HAND` do."""
    return AtHand(row[0], row[1], _policy(row[2]))


def unit(session: Session) -> Unit:
    found = session.scalar(select(Unit).order_by(Unit.id).limit(1))
    if found is None:
        raise Refused("No unit has been set up in this database yet. Start Station and name the unit and its beds.")
    return found


def stay(session: Session, stay_id: int) -> Stay:
    found = session.get(Stay, stay_id)
    if found is None:
        raise Refused(_UNKNOWN)
    return found


def open_stay(session: Session, stay_id: int) -> Stay:
    """A stay that has not ended."""
    found = stay(session, stay_id)
    if found.discharged_at is not None:
        raise Refused(f"{patient_name(session, found)} has been discharged. Nothing has been changed.")
    return found


def patient_name(session: Session, of: Stay) -> str:
    person = session.get_one(Patient, of.patient_id)
    return f"{person.given} {person.family}"


def where(session: Session, of: Stay) -> str:
    """The label of his bed, or words for having none."""
    if of.bed_id is None:
        return "no bed"
    return session.get_one(Bed, of.bed_id).label


def bed(session: Session, bed_id: int) -> Bed:
    found = session.get(Bed, bed_id)
    if found is None or not found.in_use:
        raise Refused("This bed is not in use on this unit. Choose another bed.")
    return found


def bed_labelled(session: Session, label: str) -> Bed:
    found = session.scalar(select(Bed).where(Bed.label == label, Bed.in_use))
    if found is None:
        raise Refused(f"There is no bed {label} in use on this unit. Choose one of the unit's beds.")
    return found


def person(session: Session, staff_id: int | None) -> Staff:
    """A member of staff who is active."""
    found = None if staff_id is None else session.get(Staff, staff_id)
    if found is None or not found.active:
        raise Refused("Choose who you are first: the person recording is not an active member of staff here.")
    return found


def order_in_force(session: Session, of: Stay) -> ObservationOrder:
    if of.order_id is None:
        raise Refused(f"{patient_name(session, of)} has no observation order. Order a level first.")
    return session.get_one(ObservationOrder, of.order_id)


def person_name(session: Session, staff_id: int | None) -> str:
    """How he is called on the board; "Station" for what Station itself did."""
    return "Station" if staff_id is None else session.get_one(Staff, staff_id).name
