"""The guard's own sound: a player of the system, started again and again. It needs nothing of Station's sound."""

import contextlib
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

_PLAYERS: Final = {
    "darwin": (("afplay",),),
    "linux": (("paplay",), ("pw-play",), ("aplay", "-q")),
}
_AGAIN_S: Final = 2.0
"""Between the end of one playing and the next."""


def players(platform: str = sys.platform) -> list[list[str]]:
    """The commands that could play here, the first is tried first. Windows plays by itself."""
    return [list(one) for one in _PLAYERS.get(platform, _PLAYERS["linux"]) if shutil.which(one[0])]


class Siren:
    """Sounds from `start` to `stop`, by itself between `tend`s. A player that fails gives way to the next one, the last
    of all to the bell of the terminal."""

    def __init__(self, sound: str, player: str, note: "Callable[[str, str], None]") -> None:
        """`sound`: a WAV file; empty for none. `player`: a command to play it with in place of the system's.

        `note` is told what plays and what does not.
        """
        self._sound = sound
        self._note = note
        file = [sound] if sound else []
        self._ways: list[list[str]] | None = [[*_words(player), *file]] if player else None
        self._playing: Popen[bytes] | None = None
        self._on = False
        self._said = ""
        self._next = 0.0

    def start(self, now: float) -> None:
        self._on = True
        self._said = ""
        self._next = now
        self.tend(now)

    def stop(self) -> None:
        self._on = False
        if sys.platform == "win32" and self._sound:
            import winsound

            winsound.PlaySound(None, winsound.SND_PURGE)
        if self._playing is not None and self._playing.poll() is None:
            self._playing.kill()
            self._playing.wait()
        self._playing = None

    def tend(self, now: float) -> None:
        """Play again where the last playing is over. Called often; takes no time."""
        if self._playing is not None and (code := self._playing.poll()) is not None:
            self._ended(code, now)
        if self._on and self._playing is None and now >= self._next:
            self._next = now + _AGAIN_S
            self._play()

    def _ended(self, code: int, now: float) -> None:
        self._playing = None
        self._next = now + _AGAIN_S
        if code and self._ways:
            self._note("player failed", f"{self._ways[0][0]} {code}")
            self._ways.pop(0)
            self._next = now

    def _play(self) -> None:
        if sys.platform == "win32" and self._ways is None and self._play_on_windows():
            return
        if self._ways is None:
            self._ways = [[*way, self._sound] for way in players()] if self._sound else []
        while self._ways:
            try:
                self._playing = _start(self._ways[0])
            except OSError as error:
                self._note("player failed", f"{self._ways.pop(0)[0]} {error.strerror}")
            else:
                self._say_once(self._ways[0][0])
                return
        self._ring()

    def _play_on_windows(self) -> bool:
        if sys.platform != "win32" or not self._sound:
            return False
        import winsound

        try:
            winsound.PlaySound(self._sound, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError as error:
            self._note("player failed", str(error))
            return False
        self._say_once("winsound")
        return True

    def _ring(self) -> None:
        self._say_once("bell")
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write("\a")
                sys.stderr.flush()

    def _say_once(self, how: str) -> None:
        if self._said != how:
            self._said = how
            self._note("sounded", how)


def _words(command: str) -> list[str]:
    import shlex

    return shlex.split(command, posix=os.name != "nt")


def _start(command: list[str]) -> "Popen[bytes]":
    """A child without a console, that says nothing. Raises OSError."""
    import subprocess

    flags: dict[str, Any] = {} if os.name != "nt" else {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, **flags)  # noqa: S603
