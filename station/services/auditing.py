"""Reads what the auditor looks at, in plain SQL of its own, and has its findings told: no query is the sweep's.

In the tables moments are whole microseconds. Words such as 'open' stand in the statements, for the partial indexes.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, text, update
from sqlalchemy.orm import Session

from station.models import Alert, Station
from station.models.base import from_micros
from station.models.enums import AlertState
from station.rules.auditing import PREFIX, Audited, AuditedAlert, AuditedStay, AuditedTask, AuditFinding
from station.services import finding
from station.services.alertbook import AlertBook
from station.services.errors import Refused
from station.services.events import Event
from station.store.work import Actor, Store, Work

_UNIT: Final = text("SELECT zone FROM unit ORDER BY id LIMIT 1")
_POLICY: Final = text("SELECT CAST(body AS TEXT) FROM policy_version ORDER BY id DESC LIMIT 1")
_TASKS: Final = text(
    "SELECT t.id, t.kind, t.stay_id, t.label, t.due_at, t.lapsed_at, a.id AS alert, a.stage"
    " FROM task t LEFT JOIN alert a ON a.task_id = t.id AND a.state <> 'closed'"
    " WHERE t.state = 'open' AND t.kind <> 'canary'"
)
_ALERTS: Final = text(
    "SELECT id, subject, kind, stay_id, text, state, step, due_at, told_at, lease_until, next_at,"
    " CAST(policy AS TEXT) AS ladder"
    " FROM alert WHERE state IN ('open', 'accepted') AND kind <> 'canary'"
)
_STAYS: Final = text(
    "SELECT s.id, b.label AS bed, o.level, o.level_asleep, s.asleep, s.absence_id"
    " FROM stay s LEFT JOIN bed b ON b.id = s.bed_id LEFT JOIN observation_order o ON o.id = s.order_id"
    " WHERE s.discharged_at IS NULL"
)


def read_audited(store: Store) -> Audited:
    """All that is owed and every alert that is not closed, at one moment. Raises Refused where there is no unit yet."""
    with store.read() as session:
        connection = session.connection()
        zone, policy = connection.scalar(_UNIT), connection.scalar(_POLICY)
        if zone is None or policy is None:
            raise Refused("There is no unit yet whose record could be audited.")
        continuous = _continuous(policy)
        return Audited(
            zone=ZoneInfo(zone),
            tasks=tuple(_task(row) for row in connection.execute(_TASKS)),
            alerts=tuple(_alert(row) for row in connection.execute(_ALERTS)),
            stays=tuple(_stay(row, continuous) for row in connection.execute(_STAYS)),
        )


@lru_cache(maxsize=4)
def _continuous(policy: str) -> frozenset[str]:
    """The codes of the levels that ask for an observer. What is not known to be continuous counts as intermittent."""
    levels: list[dict[str, Any]] = json.loads(policy).get("levels", [])
    return frozenset(level["code"] for level in levels if level.get("kind") == "continuous")


def _task(row: Row[Any]) -> AuditedTask:
    return AuditedTask(
        id=row.id,
        kind=row.kind,
        stay=row.stay_id,
        label=row.label,
        due_at=from_micros(row.due_at),
        lapsed_at=from_micros(row.lapsed_at),
        alert=row.alert,
        raised=row.stage == "lapsed",
    )


def _alert(row: Row[Any]) -> AuditedAlert:
    rungs, repeat = _ladder(row.ladder)
    return AuditedAlert(
        id=row.id,
        subject=row.subject,
        kind=row.kind,
        stay=row.stay_id,
        text=row.text,
        accepted=row.state == "accepted",
        step=row.step,
        due_at=from_micros(row.due_at),
        told_at=_moment(row.told_at),
        lease_until=_moment(row.lease_until),
        moves=row.next_at is not None,
        rungs=rungs,
        repeat=repeat,
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


_NO_LADDER: Final = timedelta(days=366)
"""A step that waits longer makes no sense, and a time that far ahead may be none at all."""


@lru_cache(maxsize=64)
def _ladder(body: str) -> tuple[tuple[timedelta, ...] | None, timedelta]:
    """The times of its steps after the due time, and of the repetition; None where they cannot be read."""
    try:
        ladder: Mapping[str, Any] = json.loads(body)
        rungs = tuple(timedelta(seconds=rung["after_s"]) for rung in ladder["rungs"])
        repeat = timedelta(seconds=ladder["repeat_s"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None, timedelta()
    return (rungs, repeat) if max((*rungs, repeat)) <= _NO_LADDER else (None, timedelta())


def _stay(row: Row[Any], continuous: frozenset[str]) -> AuditedStay:
    level = (row.level_asleep if row.asleep and row.level_asleep else row.level) or "no level"
    return AuditedStay(row.id, row.bed, level, level in continuous, row.absence_id is not None)


def tell_findings(store: Store, found: Iterable[AuditFinding], *, actor: Actor, now: datetime) -> list[Event]:
    """Have a technical alert for each finding and for no other, and write down when this station audited what it found.

    Any station's auditor may say the same. Raises Refused where there is no unit yet.
    """
    findings = {one.subject: one.text for one in found}
    with store.write(actor, now) as work:
        stand = _stand(work.session)
        book = AlertBook(work, finding.policy_in_force(work.session), stand)
        for subject, said in findings.items():
            book.open_technical(subject, said)
        for alert in stand:
            if alert.subject not in findings:
                book.close(alert, "the audit finds it no more", who=actor.name)
        book.finish()
        _sign(work, list(findings.values()))
        return work.events


def _stand(session: Session) -> list[Alert]:
    states = (AlertState.OPEN, AlertState.ACCEPTED)
    return list(session.scalars(select(Alert).where(Alert.state.in_(states), Alert.subject.startswith(PREFIX))))


def _sign(work: Work, said: list[str]) -> None:
    here = update(Station).where(Station.name == work.actor.station)
    work.session.execute(here.values(audited_at=work.at, audit_text=" ".join(said)))
