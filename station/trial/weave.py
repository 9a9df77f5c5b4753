"""Several things done at once, woven together at the boundaries between their statements by one seeded hand.

Each is a strand in a thread of its own, and only the one that holds the baton runs. So the same seed weaves the same
cloth, whatever the machine does.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from random import Random
from threading import Lock, Thread
from typing import Final

SWITCHES: Final = 0.45
"""How often the baton goes to another strand at a boundary."""


class Died(BaseException):
    """The process was killed here. Nothing in it may catch this, as nothing catches a kill -9."""


class State(StrEnum):
    READY = "ready"
    WAITS = "waits for the lock"
    FROZEN = "frozen"
    ENDED = "ended"


class Strand:
    """One thing that is done. `fault`: what it ended with, if it did not end well."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.state = State.READY
        self.fault: BaseException | None = None
        self.gives_up = False
        """Who has the lock stands still: it is not waited for any longer."""
        self.hand: _Hand | None = None
        self._act = act
        self._is_doomed = False

    def pause(self, state: State) -> None:
        """Give the baton back until it comes again. Called by the strand itself."""
        self.state = state
        if self.hand is not None:
            self.hand.give_back()
        if self._is_doomed:
            raise Died

    def doom(self) -> None:
        """It will find itself dead as soon as it has the baton."""
        self._is_doomed, self.state = True, State.READY

    def run(self) -> None:
        """To its end."""
        try:
            self._act()
        except BaseException as fault:  # noqa: BLE001 - handed to whoever began the strand
            self.fault = fault
        self.state = State.ENDED


class _Hand:
    """A thread that runs one strand after the other, and only while it has the baton."""

    def __init__(self, turn: Lock) -> None:
        self._turn = turn
        self._go = Lock()
        self._go.acquire()
        self._strand: Strand | None = None
        self._thread = Thread(target=self._run, name="strand", daemon=True)
        self._thread.start()

    def take(self, strand: Strand) -> None:
        strand.hand, self._strand = self, strand

    def step(self) -> None:
        """Give it the baton, until it comes back."""
        self._go.release()
        self._turn.acquire()

    def give_back(self) -> None:
        """Called in the thread: wait for the next turn."""
        self._turn.release()
        self._go.acquire()

    def end(self) -> None:
        self._strand = None
        self.step()
        self._thread.join()

    def _run(self) -> None:
        self._go.acquire()
        while self._strand is not None:
            self._strand.run()
            self.give_back()
        self._turn.release()


class Weaver:
    """Holds the baton. `current`: the strand that runs; None while only one thing is done, in the thread of all."""

    def __init__(self, rng: Random) -> None:
        self.current: Strand | None = None
        self.frozen: list[Strand] = []
        self.crossings = 0
        """How often the baton changed hands in the middle of something."""
        self._rng = rng
        self._turn = Lock()
        self._turn.acquire()
        self._others = False
        self._idle: list[_Hand] = []

    def weave(self, strands: Sequence[Strand]) -> None:
        """Run them until each has ended or stands still."""
        live = list(strands)
        while live:
            ready = [one for one in live if one.state is State.READY] or self._give_up(live)
            self._others = len(live) > 1
            ran = self._rng.choice(ready)
            self._run(ran)
            if ran.state is not State.WAITS:
                self._wake(live)
            self.frozen += [one for one in live if one.state is State.FROZEN]
            live = [one for one in live if one.state in (State.READY, State.WAITS)]

    def boundary(self) -> None:
        """Between two statements of the strand that runs."""
        if self.current is not None and self._others and self._rng.random() < SWITCHES:
            self.crossings += 1
            self.current.pause(State.READY)

    def wait_for_lock(self) -> bool:
        """Somebody else has the lock: let him go on. False when waiting is over, because he stands still."""
        strand = self.current
        if strand is None or strand.gives_up:
            return False
        strand.pause(State.WAITS)
        return not strand.gives_up

    def freeze(self) -> None:
        """The strand that runs stands still until it is thawed."""
        if self.current is not None:
            self.current.pause(State.FROZEN)

    def thaw(self, strand: Strand) -> Strand:
        """It may go on: weave it again."""
        self.frozen.remove(strand)
        strand.state = State.READY
        return strand

    def end_all(self) -> None:
        """Nothing is left standing still at the end."""
        for strand in tuple(self.frozen):
            self.thaw(strand).doom()
            self.weave([strand])
        while self._idle:
            self._idle.pop().end()

    def _run(self, strand: Strand) -> None:
        if strand.hand is None:
            hand = self._idle.pop() if self._idle else _Hand(self._turn)
            hand.take(strand)
        else:
            hand = strand.hand
        self.current = strand
        hand.step()
        self.current = None
        if strand.state is State.ENDED:
            self._idle.append(hand)

    @staticmethod
    def _wake(live: Sequence[Strand]) -> None:
        for one in live:
            if one.state is State.WAITS:
                one.state = State.READY

    @staticmethod
    def _give_up(live: Sequence[Strand]) -> list[Strand]:
        for one in live:
            one.gives_up, one.state = True, State.READY
        return list(live)
