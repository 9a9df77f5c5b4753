"""Lengths of time as people on a unit write and read them: "15:00", "45 min", "2 h", "1 h 45 min", "30 days"."""

import re
from datetime import timedelta
from typing import Final

_SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "day": 86_400}
_WORDS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "day"),
}
_PART: Final = re.compile(r"(\d{1,5})\s*([a-z]+)")
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d)")
_HOW: Final = "Write minutes and seconds such as 15:00, or 15 min, 2 h, 1 h 45 min, 30 days."


def said(length: timedelta) -> str:
    """Minutes and seconds under an hour ("15:00"), then hours ("1 h 45 min"), whole days from two on ("14 days").

    Negative lengths are none: ValueError.
    """
    seconds = int(length.total_seconds())
    if seconds < 0:
        raise ValueError(f"a length of time cannot be negative, got {length}")
    if seconds < _SECONDS["h"]:
        return f"{seconds // 60}:{seconds % 60:02d}"
    if seconds >= 2 * _SECONDS["day"] and seconds % _SECONDS["day"] == 0:
        return f"{seconds // _SECONDS['day']} days"
    parts = (seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")
    return " ".join(f"{amount} {word}" for amount, word in parts if amount)


def read(text: str) -> timedelta:
    """The length that was typed. A pair of figures is always minutes and seconds. Raises ValueError, a sentence."""
    plain = text.strip().lower()
    if not plain:
        raise ValueError(f"A length of time is missing. {_HOW}")
    if clock := _CLOCK.fullmatch(plain):
        return timedelta(minutes=int(clock[1]), seconds=int(clock[2]))
    if plain.isdigit():
        raise ValueError(f"{plain} what? Write {plain} min or {plain} h.")
    parts = _PART.findall(plain)
    if not parts or _PART.sub("", plain).strip() or any(word not in _WORDS for _, word in parts):
        raise ValueError(f"“{text.strip()}” is not a length of time. {_HOW}")
    return timedelta(seconds=sum(int(amount) * _SECONDS[_WORDS[word]] for amount, word in parts))


def stored(length: timedelta) -> str:
    """As a policy keeps it: minutes and seconds."""
    seconds = int(length.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


def unstored(text: str) -> timedelta:
    """The length of "15:00" or "2:00:00" as a policy keeps it. Raises ValueError."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts):
        raise ValueError(f"{text!r} is not a duration; write minutes:seconds or hours:minutes:seconds")
    hours, minutes, seconds = (int(part) for part in (["0", *parts])[-3:])
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
