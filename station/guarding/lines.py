"""What Station says to the guard process: a line twice a second, so short that a pipe takes it whole or not at all."""

from typing import Final, NamedTuple

EVERY_S: Final = 0.5
HELLO: Final = "hello"
GOODBYE: Final = "goodbye"
_BEAT: Final = "beat"
_APART: Final = "\t"


class Signs(NamedTuple):
    """How Station is. Counts and not ages: the guard sees by its own clock how long one has stood still."""

    monitor: int | None = None
    """Grows while the monitor lives; None while there is none."""
    screen: int | None = None
    """The beats of the window's own thread; None while no board is up."""
    watched: str = ""
    """When the last whole pass ended, as people read it: 14:32:07. Empty before the first."""
    moved: str = ""
    """When the window's thread beat last, as people read it."""
    tells: bool = False
    """Station's own screen is up and says how things are."""


def hello(pid: int) -> str:
    """The first line: which process speaks."""
    return f"{HELLO}{_APART}{pid}"


def beat(signs: Signs) -> str:
    """The line said again and again."""
    monitor, screen = ("" if count is None else str(count) for count in (signs.monitor, signs.screen))
    return _APART.join((_BEAT, monitor, screen, signs.watched, signs.moved, "yes" if signs.tells else "no"))


def pid_of(line: str) -> int | None:
    """The process that says hello; None when this line is another."""
    word, _, number = line.partition(_APART)
    return int(number) if word == HELLO and number.isdecimal() else None


def signs_of(line: str) -> Signs | None:
    """What a beat says; None when this line is none, whoever wrote it."""
    parts = line.split(_APART)
    if len(parts) != 6 or parts[0] != _BEAT or not all(part.isdecimal() or not part for part in parts[1:3]):
        return None
    monitor, screen = (int(part) if part else None for part in parts[1:3])
    return Signs(monitor, screen, parts[3], parts[4], parts[5] == "yes")
