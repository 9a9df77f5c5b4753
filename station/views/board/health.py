"""What the board says about itself: whether it is monitored, how old its data is, what it can prove. Without Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.rules import wording
from station.rules.watching import Trust, WatcherFact, ago
from station.sounding.status import SoundState
from station.store.rows import BoardSnapshot, StationRow
from station.store.rows.kept import AwayRecord

STALE_AFTER: Final = timedelta(seconds=5)
_ALWAYS: Final = ("Canary", "Auditor")
"""Those of whom a screen always says when they last looked: off, they look like all being well."""
_SAID: Final = {"Canary": "Test alert", "Auditor": "Second look"}
"""What people are told of those whose own names nobody on a unit would say."""
_STOPPED: Final = "Nobody is told of lapses. Keep your own times and restart Station."
NONE_OPEN: Final = "No open alerts"
NONE_THEN: Final = "No open alerts when last read"
UNWATCHED: Final = "Not monitoring: no alert is raised"
SILENT_AFTER: Final = timedelta(seconds=15)
"""Real time; a station says each five seconds that it is there."""


@dataclass(frozen=True, slots=True)
class SoundHealth:
    """How the sound of this station stands. `trouble`: a sentence, empty while all is well."""

    state: SoundState
    words: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """What the rest of the program knows about itself. What is not known is None or empty, and is shown as unknown."""

    monitoring: bool | None = None
    """Whether the sweep runs; None until it has reported."""
    stopped_since: datetime | None = None
    """When it was last known to run, if it does not."""
    sentence: str = ""
    """Anything else that is wrong, as a sentence."""
    confirmed_at: datetime | None = None
    """The last moment at which the data shown was known to be the data stored."""
    sound: str = ""
    """The state of the sound in words: "Sound on, tested 07:02"."""
    sounds: SoundHealth | None = None
    """The same with what it rests on; None where nothing is known of it."""
    verified_until: datetime | None = None
    """How far the journal is verified."""
    journal_broken: bool = False
    speed: float = 1.0
    """Seconds of the unit's clock in a real one. Above 1 only in a demo that runs fast."""
    away: AwayRecord | None = None
    """The record cannot be reached, and this station goes on from memory."""
    facts: tuple[WatcherFact, ...] = ()
    """Those who watch, each with when it was last well; none where nothing is known of them."""


def data_at(snapshot: BoardSnapshot, health: Health) -> datetime:
    """The last moment at which what is shown was known to be true."""
    return max(snapshot.read_at, health.confirmed_at) if health.confirmed_at else snapshot.read_at


def is_stale(snapshot: BoardSnapshot, health: Health, now: datetime) -> bool:
    return now - data_at(snapshot, health) > STALE_AFTER


def is_unwatched(health: Health) -> bool:
    """Nobody looks for what is late, not from memory either: that no alert is open then means nothing."""
    return health.monitoring is False and health.away is None


def none_open(snapshot: BoardSnapshot, health: Health, now: datetime) -> str:
    """What a strip without alerts says: that none is open only while that is known."""
    if is_unwatched(health):
        return UNWATCHED
    return NONE_THEN if is_stale(snapshot, health, now) else NONE_OPEN


def age_words(age: timedelta) -> str:
    """How old the data is: "data 1 s old", "data 3:05 old"."""
    if age < timedelta(minutes=1):
        return f"data {max(0, age // timedelta(seconds=1))} s old"
    return f"data {wording.short(age)} old"


def monitoring_words(health: Health) -> str:
    if health.monitoring is None:
        return "Monitoring not yet known"
    if health.away is not None:
        return "From memory, not saved"
    return "Monitoring" if health.monitoring else "NOT MONITORING"


def stopped_headline(health: Health, zone: ZoneInfo) -> str:
    """The words across the window while nobody watches, or from memory only; empty otherwise."""
    if health.away is not None and health.away.as_of is not None:
        as_of = wording.clock_time(health.away.as_of, zone, health.away.since)
        return f"NOT SAVED: STARTED WITHOUT THE RECORD, AS OF {as_of}"
    if health.away is not None:
        return f"NOT SAVED: THE RECORD IS AWAY SINCE {wording.clock_time(health.away.since, zone)}"
    if health.monitoring is not False:
        return ""
    if health.stopped_since is None:
        return "NOT MONITORING"
    return f"NOT MONITORING SINCE {wording.clock_seconds(health.stopped_since, zone)}"


def stopped_detail(health: Health) -> str:
    """What stands behind that headline: the reason, and what to do."""
    return away_detail(health.away) if health.away is not None else f"{health.sentence} {_STOPPED}".lstrip()


def away_detail(away: AwayRecord) -> str:
    """What goes on, what does not, and where what is entered is meanwhile."""
    elsewhere = " What other stations enter is not shown."
    began = "Alerts go on from memory. "
    if away.as_of is not None:
        began, elsewhere = "Alerts go on from what this screen knew then: ask what has happened since. ", ""
    if away.cannot:
        return f"{began}This computer cannot keep what is entered, {away.cannot}: write it on paper with its time."
    if not away.keeps and away.sees_beside:
        return f"{began}Of what is entered now, only what a desk of this computer keeps is shown."
    if not away.keeps:
        return f"{began}What is entered meanwhile is not shown here."
    kept = "What is entered here is kept on this computer"
    if away.kept:
        kept = f"{away.kept} {'entry is' if away.kept == 1 else 'entries are'} kept on this computer"
    return f"{began}{kept}.{elsewhere}"


def station_words(stations: Iterable[StationRow], read_at: datetime, speed: float = 1.0) -> str:
    """Which stations were heard when the board was read: "3 stations", "2 stations, Desk 2 silent 15 s".

    Those shut down do not count. Measured against `read_at`, not now: between two readings nobody can know.
    `speed` is how many seconds of the unit's clock pass in a real one.
    """
    running = [one for one in stations if one.stopped_at is None]
    limit = SILENT_AFTER * speed
    silent = sorted((one for one in running if read_at - one.seen_at >= limit), key=lambda one: one.seen_at)
    heard = len(running) - len(silent)
    words = f"{heard} station{'' if heard == 1 else 's'}"
    if silent:
        words += f", {silent[0].name} silent {ago((read_at - silent[0].seen_at).total_seconds())}"
    if len(silent) > 1:
        words += f" and {len(silent) - 1} more"
    return words


def truth_words(health: Health, zone: ZoneInfo, now: datetime) -> str:
    """Sound, journal, who watches: "Sound on · Journal verified to 14:31 · Test alert 14:31, Second look 14:32".

    Sound that has a mark of its own is not said twice.
    """
    sound = "" if health.sounds is not None else health.sound or "Sound not known"
    said = (sound, journal_words(health, zone, now), watchers_words(health, zone, now))
    return " · ".join(one for one in said if one)


def watchers_words(health: Health, zone: ZoneInfo, now: datetime) -> str:
    """Who does not watch, or when the canary and the auditor last did; empty where nothing is known of either."""
    wrong = _wrong(health)
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        return f"{watcher_name(wrong[0])} not well{more}"
    shown = [one for one in health.facts if one.name in _ALWAYS]
    return ", ".join(f"{watcher_name(one)} {_clock_or_unknown(one, zone, now)}" for one in shown)


def watcher_name(fact: WatcherFact) -> str:
    """As it stands on a screen."""
    return _SAID.get(fact.name, fact.name)


def _clock_or_unknown(fact: WatcherFact, zone: ZoneInfo, now: datetime) -> str:
    return "not known yet" if fact.last_good is None else wording.clock_time(fact.last_good, zone, now)


def is_unwell(health: Health) -> bool:
    """Whether any of those who watch does not."""
    return bool(_wrong(health))


def _wrong(health: Health) -> list[WatcherFact]:
    return [one for one in health.facts if one.trust is Trust.WRONG and not one.quiet]


def journal_words(health: Health, zone: ZoneInfo, now: datetime) -> str:
    if health.journal_broken:
        return "JOURNAL DOES NOT VERIFY, run station verify"
    if health.verified_until is None:
        return "Journal not yet verified"
    return f"Journal verified to {wording.clock_time(health.verified_until, zone, now)}"
