"""Where a demo keeps its invented record: a folder that goes with it, cleared by the next one where it was killed."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from station.store.holding import hold

_PREFIX: Final = "station-demo-"
_CLAIM: Final = "in-use"


class DemoFolder:
    """Held by this process. One without a claim, or with an empty one, is just being made, or is not ours."""

    def __init__(self) -> None:
        clear_left()
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._claim = os.open(self.path / _CLAIM, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(OSError):
            hold(self._claim)
            os.lseek(self._claim, 0, os.SEEK_SET)
            os.write(self._claim, str(os.getpid()).encode())

    def close(self) -> None:
        os.close(self._claim)
        self._folder.cleanup()


def clear_left() -> None:
    """Remove the folders of demos whose process has ended without doing so. What cannot be removed stays."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            _clear(folder)


def _clear(folder: Path) -> None:
    """Raises OSError where it is in use, not ours, or not what it seems."""
    if folder.is_symlink():
        return
    claim = folder / _CLAIM
    file = os.open(claim, os.O_RDWR)
    try:
        hold(file)
        if os.fstat(file).st_size == 0:
            return
        # The claim goes last: while the rest is being removed no other demo begins on it.
        for one in folder.iterdir():
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one, ignore_errors=True)
            elif one != claim:
                one.unlink(missing_ok=True)
    finally:
        os.close(file)
    claim.unlink(missing_ok=True)
    folder.rmdir()
