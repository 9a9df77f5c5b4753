"""The processes that the guard starts, hears and ends. Each pipe is read by a thread of its own."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from subprocess import Popen

    from station.guarding.words import Words

STARTED_AGAIN: Final = "STATION_STARTED_AGAIN"
"""In the environment of a Station that the guard has started: why, and since when on the machine's count of seconds
nobody has watched. Its standard output is then the line to the guard."""

ROOT: Final = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
"""Where the package `station` lies: a checkout, or site-packages."""

Heard = tuple[int, str | None]
"""Whose line, by the number of its reader; None at the end of the pipe."""


def listen(pipe: IO[bytes], number: int, events: "SimpleQueue[Heard]") -> None:
    """Put each line of a pipe into `events`, and None at its end, from a thread that needs no ending."""
    Thread(target=_read, args=(pipe, number, events), name=f"pipe {number}", daemon=True).start()


def _read(pipe: IO[bytes], number: int, events: "SimpleQueue[Heard]") -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            events.put((number, line.decode("utf-8", "replace").strip("\r\n")))
    events.put((number, None))


def start(command: Sequence[str], **more: Any) -> "Popen[bytes]":
    """A child whose standard output is a pipe to us, without a console of its own. Raises OSError."""
    import subprocess

    if os.name == "nt":
        more["creationflags"] = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(command, stdout=subprocess.PIPE, **more)  # noqa: S603


def ask_to_end(pid: int) -> None:
    """Nothing happens where it is gone already."""
    _send(pid, signal.SIGTERM)


def kill(pid: int) -> None:
    """Also one that is stopped. Windows ends it with either."""
    _send(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, number)


class Window:
    """The outage window, in a process of its own: as long as its pipe is open, it is there."""

    def __init__(self, events: "SimpleQueue[Heard]", numbers: Callable[[], int]) -> None:
        self._events = events
        self._numbers = numbers
        self._process: Popen[bytes] | None = None
        self._leaving: list[Popen[bytes]] = []
        self.number = -1
        """Of its lines among the events."""

    def say(self, words: "Words") -> None:
        """Show these words, on every screen of this computer. Raises OSError where no window can be started."""
        if self._process is None or self._process.poll() is not None:
            self._open()
        process = self._process
        if process is not None and process.stdin is not None:
            line = "\t".join((*words[:3], "closable" if words.can_be_closed else ""))
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()

    def hide(self) -> None:
        process, self._process, self.number = self._process, None, -1
        if process is not None:
            self._leaving.append(process)
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()

    def ended(self) -> int:
        """It is gone by itself. Its exit code: 0 when a person has closed it."""
        process, self._process, self.number = self._process, None, -1
        return 0 if process is None else process.wait()

    def tend(self) -> None:
        """Forget those that have gone."""
        self._leaving = [process for process in self._leaving if process.poll() is None]

    @property
    def is_open(self) -> bool:
        return self._process is not None

    def _open(self) -> None:
        import subprocess

        command = [sys.executable, "-m", "station.app.outage"]
        self._process = start(command, stdin=subprocess.PIPE, cwd=ROOT)
        self.number = self._numbers()
        if self._process.stdout is not None:
            listen(self._process.stdout, self.number, self._events)
