"""What stands in the guard's window."""

from typing import Final, NamedTuple

from station.guarding.course import Trouble
from station.guarding.lines import Signs

_PAPER: Final = "Nobody is told of lapses. Go round, and keep your own times on paper."
_AGAIN: Final = "Station is being started again by itself."
_WHY: Final = {
    Trouble.DIED: "Station has ended without being closed.",
    Trouble.STOPPED: "Station does not answer.",
    Trouble.MONITOR: "Station's watch over the unit has stopped.",
    Trouble.SCREEN: "Station's screen stood still.",
}


class Words(NamedTuple):
    headline: str
    what_to_do: str
    why: str
    can_be_closed: bool


def of_outage(trouble: Trouble | None, signs: Signs, *, acting: bool, given_up: bool, call: str) -> Words:
    """`acting`: Station is being started again, or was not to be. `call`: whom to call then; may be empty."""
    if trouble is Trouble.SCREEN and not acting:
        what = "What it shows is old. Look at another screen, or go round and keep your own times on paper."
        return Words(_since("SCREEN STANDS STILL", signs.moved), what, "", can_be_closed=False)
    headline = _since("NOT MONITORING", signs.watched)
    if given_up:
        whom = call or "whoever looks after Station"
        return Words(headline, _PAPER, f"Station could not be started again. Call {whom}.", can_be_closed=True)
    why = "" if trouble is None else f"{_WHY[trouble]} "
    return Words(headline, _PAPER, f"{why}{_AGAIN if acting else ''}".rstrip(), can_be_closed=False)


def _since(headline: str, at: str) -> str:
    return f"{headline} SINCE {at}" if at else headline
