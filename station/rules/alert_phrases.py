"""Words that are offered first; any others may be written."""

from typing import Final

from station.models.enums import TaskKind

_GOING: Final = "Going now"
_DOING: Final = (_GOING, "Asked the rounder", "With the patient now")
_DOING_ABOUT: Final = {
    "technical": ("Looking at it now", "Called for help with it"),
    TaskKind.OBSERVER.value: (_GOING, "Sending an observer", "With the patient now"),
    TaskKind.RELIEF.value: ("Going to relieve now", "Sending a relief"),
    TaskKind.REVIEW.value: ("Calling the provider", "Reviewing it now"),
    TaskKind.PROVIDER_ORDER.value: ("Calling the provider", "Order is being entered"),
    TaskKind.NOT_FOUND.value: ("Searching the unit", "Asked everyone to look", "With the patient now"),
    TaskKind.RETURN.value: ("Calling who has him", "Going to meet him"),
    TaskKind.AWOL.value: ("Searching the grounds", "Calling the police", "Calling the family"),
    TaskKind.HANDOVER.value: ("Signing now", "Waiting for the other charge"),
    TaskKind.ROUND_OPEN.value: ("Ending it now", "Asked the rounder"),
    TaskKind.ENVIRONMENTAL.value: ("Walking it now", "Asked somebody to walk it"),
    TaskKind.HAZARD.value: ("Seeing to it now", "Keeping patients away", "Called maintenance"),
    TaskKind.SCORE.value: ("Seeing the patient now", "Calling the provider"),
}

WHY: Final = (
    "Seen in time, written down late",
    "An emergency elsewhere",
    "Nobody was free",
    "He was off the unit",
    "The alert was not noticed",
)
"""Why a high alert was not answered by what it asked for."""


def doing(kinds: set[str]) -> tuple[str, ...]:
    """What somebody will do about alerts of these kinds; of several, what fits any."""
    return _DOING_ABOUT.get(next(iter(kinds)), _DOING) if len(kinds) == 1 else _DOING[:2]


def is_offered(words: str) -> bool:
    """Whether these are words of ours, which tell nothing of anybody."""
    return any(words in phrases for phrases in (_DOING, *_DOING_ABOUT.values()))
