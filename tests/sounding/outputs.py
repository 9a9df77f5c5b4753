"""Sound devices of the tests: they take samples when they are told to, or none, or hang."""

from collections.abc import Callable
from threading import Event, Thread

from typing_extensions import override

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


class LiveOutput(FakeOutput):
    """Asks by itself, every hundredth of a second, for 40 ms: a device that plays fourfold."""

    def __init__(self, pull: Pull) -> None:
        super().__init__(pull)
        self._ends = Event()
        self._thread = Thread(target=self._run, name="test-device", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ends.wait(0.01):
            self.take()

    @override
    def close(self) -> None:
        self._ends.set()
        self._thread.join()
        super().close()


class LiveOutputs(FakeOutputs):
    @override
    def open(self, pull: Pull) -> FakeOutput:
        self.tries += 1
        if self.trouble:
            raise NoSound(self.trouble)
        self.opened.append(LiveOutput(pull))
        return self.opened[-1]
