"""Vital signs are taken, whole or in part, or refused. Never a check: whether he was seen is said by a check alone."""

from datetime import datetime

from station.rules.permissions import Deed
from station.services import finding
from station.services.events import Event
from station.services.permitting import require
from station.services.vital_entering import (
    VitalEntry,
    ask,
    check_said,
    check_time,
    in_canonical,
    journal_set,
    moment,
    move_tasks,
    set_stored_already,
    store_set,
    tell,
)
from station.store.work import Actor, Store

__all__ = ["VitalEntry", "record_set"]


def record_set(store: Store, entry: VitalEntry, *, confirmed: bool = False, actor: Actor, now: datetime) -> list[Event]:
    """Record one set, or that it was refused.

    The next set is owed by the schedule or by what its score asks for, whichever is sooner; a score of 5 and more, or
    a single 3, asks for a nurse at once, where this is the latest set. First vital signs and the weight owed after an
    admission are done by it. The same `request_id` again changes nothing. Raises Refused with a sentence, and
    NeedsConfirmation for what is unusual, unless `confirmed`.
    """
    with store.write(actor, now) as work:
        require(work, Deed.VITALS)
        if set_stored_already(work, entry.request_id):
            return []
        stay, policy = finding.stay(work.session, entry.stay_id), finding.policy_in_force(work.session)
        at, values = moment(entry, now), in_canonical(entry)
        check_time(work, stay, entry, at)
        check_said(entry, values)
        if not confirmed:
            ask(work, stay, values, at)
        one = store_set(work, policy, stay, entry, values, at)
        journal_set(work, "vitals.recorded", one)
        move_tasks(work, policy, stay, one)
        tell(work, stay.id)
        return work.events
