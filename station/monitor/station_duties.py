"""The duties in earnest: each pass's work as done by the services, in the name of this station."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from station.monitor.duties import Note
from station.rules.wording import clock_seconds
from station.services import Actor, Store, finding
from station.services.alerts import clear_technical, raise_technical
from station.services.environment import plan_environmental_rounds
from station.services.handover_planning import plan_handover
from station.services.looks import owe_everyone_a_look
from station.services.stations import heartbeat, register_station, stop_station
from station.services.sweeping import sweep
from station.services.vitals_planning import plan_vitals


@dataclass(frozen=True, slots=True)
class Identity:
    """Which station this is. `kind`: wall, desk or headless. `version`: of the program."""

    name: str
    kind: str
    version: str


class StationDuties:
    """`Duties` on a real store. Station itself is the actor."""

    def __init__(self, store: Store, identity: Identity) -> None:
        self._store = store
        self._identity = identity
        self._actor = Actor(None, "Station", identity.name)

    @property
    def station(self) -> str:
        """The name of this station."""
        return self._identity.name

    def register(self, now: datetime) -> None:
        """Say that this station runs, and have owed what an older Station, or an older policy, did not know of."""
        me = self._identity
        register_station(self._store, me.name, me.kind, me.version, actor=self._actor, now=now)
        plan_environmental_rounds(self._store, actor=self._actor, now=now)
        plan_handover(self._store, actor=self._actor, now=now)
        plan_vitals(self._store, actor=self._actor, now=now)

    def sweep(self, now: datetime) -> datetime | None:
        """Do what is due; give the next moment at which something will be."""
        return sweep(self._store, actor=self._actor, now=now).next_at

    def heartbeat(self, now: datetime, mark: datetime) -> None:
        """Say that this station still watches."""
        heartbeat(self._store, actor=self._actor, now=now, clock_mark=mark)

    def owe_everyone_a_look(self, now: datetime) -> None:
        """Have a check of every patient owed from now."""
        owe_everyone_a_look(self._store, actor=self._actor, now=now)

    def tell(self, note: Note, now: datetime) -> None:
        """Raise a technical alert under this station's name, or keep the open one."""
        raise_technical(self._store, f"{note.subject}:{self.station}", self._text(note), actor=self._actor, now=now)

    def clear(self, subject: str, now: datetime) -> None:
        """Close the technical alert of this subject under this station's name."""
        clear_technical(self._store, f"{subject}:{self.station}", actor=self._actor, now=now)

    def stop(self, now: datetime) -> None:
        """Say that this station was closed in good order."""
        stop_station(self._store, actor=self._actor, now=now)

    def _text(self, note: Note) -> str:
        if note.since is None:
            return note.text
        with self._store.read() as session:
            zone = ZoneInfo(finding.unit(session).zone)
        return note.text.format(since=clock_seconds(note.since, zone))
