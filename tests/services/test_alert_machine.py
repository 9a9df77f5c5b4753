"""Whatever is done to alerts, in whatever order: an open one always has a next step ahead, and never too far."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from typing_extensions import override

from station.models import Alert
from station.models.enums import AlertState, Priority
from station.rules.escalation import ladder_from_json
from station.services.errors import Refused
from station.services.sweeping import earliest
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.services.test_escalation import sign_policy
from tests.units import fresh_unit

NAMES = st.sampled_from(("J. Moore", "A. Diaz", "R. Osei", "C. Lindt"))
BEDS = st.sampled_from(("1201", "1202"))
LENGTHS = st.sampled_from(("1:00", "3:00", "45:00"))


class Alerts(RuleBasedStateMachine):
    """Two patients; time only goes on. The sweep comes when it likes, as it does after a computer slept."""

    def __init__(self) -> None:
        super().__init__()
        self._open = fresh_unit("1201", "1202")
        self.unit: BuiltUnit = self._open.__enter__()
        self.now = NOON
        self.swept = NOON

    @initialize(first=st.sampled_from(("Q5", "Q15", "Q60")), second=st.sampled_from(("Q15", "1:1")))
    def begin(self, first: str, second: str) -> None:
        for bed, level in (("1201", first), ("1202", second)):
            self.unit.admit_seen(bed, level)

    def _to_one(self, act: Callable[[int], Any]) -> None:
        """Do something to the alert opened last; when it is refused, nothing has changed."""
        alerts = self.unit.open_alerts()
        if alerts:
            with suppress(Refused):
                act(alerts[-1].id)

    @rule(wait=st.sampled_from((1, 59, 121, 181, 299, 601, 1201, 90_000)))
    def sweep(self, wait: int) -> None:
        self.now += seconds(wait)
        self.unit.sweep(self.now)
        self.swept = self.now

    @rule(steps=st.integers(1, 3))
    def live_on(self, steps: int) -> None:
        """As the monitor does: at the very moment of the next thing that is stored."""
        for _ in range(steps):
            with self.unit.store.read() as session:
                at = earliest(session)
            if at is not None:
                self.now = max(self.now, at)
                self.unit.sweep(self.now)
                self.swept = self.now

    @rule(by=NAMES)
    def accept_and_let_it_run_out(self, by: str) -> None:
        self.accept(by)
        ends = [one.lease_until for one in self.unit.open_alerts() if one.lease_until is not None]
        if ends:
            self.now = max(self.now, *ends)
            self.unit.sweep(self.now)
            self.swept = self.now

    @rule(by=NAMES)
    def accept(self, by: str) -> None:
        self._to_one(lambda alert_id: self.unit.accept(alert_id, self.now, by=by))

    @rule(by=NAMES, to=NAMES)
    def delegate(self, by: str, to: str) -> None:
        before = {one.id: (one.state, one.lease_until, one.next_at, one.step) for one in self.unit.open_alerts()}
        self._to_one(lambda alert_id: self.unit.ask(alert_id, to, self.now, by=by))
        assert before == {
            one.id: (one.state, one.lease_until, one.next_at, one.step) for one in self.unit.open_alerts()
        }

    @rule(bed=BEDS)
    def check(self, bed: str) -> None:
        with suppress(Refused):
            self.unit.check(self.unit.stay_in(bed).id, self.now, confirmed=True)

    @rule(bed=BEDS, level=st.sampled_from(("Q5", "Q15", "1:1")))
    def raise_level(self, bed: str, level: str) -> None:
        with suppress(Refused):
            self.unit.set_level(self.unit.stay_in(bed).id, level, self.now)

    @rule(bed=BEDS)
    def lose(self, bed: str) -> None:
        with suppress(Refused):
            self.unit.not_found(self.unit.stay_in(bed).id, self.now)

    @rule(lease=LENGTHS, repeat=LENGTHS)
    def edit_policy(self, lease: str, repeat: str) -> None:
        def changed(body: dict[str, Any]) -> None:
            body["alerts"] |= {"lease_high": lease, "lease_medium": lease, "repeat_last_step": repeat}

        sign_policy(self.unit, self.now, changed)

    @invariant()
    def the_next_step_is_ahead_and_near(self) -> None:
        for alert in self.unit.open_alerts():
            assert alert.next_at is not None
            assert alert.next_at > self.swept
            assert alert.next_at <= self.swept_or(alert) + _furthest(alert)

    def swept_or(self, alert: Alert) -> datetime:
        """When its next step was last fixed, at the latest."""
        return max(self.now, self.swept, alert.due_at)

    @invariant()
    def what_is_accepted_runs_out_and_what_is_open_has_no_lease(self) -> None:
        for alert in self.unit.open_alerts():
            if alert.state is AlertState.ACCEPTED:
                lease = ladder_from_json(alert.policy).lease(alert.priority)
                assert alert.accepted_at is not None
                assert alert.lease_until == alert.next_at
                assert alert.lease_until is not None
                # An alert that rises keeps its lease, cut to that of what it is now.
                assert alert.lease_until <= max(alert.accepted_at, alert.detected_at, self.now) + lease
            else:
                assert (alert.lease_until, alert.accepted_by_id) == (None, None)

    @invariant()
    def closed_ones_have_no_next_step(self) -> None:
        for alert in self.unit.all_alerts():
            if alert.state is AlertState.CLOSED:
                assert alert.next_at is None
                assert alert.close_note in (None, "") or alert.priority is Priority.HIGH

    @override
    def teardown(self) -> None:
        self._open.__exit__(None, None, None)


def _furthest(alert: Alert) -> timedelta:
    """The repeat, the lease, or the widest stretch between two rungs: nothing waits longer than the longest of them."""
    ladder = ladder_from_json(alert.policy)
    afters = [timedelta(0), *(rung.after for rung in ladder.rungs)]
    gaps = [later - earlier for earlier, later in pairwise(afters)]
    return max(ladder.repeat, ladder.lease(alert.priority), *gaps)


@pytest.mark.slow
def test_an_open_alert_is_never_left_to_itself() -> None:
    run_state_machine_as_test(Alerts, settings=settings(max_examples=20, stateful_step_count=25, deadline=None))


def test_the_last_step_comes_again_for_ever(sqlite_unit: BuiltUnit) -> None:
    """By neither count nor age does it stop: a month of steps at their exact times."""
    sqlite_unit.admit_seen()
    sqlite_unit.sweep(NOON + minutes(15))
    for _ in range(400):
        at = sqlite_unit.alert(kind="check").next_at
        assert at is not None
        sqlite_unit.sweep(at)
        assert sqlite_unit.alert(kind="check").next_at == at + minutes(5) or at < NOON + minutes(25)
    month = NOON + timedelta(days=30)
    sqlite_unit.sweep(month)
    assert sqlite_unit.alert(kind="check").next_at == month + minutes(5)
