"""How the sound of a station stands, in words. The four that people confuse are told apart:

*Sound paused*: silence for 2 minutes at most; alerts go on. *Sound off*: silence because somebody decided so. *Alert
paused* and *alerting off* do not exist here: an alert ends with the deed, and nothing turns alerting off.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.wording import clock_time

ON: Final = "Sound on"
OFF: Final = "SOUND OFF"
NONE: Final = "NO SOUND"
PAUSED: Final = "SOUND PAUSED"
OPENING: Final = "Sound being opened"

STALLED: Final = "the part of Station that sounds has stopped"


class SoundState(Enum):
    OPENING = "opening"
    ON = "on"
    PAUSED = "paused"
    OFF = "off"
    """By decision: of the policy for walls, or of this station's settings."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SoundStatus:
    """Frozen: read it from any thread."""

    state: SoundState = SoundState.OPENING
    reason: str = ""
    """Why it is off or has failed, as part of a sentence."""
    device: str = ""
    left_s: float = 0.0
    """Of the pause."""
    asking: bool = False
    """Whether anything would sound now, or soon again: what a pause is for."""


def words(status: SoundStatus, tested_at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """For a corner of the screen: "Sound on, tested 07:02", "SOUND PAUSED 1:43", "SOUND OFF, by policy"."""
    if status.state is SoundState.OPENING:
        return OPENING
    if status.state is SoundState.PAUSED:
        return f"{PAUSED} {left_words(status.left_s)}"
    if status.state is SoundState.ON:
        return f"{ON}, tested {clock_time(tested_at, zone, now)}" if tested_at else f"{ON}, not tested yet"
    return f"{OFF if status.state is SoundState.OFF else NONE}, {status.reason}"


def kept_words(status: SoundStatus) -> str:
    """For the record, without what changes by the second."""
    known = {SoundState.OPENING: OPENING, SoundState.ON: ON, SoundState.PAUSED: PAUSED}.get(status.state)
    return known or f"{OFF if status.state is SoundState.OFF else NONE}, {status.reason}"


def left_words(seconds: float) -> str:
    """Of a pause: "1:43"."""
    whole = max(0, -int(-seconds // 1))
    return f"{whole // 60}:{whole % 60:02d}"


def trouble_words(status: SoundStatus, station: str) -> str:
    """The sentence of the alert; empty while all is well."""
    if status.state is not SoundState.FAILED:
        return ""
    deed = "restart Station." if status.reason == STALLED else _LOUDSPEAKER
    return f"No sound on {station}: {status.reason}. Alerts are shown there and not heard. Watch the screen; {deed}"


_LOUDSPEAKER: Final = "switch the loudspeaker on, or plug it in again. Station tries again by itself."
