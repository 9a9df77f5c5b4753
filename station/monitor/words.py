"""What the monitor tells people about itself and its clock. No times of day: the alert shows its own, in the zone."""

from datetime import timedelta
from typing import Final

from station.monitor.logical_clock import ClockJump, JumpKind
from station.rules.wording import spoken

_JUMPS: Final = {
    JumpKind.FORWARD: (
        "The clock of {station} jumped forward by {by}. Station follows it, so checks may show late too early. "
        "See whether the clock of this computer is right."
    ),
    JumpKind.BACK: (
        "The clock of {station} was set back by {by}. Station goes on counting elapsed time, so no check is missed, "
        "but shows times later than that clock. Put the clock of this computer right."
    ),
    JumpKind.BEHIND_MARK: (
        "At start, the clock of {station} stood {by} before the last time Station had stored. How long Station was "
        "off is not known: every patient on checks is owed a look now. Put the clock of this computer right."
    ),
    JumpKind.LONG_GAP: (
        "Station was not running on {station} for {by}. Checks that lapsed meanwhile are shown with their true times. "
        "Every patient on checks is owed a look now."
    ),
}

SCHEDULER_RESTARTED: Final = (
    "The scheduler stopped on {station} and was restarted. Checks went on being watched. "
    "If this comes again, restart Station and tell whoever looks after it."
)
GUARD_RESTARTED: Final = (
    "The guard over the monitor stopped on {station} and was restarted. Checks went on being watched. "
    "If this comes again, restart Station and tell whoever looks after it."
)
SCREEN_STILL: Final = (
    "The screen of {station} has stood still since {{since}}. What it shows is old: look at another screen. "
    "Station starts it again by itself; if it still stands, switch that computer off and on."
)
GUARD_PROCESS_REPLACED: Final = (
    "The guard process of {station}, which watches Station from outside, had ended and was started again. "
    "Checks went on being watched. If this comes again, tell whoever looks after Station."
)
GUARD_PROCESS_MISSING: Final = (
    "The guard process of {station} cannot be started ({why}). If Station fails there, nothing sounds and nothing "
    "starts it again. Keep an eye on that screen, and tell whoever looks after Station."
)
STARTED_AGAIN: Final = (
    "{what} on {station} and was started again by itself. It did not watch for {gap}. Everything that fell due in "
    "that time has now been looked at and is shown with its true times. Tell whoever looks after Station."
)
_WHAT_ENDED: Final = {
    "died": "Station ended without being closed",
    "stopped": "Station stopped answering",
    "monitor": "The watch over the unit stopped",
    "screen": "The screen stood still",
}
NOT_WATCHED: Final = (
    "Station did not watch on {station} for {gap}. Everything that fell due in that time has now been looked at and is "
    "shown with its true times."
)


def subject_of(jump: ClockJump) -> str:
    """What the alert is about: the clock, or a time in which nobody watched."""
    return "monitoring" if jump.kind is JumpKind.LONG_GAP else "clock"


def of_jump(jump: ClockJump, station: str) -> str:
    """The sentence for one clock finding."""
    return _JUMPS[jump.kind].format(station=station, by=_length(jump.by_seconds))


def of_gap(seconds: float, station: str) -> str:
    """The sentence for a time without monitoring in a running station."""
    return NOT_WATCHED.format(station=station, gap=_length(seconds))


def of_new_start(trouble: str, seconds: float, station: str) -> str:
    """The sentence for a start by the guard process. `trouble`: as `guarding.course.Trouble` names it."""
    what = _WHAT_ENDED.get(trouble, "Station ended")
    return STARTED_AGAIN.format(what=what, station=station, gap=_length(max(1.0, seconds)))


def _length(seconds: float) -> str:
    """As spoken, "5 minutes 15 seconds"; in whole days where it is more than two."""
    days = seconds / 86_400
    return f"{days:.0f} days" if days > 2 else spoken(timedelta(seconds=seconds))
