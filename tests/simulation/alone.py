"""One station at work on a unit where everybody is late, to be killed and started again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from station.store.verify import verify_journal
from station.trial.desk import Desk, Fate
from station.trial.founding import found
from station.trial.machine import Machine
from station.trial.sight import Sight, Silences
from station.trial.weave import Died, Weaver
from station.trial.zones import START, ZONES

MINUTE = timedelta(minutes=1)


class Alone:
    """Began at the founding, and stands four minutes later."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.write_bytes(found(8, START, ZONES[0]).file)
        self.machine = Machine(START)
        self.weaver = Weaver(Random(1))
        self.sight = Sight(place, self.machine)
        self.sight.look()
        self.desk = Desk("Desk 1", place, self.machine, self.weaver, self.sight)
        self.desk.start()
        self.desk.look()
        self.machine.advance(START + 4 * MINUTE)

    def dies_in(self, act: Callable[[], object], after: int) -> bool:
        """Whether the process was killed at the boundary after so many."""
        self.desk.arm(Fate.KILL, after)
        try:
            act()
        except Died:
            return True
        self.desk.disarm()
        return self.desk.is_dying

    def starts_again(self) -> None:
        self.desk.die()
        self.desk.start()
        assert self.desk.look()

    def standing(self) -> list[tuple[int, str, str]]:
        return sorted(
            (one.stay, one.kind, one.priority) for one in self.sight.alerts() if one.steps[-1].kind != "closed"
        )

    def close(self) -> None:
        assert verify_journal(self.desk.store).journal == "ok"
        assert not [*self.sight.broken, *self.sight.doubled, *self.sight.silent, *self.sight.twice()]
        self.desk.die()
        self.sight.close()

    def silences(self) -> list[str]:
        """Alerts that stand for six more minutes and are left without a step that is due. Until now nobody looked."""
        begins = self.machine.record()
        for _ in range(12):
            self.machine.advance(self.machine.true + MINUTE / 2)
            assert self.desk.look()
        found_ = Silences([(START, begins)], 3 * MINUTE / 4)
        return [words for one in self.sight.alerts() if (words := found_.of(one, self.machine.record())) is not None]
