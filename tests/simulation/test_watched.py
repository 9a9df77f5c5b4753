"""The watchers over a living unit: an auditor that never cries wolf, canaries that nobody's figures notice."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from station.rules.auditing import AuditFinding, audit
from station.services import Actor, Store, sweeping
from station.services.auditing import read_audited
from station.services.canaries import tend_canary
from station.simulation.run import Tools, simulate
from station.simulation.watch import Swept

HOUR = 1 / 24
GRACE = timedelta(seconds=5)


class Watched:
    """A sweep with an audit before and after it, and a canary, as in a running Station."""

    def __init__(self, *, canaries: bool = True, missing: bool = False) -> None:
        self.canaries = canaries
        self.missing = missing
        self.found: list[AuditFinding] = []
        self.audits = 0
        self.canaries_seen: set[datetime] = set()
        self._at: datetime | None = None

    def __call__(self, store: Store, *, actor: Actor, now: datetime) -> Swept:
        in_its_time = self._at is not None and now - self._at <= GRACE
        self._at = now
        if in_its_time:
            self._audit(store, now)
        if self.missing:
            return sweeping.Swept(next_at=now + timedelta(seconds=20))
        swept = sweeping.sweep(store, actor=actor, now=now)
        self._audit(store, now)
        if self.canaries:
            seen = tend_canary(store, actor=actor, now=now)
            self.canaries_seen |= set() if seen is None else {seen.due_at}
            with store.read() as session:
                return sweeping.Swept(next_at=sweeping.earliest(session))
        return swept

    def _audit(self, store: Store, now: datetime) -> None:
        self.audits += 1
        self.found += audit(read_audited(store), now, GRACE)


def _lasting(result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name not in ("wall_s", "speed", "sweeps")}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 8])
def test_over_hours_of_a_unit_that_is_watched_the_auditor_finds_nothing(tools: Tools, seed: int) -> None:
    watch = Watched()
    result = simulate(tools, days=4 * HOUR, beds=16, seed=seed, restart_every=1.5, sweep=watch)
    assert result["lapses"] > 0
    assert watch.audits > 300
    assert watch.found == []
    assert len(watch.canaries_seen) > 100
    assert (result["missed"], result["duplicate"], result["invented"]) == (0, 0, 0), result["faults"]


@pytest.mark.slow
def test_with_canaries_every_figure_is_what_it_is_without(tools: Tools) -> None:
    one, other = (
        _lasting(simulate(tools, days=2 * HOUR, beds=10, seed=5, sweep=Watched(canaries=canaries)))
        for canaries in (False, True)
    )
    assert one == other


def test_where_nothing_is_swept_it_finds_every_bed_that_is_late(tools: Tools) -> None:
    watch = Watched(missing=True)
    simulate(tools, days=1 * HOUR, beds=8, seed=3, sweep=watch)
    assert any("no alert was raised" in one.text for one in watch.found)
