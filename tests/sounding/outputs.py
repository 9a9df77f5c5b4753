"""Sound devices of the tests: they take samples when they are told to, or none, or hang."""

from collections.abc import Callable
from threading import Event

from station.sounding.device import NO_DEVICE, NoSound, Pull

FRAMES = 1920


class FakeOutput:
    def __init__(self, pull: Pull) -> None:
        self.name = "Loudspeaker"
        self.closed = False
        self.taken: list[bytes] = []
        self._pull = pull

    def take(self, times: int = 1) -> None:
        """The device asks so many times, for 40 ms each."""
        self.taken.extend(self._pull(FRAMES) for _ in range(times))

    def close(self) -> None:
        self.closed = True


class FakeOutputs:
    def __init__(self, trouble: str = "") -> None:
        self.trouble = trouble
        self.opened: list[FakeOutput] = []
        self.tries = 0
        self.before: Callable[[], object] = bool

    @property
    def now(self) -> FakeOutput:
        return self.opened[-1]

    def open(self, pull: Pull) -> FakeOutput:
        self.tries += 1
        self.before()
        if self.trouble:
            raise NoSound(self.trouble)
        self.opened.append(FakeOutput(pull))
        return self.opened[-1]


def no_outputs() -> FakeOutputs:
    return FakeOutputs(NO_DEVICE)


class HangingOutputs(FakeOutputs):
    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()
        self.before = self.let_go.wait
