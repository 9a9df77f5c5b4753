"""A named person signs another policy. It holds from that moment, also for what is owed already.

Only an administrator: whoever works the shift is measured by these numbers and does not set them.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Bed, EnvironmentalRound, ObservationOrder, PolicyVersion, Precaution, Stay, Task
from station.models.enums import TaskKind, TaskState
from station.rules import checklists
from station.rules.permissions import Deed
from station.rules.policy import Policy, complete, parse_policy
from station.rules.policy_changes import Change, changes
from station.rules.policy_faults import faults
from station.services import away
from station.services.environmental_planning import plan_rounds, title_of
from station.services.errors import Refused
from station.services.events import Event, UnitChanged
from station.services.permitting import require
from station.services.replanning import replan
from station.services.vitals_planning import follow_policy
from station.store.work import Actor, Store, Work

_NAMED: Final = 4
"""Faults, changes or beds named in a refusal; the rest is counted."""


def sign_policy(store: Store, body: Mapping[str, Any], based_on: int, *, actor: Actor, now: datetime) -> list[Event]:
    """A new version of the policy, signed by whoever acts. `body`: its JSON; `based_on`: the version it was made from.

    Everything owed follows it in the same transaction: see `replanning`. Raises Refused where it contradicts itself,
    where nothing differs, where another version was signed meanwhile, and where something in use would vanish.
    """
    with store.write(actor, now) as work:
        require(work, Deed.POLICY)
        before = _newest(work.session)
        _check_based_on(work, before, based_on)
        policy = _checked(body)
        old = policy_of(before)
        differs = changes(old.to_json(), policy.to_json())
        if not differs:
            raise Refused("Nothing differs from the policy that holds. Change something, or leave it as it is.")
        _check_levels(work.session, old, policy)
        _check_precautions(work.session, policy)
        _check_checklists(work, old, policy)
        version = _add(work, policy)
        work.journal("policy.signed", _said(work, version, before, policy, differs))
        moved = replan(work, old, policy)
        plan_rounds(work, policy)
        follow_policy(work, policy)
        if moved:
            work.journal("policy.followed", {"version": version.id, "tasks": moved})
        work.emit(UnitChanged())
        return work.events


def _newest(session: Session) -> PolicyVersion:
    found = session.scalar(select(PolicyVersion).order_by(PolicyVersion.id.desc()).limit(1))
    if found is None:
        raise Refused("This unit has no signed policy yet. Set the unit up first.")
    return found


def policy_of(version: PolicyVersion) -> Policy:
    return parse_policy(complete(version.body))


def _check_based_on(work: Work, newest: PolicyVersion, based_on: int) -> None:
    if newest.id == based_on:
        return
    known = work.session.get(PolicyVersion, based_on)
    if known is None:
        raise Refused("The policy that this was made from is not known here. Open Unit setup again.")
    differs = changes(policy_of(known).to_json(), policy_of(newest).to_json())
    at = away.clock(work, newest.signed_at)
    raise Refused(
        f"{newest.signed_by} has signed another policy at {at}: {_few([one.sentence for one in differs])}. "
        "What you changed is still here. Look at it beside the new one, then sign again."
    )


def _few(said: Collection[str]) -> str:
    named = "; ".join(list(said)[:_NAMED])
    more = len(said) - _NAMED
    return f"{named}; and {more} more" if more > 0 else named


def _checked(body: Mapping[str, Any]) -> Policy:
    wrong = faults(body, checklists.names())
    if wrong:
        more = f" {len(wrong) - _NAMED} more are marked." if len(wrong) > _NAMED else ""
        said = " ".join(one.sentence for one in wrong[:_NAMED])
        raise Refused(f"This policy contradicts itself and cannot be signed. {said}{more}")
    return parse_policy(body)


def _add(work: Work, policy: Policy) -> PolicyVersion:
    version = PolicyVersion(body=policy.to_json(), signed_by=work.actor.name, signed_at=work.at)
    work.session.add(version)
    work.session.flush()
    return version


def _said(
    work: Work, version: PolicyVersion, before: PolicyVersion, policy: Policy, differs: Collection[Change]
) -> dict[str, Any]:
    return {
        "version": version.id,
        "before": before.id,
        "by": work.actor.name,
        "changes": [{"what": one.place, "before": one.before, "now": one.after} for one in differs],
        "policy": policy.to_json(),
    }


def _check_levels(session: Session, old: Policy, new: Policy) -> None:
    """A level that is ordered stays, and stays of its kind: no level ever lowers by itself."""
    kept = {one.code: one.kind for one in new.levels}
    for level in old.levels:
        if kept.get(level.code) is level.kind:
            continue
        ordered = (ObservationOrder.level == level.code) | (ObservationOrder.level_asleep == level.code)
        beds = _beds(session, Stay.order_id.in_(select(ObservationOrder.id).where(ordered)))
        if not beds:
            continue
        what = "cannot be taken out" if level.code not in kept else f"stays {level.kind.value}"
        raise Refused(
            f"{level.code} is ordered for {_few(beds)}, so it {what}. Order another level there first. "
            "Nothing has been changed."
        )


def _check_precautions(session: Session, new: Policy) -> None:
    known = [one.code for one in new.precautions]
    gone = session.scalars(
        select(Precaution.code)
        .join(Stay, Stay.id == Precaution.stay_id)
        .where(Precaution.ended_at.is_(None), Stay.discharged_at.is_(None), Precaution.code.not_in(known))
        .order_by(Precaution.code)
        .limit(1)
    ).first()
    if gone is None:
        return
    holders = select(Precaution.stay_id).where(Precaution.code == gone, Precaution.ended_at.is_(None))
    beds = _few(_beds(session, Stay.id.in_(holders)))
    raise Refused(f"{gone} is set for {beds}, so it cannot be taken out. End it there first. Nothing has been changed.")


def _beds(session: Session, where: Any) -> list[str]:
    """The beds of the patients here of whom that is true, in board order."""
    labels = session.scalars(
        select(Bed.label)
        .select_from(Stay)
        .outerjoin(Bed, Bed.id == Stay.bed_id)
        .where(Stay.discharged_at.is_(None), where)
        .order_by(Bed.position)
    )
    return [label or "a patient without a bed" for label in labels]


def _check_checklists(work: Work, old: Policy, new: Policy) -> None:
    """A list that is walked with, or whose round is late, is not taken out from under whoever owes it."""
    gone = {one.checklist for one in old.environment.rounds} - {one.checklist for one in new.environment.rounds}
    walked = work.session.scalars(select(EnvironmentalRound.checklist).where(EnvironmentalRound.ended_at.is_(None)))
    for checklist in walked:
        if checklist in gone:
            said = f"A {title_of(checklist).lower()} is being walked now. Take it out of the policy when it has ended."
            raise Refused(f"{said} Nothing has been changed.")
    late = work.session.scalars(
        select(Task).where(Task.kind == TaskKind.ENVIRONMENTAL, Task.state == TaskState.OPEN, Task.due_at <= work.at)
    )
    for task in late:
        if task.about.rpartition(":")[2] in gone:
            said = f"{task.label} is late. Have it made first, then take it out of the policy."
            raise Refused(f"{said} Nothing has been changed.")
