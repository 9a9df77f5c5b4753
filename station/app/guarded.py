"""Station's end of the line to the guard process, which watches it from outside."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any, Final, Protocol

from station import assets
from station.config import Settings
from station.guarding import guard as program
from station.guarding import lines
from station.guarding.lines import Signs
from station.guarding.processes import STARTED_AGAIN

LOG_NAME: Final = "guard.log"
SPAWN_EVERY_S: Final = 10.0
"""A guard that ends again and again is not started faster than this."""

_LEAVES_S: Final = 3.0
_PIPE_BYTES: Final = 4096
"""So small that a guard which does not read any more is noticed within a minute."""

_SOUNDS: Final = ("technical.wav", "high.wav")

_logger = logging.getLogger(__name__)


class Guarded(Protocol):
    """What the guard is told of, and whom Station tells of the guard. Both from a thread of the line's own."""

    def signs(self) -> Signs:
        """How Station is now. Must not wait."""
        ...

    def heard(self) -> None:
        """The guard has taken a line."""
        ...

    def guard_replaced(self, why: str) -> None:
        """A guard had ended and there is a new one; or, with `why`, none could be started."""
        ...


@dataclass(frozen=True, slots=True)
class Again:
    """Station was started again by the guard."""

    trouble: str
    """Why: as `guarding.course.Trouble` names it."""
    since: float
    """Seconds of time.monotonic, which is one for the whole machine, when it last watched."""


def started_again() -> Again | None:
    """Whether the guard has started this process, and why; asked once, since the environment then forgets it."""
    trouble, _, since = os.environ.pop(STARTED_AGAIN, "").partition(" ")
    with contextlib.suppress(ValueError):
        return Again(trouble, float(since))
    return None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a guard is started. `limits`: others than its own, by name."""

    log_folder: Path
    call: str = ""
    player: str = ""
    limits: tuple[tuple[str, float], ...] = ()

    def command(self) -> list[str]:
        """The guard, and behind it how Station was started."""
        named = {"log": str(self.log_folder / LOG_NAME), "sound": _sound(), "call": self.call, "player": self.player}
        said = [f"{name}={value}" for name, value in named.items() if value]
        said += [f"{name}={value}" for name, value in self.limits]
        return [sys.executable, "-I", "-S", program.__file__, *said, "--", sys.executable, *sys.orig_argv[1:]]


def _sound() -> str:
    """The file that the guard plays; empty where there is none, and it rings the bell of the terminal."""
    for name in _SOUNDS:
        with contextlib.suppress(FileNotFoundError):
            return str(assets.path("sounds", name))
    return ""


class _Pipe:
    """The line itself. A guard that is gone or does not read makes `write` raise OSError."""

    def __init__(self, descriptor: int, *, kill: Callable[[], None], see_out: Callable[[], None]) -> None:
        """`kill`: end the guard at once. `see_out`: it has been told goodbye; wait for it where it is ours to."""
        self._descriptor = descriptor
        self.kill = kill
        self.see_out = see_out
        with contextlib.suppress(OSError, AttributeError):  # on Windows a full pipe waits
            os.set_blocking(descriptor, False)
        _narrow(descriptor)

    def write(self, line: str) -> None:
        """Whole or not at all."""
        os.write(self._descriptor, f"{line}\n".encode())

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def _narrow(descriptor: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _inherited() -> _Pipe:
    """The standard output that the guard gave us, which becomes the line; what else is written goes beside it."""
    descriptor = os.dup(1)
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    return _Pipe(descriptor, kill=partial(_kill_parent, os.getppid()), see_out=_nothing)


def _kill_parent(guard: int) -> None:
    """Nothing is done where it is gone: its number may be another's by now. Windows does not say whether it is."""
    if os.name != "nt" and os.getppid() == guard:
        with contextlib.suppress(OSError):
            os.kill(guard, signal.SIGKILL)


def _nothing() -> None:
    """The guard that started us is nobody's child here."""


def _spawned(plan: Plan) -> _Pipe:
    """A new guard. Raises OSError when it cannot be started."""
    more: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        flags = ("CREATE_NO_WINDOW", "CREATE_NEW_PROCESS_GROUP")
        more = {"creationflags": sum(getattr(subprocess, name, 0) for name in flags)}
    process = subprocess.Popen(plan.command(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **more)  # noqa: S603
    if process.stdin is None:
        raise OSError("no pipe to the guard process")
    descriptor = os.dup(process.stdin.fileno())
    process.stdin.close()
    return _Pipe(descriptor, kill=partial(_kill, process), see_out=partial(_see_out, process))


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


def _see_out(process: "subprocess.Popen[bytes]") -> None:
    """One that stays has asked us to end, to start us again: it is left alone. A goodbye that it has not read yet it
    reads before the end of the pipe, however late."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LEAVES_S)


class Line:
    """Says twice a second how Station is, and starts another guard when nobody listens any more."""

    def __init__(self, plan: Plan, of: Guarded, *, inherit: bool, every_s: float = lines.EVERY_S) -> None:
        """`inherit`: this process was started by a guard, which listens at its standard output."""
        self._plan = plan
        self._of = of
        self._every_s = every_s
        self._spawn_after = 0.0
        self._stumbled = False
        self._stop = Flag()
        self._lock = Lock()
        self._pipe: _Pipe | None = _inherited() if inherit else None
        self._thread = Thread(target=self._run, name="station-guard-line", daemon=True)

    def start(self) -> None:
        """Begin; on return there is a guard, or it has been told that there is none."""
        if self._pipe is None:
            self._open()
        else:
            self._say(lines.hello(os.getpid()))
        self._thread.start()

    def goodbye(self) -> None:
        """Station is being closed: nobody needs to watch it any more, and the guard ends."""
        self._stop.set()
        self._thread.join(_LEAVES_S)
        with self._lock:
            pipe, self._pipe = self._pipe, None
        if pipe is None:
            return
        try:
            pipe.write(lines.GOODBYE)
        except OSError:
            pipe.kill()
        pipe.close()
        pipe.see_out()

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            try:
                self._turn()
            except Exception:
                _logger.exception("The guard process could not be told how Station is; it is tried again.")

    def _turn(self) -> None:
        if self._pipe is None:
            self._replace()
        else:
            self._say(lines.beat(self._signs()))

    def _signs(self) -> Signs:
        """A fault in the telling is no sign of death: then the guard hears that Station lives, and no more."""
        try:
            return self._of.signs()
        except Exception:
            if not self._stumbled:
                _logger.exception("How Station is could not be told to the guard process.")
            self._stumbled = True
            return Signs(tells=True)

    def _say(self, line: str) -> None:
        pipe = self._pipe
        if pipe is None:
            return
        try:
            pipe.write(line)
            self._of.heard()
        except OSError as error:
            _logger.warning("The guard process does not listen (%s): another is started.", error)
            self._pipe = None
            pipe.kill()
            pipe.close()
            self._replace()

    def _replace(self) -> None:
        if self._open():
            self._of.guard_replaced("")

    def _open(self) -> bool:
        now = time.monotonic()
        if now < self._spawn_after:
            return False
        self._spawn_after = now + SPAWN_EVERY_S
        try:
            self._pipe = _spawned(self._plan)
        except OSError as error:
            _logger.exception("The guard process cannot be started.")
            self._of.guard_replaced(error.strerror or str(error))
            return False
        self._say(lines.hello(os.getpid()))
        return True


@contextmanager
def guarded(plan: Plan | None, of: Guarded, *, again: bool) -> Iterator[None]:
    """Watched from outside while open; with None, not. An error that ends it is no good end: the guard starts anew."""
    if plan is None:
        yield
        return
    line = Line(plan, of, inherit=again)
    line.start()
    try:
        yield
    except Exception:
        raise
    except BaseException:
        line.goodbye()
        raise
    else:
        line.goodbye()


def plan_of(settings: Settings) -> Plan | None:
    """As the settings have it; None where they want no guard."""
    return Plan(settings.log_folder, settings.call, settings.guard_player) if settings.guard else None
