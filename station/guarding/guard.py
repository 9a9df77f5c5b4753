"""The guard process. Started by Station as `python -I -S guard.py NAME=VALUE … -- COMMAND …`, heard on standard input.

COMMAND starts Station again. What it does and when is in `course`; this does it. It imports nothing but the standard
library and its own folder, so that it lives when whatever else is installed does not.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from queue import Empty, Full, Queue, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))  # noqa: PTH100, PTH120

from station.guarding import lines, processes, words
from station.guarding.course import Awake, Course, Deed, Limits
from station.guarding.processes import Heard, Window
from station.guarding.siren import Siren

if TYPE_CHECKING:
    from subprocess import Popen

_ROUND_S: Final = 0.5
_LOG_BYTES: Final = 500_000
_LINES_WAITING: Final = 1_000
_CLOSING_S: Final = 1.0
_WINDOW_TRIES: Final = 3


class Options:
    """What the guard was started with."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """Raises ValueError for what it does not know."""
        at = list(arguments).index("--")
        named = dict(one.split("=", 1) for one in arguments[:at])
        self.command = list(arguments[at + 1 :])
        self.log = named.pop("log", "")
        self.sound = named.pop("sound", "")
        self.player = named.pop("player", "")
        self.call = named.pop("call", "")
        whole = {name: type(Limits._field_defaults[name])(named[name]) for name in named}
        self.limits = Limits(**whole)


class Record:
    """What the guard did, a line each: the time, the machine's count of seconds, and what.

    It never fails, and nobody waits for its disk: that may be what stopped Station.
    """

    def __init__(self, file: str, elapsed: Callable[[], float]) -> None:
        self._file = file
        self._elapsed = elapsed
        self._lines: Queue[str | None] = Queue(_LINES_WAITING)
        self._writer = Thread(target=self._write_all, name="record", daemon=True)
        if file:
            self._writer.start()

    def note(self, what: str, detail: str = "") -> None:
        if not self._file:
            return
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with contextlib.suppress(Full):
            self._lines.put_nowait(f"{at}\t{self._elapsed():.3f}\t{what}\t{detail}\n")

    def close(self) -> None:
        """Have what waits written, for a second at most."""
        with contextlib.suppress(Full):
            self._lines.put_nowait(None)
        if self._file:
            self._writer.join(_CLOSING_S)

    def _write_all(self) -> None:
        for line in iter(self._lines.get, None):
            with contextlib.suppress(OSError, ValueError):
                self._write(line)

    def _write(self, line: str) -> None:
        if os.path.exists(self._file) and os.path.getsize(self._file) > _LOG_BYTES:  # noqa: PTH110, PTH202
            os.replace(self._file, f"{self._file}.1")  # noqa: PTH105
        with open(self._file, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(line)


class Guard:
    """One guard, from its start until it leaves."""

    def __init__(self, options: Options, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._options = options
        self._elapsed = elapsed
        self._awake = Awake()
        self._record = Record(options.log, elapsed)
        self._events: SimpleQueue[Heard] = SimpleQueue()
        self._numbers = count()
        self._siren = Siren(options.sound, options.player, self._record.note)
        self._window = Window(self._events, lambda: next(self._numbers))
        self._station = next(self._numbers)
        self._child: Popen[bytes] | None = None
        self._pid: int | None = None
        self._well_at = elapsed()
        self._windows_left = _WINDOW_TRIES
        self._course = Course(self._now(), options.limits)
        self._deeds: dict[Deed, Callable[[], None]] = {
            Deed.SHOW: self._show,
            Deed.HIDE: self._hide,
            Deed.SOUND: self._sound,
            Deed.QUIET: self._quiet,
            Deed.ASK_TO_END: self._ask_to_end,
            Deed.KILL: self._kill,
            Deed.START: self._start,
        }

    def run(self) -> None:
        """Until Station says goodbye, or somebody closes the window after everything was tried."""
        self._record.note("watching", f"{os.getpid()}")
        processes.listen(sys.stdin.buffer, self._station, self._events)
        try:
            while self._goes_on():
                pass
        finally:
            self._siren.stop()
            self._window.hide()
            self._record.note("left")
            self._record.close()

    def _goes_on(self) -> bool:
        """A round; one that fails does not end the guard."""
        try:
            return self._round()
        except Exception as error:  # noqa: BLE001  # whatever it is, nobody else is left to watch
            self._record.note("fault", f"{type(error).__name__}: {error}")
            return True

    def _round(self) -> bool:
        """Wait for a line or half a second, then do what is to be done. False when that is to leave."""
        try:
            heard: Heard | None = self._events.get(timeout=_ROUND_S)
        except Empty:
            heard = None
        now = self._now()
        if heard is not None:
            self._hear(*heard, now)
        self._tend(now)
        for deed in self._course.step(now):
            if deed is Deed.LEAVE:
                return False
            self._deeds[deed]()
        return not (self._course.is_long_unseen(now) and not self._window.is_open)

    def _now(self) -> float:
        return self._awake.at(self._elapsed())

    def _hear(self, number: int, line: str | None, now: float) -> None:
        if number == self._window.number:
            self._hear_window(line)
        elif number != self._station:
            return
        elif line is None:
            self._record.note("silent for ever", f"{self._pid}")
            self._course.ended()
        else:
            if (pid := lines.pid_of(line)) is not None:
                self._pid = pid
                self._record.note("heard", f"{pid}")
            watched = self._course.signs.watched
            self._course.hear(line, now)
            if self._course.signs.watched != watched:
                self._well_at = self._elapsed()

    def _hear_window(self, line: str | None) -> None:
        if line is not None:
            self._record.note(line)
            return
        code = self._window.ended()
        self._record.note("window gone", f"{code}")
        if code == 0:
            self._course.closed_by_a_person()
            return
        self._windows_left -= 1
        if self._windows_left > 0:
            self._show()

    def _tend(self, now: float) -> None:
        self._siren.tend(now)
        self._window.tend()
        if self._child is not None:
            self._child.poll()

    # Deeds

    def _show(self) -> None:
        course = self._course
        said = words.of_outage(
            course.trouble, course.signs, acting=course.is_acting, given_up=course.has_given_up, call=self._options.call
        )
        self._record.note("given up" if course.has_given_up else "showing", said.headline)
        _write(f"{said.headline}. {said.what_to_do} {said.why}".rstrip())
        try:
            self._window.say(said)
        except OSError as error:
            self._record.note("window failed", str(error))

    def _hide(self) -> None:
        self._window.hide()
        self._windows_left = _WINDOW_TRIES
        self._record.note("well again")

    def _sound(self) -> None:
        self._siren.start(self._now())

    def _quiet(self) -> None:
        self._siren.stop()
        self._record.note("quiet")

    def _ask_to_end(self) -> None:
        if self._pid is not None:
            self._record.note("asked to end", f"{self._pid}")
            processes.ask_to_end(self._pid)

    def _kill(self) -> None:
        if self._pid is not None:
            self._record.note("killed", f"{self._pid}")
            processes.kill(self._pid)

    def _start(self) -> None:
        import subprocess

        trouble = self._course.trouble
        why = f"{'died' if trouble is None else trouble.value} {self._well_at:.3f}"
        self._station = next(self._numbers)
        self._pid = None
        environment = os.environ | {processes.STARTED_AGAIN: why}
        self._record.note("started again", why)
        try:
            self._child = processes.start(self._options.command, stdin=subprocess.DEVNULL, env=environment)
        except OSError as error:
            self._record.note("start failed", str(error))
            self._course.ended()
            return
        self._pid = self._child.pid
        if self._child.stdout is not None:
            processes.listen(self._child.stdout, self._station, self._events)


def _write(sentence: str) -> None:
    """Where Station was started from a terminal."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{sentence}\n")
            sys.stderr.flush()


def main() -> None:
    """As a program. Ctrl-C and a closed terminal are Station's to answer; an ordinary kill ends the guard."""
    import signal

    def end(_number: int, _frame: object) -> None:
        raise SystemExit

    for name in ("SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    guard = Guard(Options(sys.argv[1:]))
    with contextlib.suppress(SystemExit):
        guard.run()
    os._exit(0)  # an orderly end would wait for the thread that reads standard input


if __name__ == "__main__":
    main()
