"""Faults planted in what becomes of an alert: it falls silent, closes or forgets. Each must be found by the trials."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from station.models import Alert
from station.models.enums import AlertState, Priority, TaskKind
from station.rules.escalation import Ladder
from station.services import Actor, checks, finding
from station.services.alertbook import AlertBook
from station.store.work import Store
from tests.simulation.planting import CALM, RACES, Patch, erased, first_found, missed, stopped

pytestmark = pytest.mark.slow


def test_a_lease_that_never_ends_stops_an_escalation(monkeypatch: Patch) -> None:
    accept = AlertBook.accept

    def for_ever(self: AlertBook, alert: Any, *more: Any) -> None:
        accept(self, alert, *more)
        alert.lease_until = alert.next_at = None

    monkeypatch.setattr(AlertBook, "accept", for_ever)
    assert first_found(RACES, stopped) > 0


def test_a_last_step_that_is_not_repeated_stops_an_escalation(monkeypatch: Patch) -> None:
    following = Ladder.next_after

    def once(self: Ladder, due_at: datetime, told: int, now: datetime) -> datetime | None:
        return following(self, due_at, told, now) if told < len(self.rungs) else None

    monkeypatch.setattr(Ladder, "next_after", once)
    assert first_found(CALM, stopped) > 0


def test_a_late_entry_that_erases_the_lapse_is_found(monkeypatch: Patch) -> None:
    close = AlertBook.close

    def forgiving(self: AlertBook, alert: Any, reason: str, **more: Any) -> None:
        close(self, alert, reason, **more)
        if more.get("documented_late"):
            alert.lapsed_at = None

    monkeypatch.setattr(AlertBook, "close", forgiving)
    assert first_found(RACES, erased, 12) > 0


def test_a_check_that_closes_the_alert_of_somebody_else_is_a_miss(monkeypatch: Patch) -> None:
    record = checks.record_check

    def too_much(store: Store, entry: checks.CheckEntry, *, actor: Actor, now: datetime, **more: Any) -> Any:
        done = record(store, entry, actor=actor, now=now, **more)
        with store.write(actor, now) as work:
            other = work.session.scalar(
                select(Alert)
                .where(Alert.kind == TaskKind.CHECK, Alert.stay_id != entry.stay_id, Alert.state != AlertState.CLOSED)
                .limit(1)
            )
            if other is not None and other.priority in tuple(Priority):
                book = AlertBook(work, finding.policy_in_force(work.session), [other])
                book.close(other, "seen", who=actor.name)
                book.finish()
        return done

    monkeypatch.setattr(checks, "record_check", too_much)
    assert first_found(CALM, missed) > 0
