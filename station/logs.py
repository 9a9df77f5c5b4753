"""Log files that rotate, and what becomes of an error that nobody foresaw: logged whole once, told once.

No patient is named in a log: callers log ids, and what a database error quotes of its values is cut out here.
"""

import copy
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from typing_extensions import override

_FILES: Final = 5
_FILE_BYTES: Final = 2_000_000
_WHOLE_S: Final = 3600.0
_LINE_S: Final = 60.0
_QUOTED_VALUES: Final = re.compile(r"\[parameters: .*?\](?=\n|$)|(?<=DETAIL:  ).*", re.DOTALL)

Tell = Callable[[str], None]

_logger = logging.getLogger(__name__)


class _Formatter(logging.Formatter):
    """UTC, and without the values that a database error quotes."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")

    @override
    def format(self, record: logging.LogRecord) -> str:
        more, whole = getattr(record, "more", 0), getattr(record, "whole", True)
        if more or not whole:
            record = copy.copy(record)
            record.msg, record.args = f"{record.getMessage()} (again, {more} times more since)", None
            if not whole:
                record.exc_info = record.exc_text = None
        return _QUOTED_VALUES.sub("[values not logged]", super().format(record))


@dataclass(slots=True)
class _Written:
    """When an error was last written, of seconds that nobody can set; how often it came since."""

    whole: float
    line: float
    more: int = 0


class _Repeats(logging.Filter):
    """What fails twice a second would push everything else out of five files within the hour. The same error at the
    same place is written whole once an hour, in one line once a minute, and counted in between."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._elapsed = elapsed
        self._written: dict[tuple[str, str, str], _Written] = {}
        self._lock = threading.Lock()

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        now, kind = self._elapsed(), (record.name, str(record.msg), _place(error))
        with self._lock:
            before = self._written.get(kind)
            if before is None:
                self._written[kind] = _Written(now, now)
                return True
            before.more += 1
            if now - before.line < _LINE_S:
                return False
            whole = now - before.whole >= _WHOLE_S
            record.__dict__.update(more=before.more - 1, whole=whole)
            self._written[kind] = _Written(now if whole else before.whole, now)
        return True


class _Files(RotatingFileHandler):
    """A wall and a desk of one computer write into one file: whichever puts it aside, both go on in the new one."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and self._is_put_aside(self.stream.fileno()):
            self._let_go()
            self.stream = self._open()
        super().emit(record)

    def _let_go(self) -> None:
        if self.stream is not None:
            self.stream.close()

    def _is_put_aside(self, ours: int) -> bool:
        try:
            return not os.path.samestat(Path(self.baseFilename).stat(), os.fstat(ours))
        except OSError:
            return True

    @override
    def doRollover(self) -> None:
        """The newest first: where another program holds that one open (Windows), nothing is moved, and it grows."""
        self._let_go()
        with suppress(OSError):
            Path(self.baseFilename).replace(f"{self.baseFilename}.0")
            for number in reversed(range(self.backupCount)):
                if (older := Path(f"{self.baseFilename}.{number}")).exists():
                    older.replace(f"{self.baseFilename}.{number + 1}")
        self.stream = self._open()


def log_file(folder: Path) -> Path:
    """The file being written now; older ones are beside it, numbered."""
    return folder / "station.log"


def set_up(folder: Path) -> None:
    """Log to `folder`, five files of 2 MB; to standard error, and saying so, where it cannot be written."""
    root = logging.getLogger()
    handler, trouble = _handler(folder)
    handler.setFormatter(_Formatter())
    handler.addFilter(_Repeats())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if trouble:
        _logger.warning("No log file in %s: %s. Logging here instead; make the folder writable.", folder, trouble)


def _handler(folder: Path) -> tuple[logging.Handler, str | None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _Files(log_file(folder), maxBytes=_FILE_BYTES, backupCount=_FILES - 1, encoding="utf-8")
    except OSError as error:
        return logging.StreamHandler(), error.strerror or type(error).__name__
    return file, None


class Faults:
    """Unexpected errors: the first of a kind is logged whole and told; its repeats are only counted in the log."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._seen: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def report(self, error: BaseException) -> None:
        """Log and tell one error. Safe from any thread; never raises."""
        count = self._count(error)
        if count == 1:
            _logger.error("Unexpected error", exc_info=(type(error), error, error.__traceback__))
            self._tell_safely(
                f"Something unexpected happened ({type(error).__name__}). It is in the log; the board goes on."
            )
        elif _is_power_of_ten(count):
            _logger.error("Unexpected error, %d times now: %s", count, _place(error))

    def _count(self, error: BaseException) -> int:
        kind = (type(error).__qualname__, _place(error))
        with self._lock:
            self._seen[kind] = self._seen.get(kind, 0) + 1
            return self._seen[kind]

    def _tell_safely(self, sentence: str) -> None:
        try:
            self._tell(sentence)
        except Exception:
            _logger.exception("The unexpected error could not be shown")


def _is_power_of_ten(count: int) -> bool:
    return str(count).strip("0") == "1"


def _place(error: BaseException) -> str:
    """Where it was raised: type, file and line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {where}"


@contextmanager
def watched(faults: Faults) -> Iterator[None]:
    """While open, errors that reach the top of any thread go to `faults`. Ctrl-C and exits keep their meaning."""
    before, before_threads = sys.excepthook, threading.excepthook

    def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            faults.report(error)
        else:
            before(kind, error, trace)

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, Exception):
            faults.report(args.exc_value)

    sys.excepthook, threading.excepthook = on_main, on_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, before_threads
