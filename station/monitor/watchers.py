"""Who watches the watch, from within the process: each on a thread of its own, none by the sweep's timetable."""

from dataclasses import dataclass

from station.clock import Clock, SystemClock
from station.monitor.auditor import Auditor
from station.monitor.backups import Backups
from station.monitor.canary import CanaryWatch
from station.monitor.neighbours import Neighbours
from station.monitor.patrol import Patrol
from station.services import Store


@dataclass(frozen=True, slots=True)
class Watchers:
    """What they last saw may be read at any time, from any thread."""

    station: str
    """The name of this one."""
    canary: CanaryWatch
    auditor: Auditor
    neighbours: Neighbours
    backups: Backups

    @property
    def patrols(self) -> tuple[Patrol, ...]:
        return self.canary.patrol, self.auditor.patrol, self.neighbours.patrol, self.backups.patrol

    def start(self) -> None:
        """Begin, once this station has registered itself."""
        for patrol in self.patrols:
            patrol.start()

    def stop(self) -> None:
        """End for good."""
        for patrol in self.patrols:
            patrol.stop()


def open_watchers(
    store: Store, clock: Clock, station: str, *, speed: float = 1.0, watch: Clock | None = None
) -> Watchers:
    """Not yet started. `clock`: of the record. `watch`: real seconds. `speed`: those of `clock` in one of `watch`."""
    watch = watch or SystemClock()
    return Watchers(
        station=station,
        canary=CanaryWatch(store, clock, watch, station, speed=speed),
        auditor=Auditor(store, clock, watch, station, speed=speed),
        neighbours=Neighbours(store, clock, watch, station, speed=speed),
        backups=Backups(store),
    )
