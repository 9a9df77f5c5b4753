"""Those who watch, as a screen is told of them: all well, and some not."""

from dataclasses import replace
from typing import Final

from station.rules.watching import Trust, WatcherFact
from tests.views.snapshots import ago

WELL_FACTS: Final = (
    WatcherFact("Sweep", ago(seconds=1), "looked at the unit 1 s ago"),
    WatcherFact("Scheduler", ago(seconds=1), "woke the sweep 1 s ago"),
    WatcherFact("Guard", ago(seconds=0), "looked round 0 s ago"),
    WatcherFact("Wall 1", ago(seconds=3), "heard 3 s ago"),
    WatcherFact("Canary", ago(seconds=38), "came through 38 s ago"),
    WatcherFact("Auditor", ago(seconds=12), "found nothing missed 12 s ago"),
    WatcherFact("Journal", ago(minutes=12), "proven 12:00 ago"),
    WatcherFact(
        "Backup",
        None,
        "None is known beside the record. Make one with station backup; one kept elsewhere is not seen here.",
        Trust.UNKNOWN,
    ),
    WatcherFact("Clock", ago(seconds=0), "agrees with the time that Station goes by"),
)
_ILL: Final = {
    "Wall 1": "Silent 1:40. Go and look at that screen: if it is off or frozen, start it again.",
    "Auditor": "Found nothing missed 2:10 ago. Nobody checks since then that nothing is missed. "
    "Restart Station and tell whoever looks after it.",
    "Clock": "The clock of this computer stands 1 hour behind Station's, which counts on. Put that clock right.",
}
UNWELL_FACTS: Final = tuple(
    replace(one, sentence=_ILL[one.name], trust=Trust.WRONG, last_good=ago(minutes=2) if one.name != "Clock" else None)
    if one.name in _ILL
    else one
    for one in WELL_FACTS
)
