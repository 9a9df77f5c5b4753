"""Series of vital signs from a file or a device, stored as they are. Never a check, and nobody here took them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from station.models import Stay, VitalSet
from station.rules import vital_limits
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.vital_entering import VitalEntry, in_canonical, moment, store_set, tell
from station.services.vitals_planning import Subject, ask_nurse, asks, counting, follow_vitals
from station.store.work import Actor, Store, Work


def import_sets(
    store: Store, stay_id: int, entries: tuple[VitalEntry, ...], source: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Store the sets of one patient in one transaction. What was stored before (`request_id`) is left out.

    A whole one answers the set that was owed, any other only brings the next one nearer; where the latest one of all
    asks for a nurse, a nurse is asked. What is owed after an admission is not answered by them: that stands in a
    person's name. Raises Refused naming the first that cannot be stored: nothing is, then.
    """
    with store.write(actor, now) as work:
        require(work, Deed.IMPORT_VITALS)
        stay, policy = finding.stay(work.session, stay_id), finding.policy_in_force(work.session)
        known = _known(work, entries)
        stored = [_store(work, policy, stay, one) for one in entries if one.request_id not in known]
        if not stored:
            return []
        work.journal("vitals.imported", _said(stay, stored, source, len(entries)))
        _move(work, policy, stay, stored)
        tell(work, stay.id)
        return work.events


def _known(work: Work, entries: Sequence[VitalEntry]) -> set[str]:
    found: set[str] = set()
    ids = [one.request_id for one in entries]
    for at in range(0, len(ids), 500):
        found.update(
            work.session.scalars(select(VitalSet.request_id).where(VitalSet.request_id.in_(ids[at : at + 500])))
        )
    return found


def _store(work: Work, policy: Policy, stay: Stay, entry: VitalEntry) -> VitalSet:
    at, values = moment(entry, work.at), in_canonical(entry)
    problem = import_problem(stay.admitted_at, stay.discharged_at, at, work.at) or " ".join(
        one.sentence for one in vital_limits.refusals(values)
    )
    if problem or not values.measured:
        raise Refused(problem or "A set without any value cannot be imported.")
    return store_set(work, policy, stay, entry, values, at, imported=True)


def import_problem(admitted_at: datetime, discharged_at: datetime | None, at: datetime, now: datetime) -> str:
    """Why a set of that time is not one of this stay; empty where it is."""
    if at > now:
        return "This time is in the future."
    if at < admitted_at:
        return "This time is before the patient was admitted."
    if discharged_at is not None and at > discharged_at:
        return "This time is after the patient was discharged."
    return ""


def _said(stay: Stay, stored: Sequence[VitalSet], source: str, of: int) -> dict[str, object]:
    """The values stand in the table; the journal says which, and from where."""
    moments = [one.observed_at for one in stored]
    return {
        "stay": stay.id,
        "source": source,
        "sets": [stored[0].id, stored[-1].id],
        "stored": len(stored),
        "stored_before": of - len(stored),
        "from": min(moments),
        "to": max(moments),
    }


def _move(work: Work, policy: Policy, stay: Stay, stored: Sequence[VitalSet]) -> None:
    if stay.discharged_at is not None:
        return
    of = Subject(work, policy, stay, Plan(work, policy, stay, Because("imported")))
    follow_vitals(of, anew=False)
    latest = counting(work.session, stay.id, 1)
    if latest and latest[0] in stored and asks(of, latest[0]):
        ask_nurse(of)
    of.plan.book.finish()
