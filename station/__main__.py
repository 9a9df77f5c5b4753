"""The program `station`, also as `python -m station`."""

import logging
import os
import sys
from typing import Final, NoReturn

from station.cli import main as commands

_OTHERS: Final = 0o077
"""What the group and every other account of this computer may not do with a file that Station makes (POSIX; Windows
keeps a user's folder to him)."""


def main() -> None:
    """Run one command and end the process."""
    os.umask(_OTHERS)
    try:
        commands()
    except SystemExit as end:
        _leave(end)
    _leave(SystemExit(0))


def _leave(end: SystemExit) -> NoReturn:
    """Where there were windows, at once: everything is stored, and Python taking Qt's objects apart in an order of its
    own can crash, which the guard process and whoever started us would take for a fault."""
    if "PySide6" not in sys.modules or not isinstance(end.code, int | None):
        raise end
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(end.code or 0)


if __name__ == "__main__":
    main()
