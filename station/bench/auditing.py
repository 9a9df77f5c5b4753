"""What a look of the auditor costs on a year of records: everything owed, every alert that stands, every patient."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from station.bench.figures import Figure, timed
from station.bench.loading import STATION
from station.clock import SystemClock
from station.rules.auditing import audit
from station.services import Actor
from station.services.auditing import read_audited
from station.services.canaries import tend_canary
from station.store.engine import close_store, open_store

TARGET_MS: Final = 5.0
CANARY_MS: Final = 2.0
_GRACE: Final = timedelta(seconds=5)


def figures(database: Path, *, count: int) -> list[Figure]:
    """Both are taken again and again all day, so neither may cost anything to speak of."""
    clock = SystemClock()
    actor = Actor(None, "Station", STATION)
    store = open_store(database, create=False)
    try:
        audits = timed(lambda _: audit(read_audited(store), clock.now(), _GRACE), count, warm_up=10)
        canaries = timed(lambda _: tend_canary(store, actor=actor, now=clock.now()), count, warm_up=10)
    finally:
        close_store(store)
    return [
        Figure("audit", "a look of the auditor", audits.p50, "ms", TARGET_MS, more=audits.beside()),
        Figure("canary", "a look at the canary", canaries.p50, "ms", CANARY_MS, more=canaries.beside()),
    ]
