"""A file that one process at a time holds. The system lets go of it when the process ends, however it ends."""

import errno
import os
import sys
from typing import Final

IN_USE: Final = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
"""What `hold` fails with where another process holds it; anything else: this file cannot be held by anybody."""
_FAR: Final = 1 << 30
"""Windows locks a byte, which nobody can then read: one far behind whatever is written."""


def hold(file: int) -> None:
    """Hold an open file until it is closed. Raises OSError, see `IN_USE`."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
