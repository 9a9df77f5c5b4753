"""What a PIN and a badge must look like, and how long a lock holds."""

import re
from datetime import datetime, timedelta
from typing import Final

SHORTEST: Final = 4
LONGEST: Final = 8
_UP: Final = "0123456789"
_DOWN: Final = _UP[::-1]
_BADGE_SHORTEST: Final = 4
_BADGE_LONGEST: Final = 64


class PinError(ValueError):
    """Why it will not do, in a sentence."""


def is_pin(typed: str) -> bool:
    """Whether it could be a PIN at all. Only the digits of ASCII: others look alike and are not on every keyboard."""
    return re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", typed) is not None


def check_new_pin(pin: str) -> str:
    """The PIN, fit to be somebody's. Raises PinError for one of another length, or one that everybody tries first."""
    if not is_pin(pin):
        raise PinError(f"A PIN has {SHORTEST} to {LONGEST} digits and nothing else. Choose another.")
    if len(set(pin)) == 1:
        raise PinError("A PIN of one digit over and over is guessed at once. Choose another.")
    if pin in _UP or pin in _DOWN:
        raise PinError("A PIN that counts up or down is guessed at once. Choose another.")
    return pin


def normal_badge(scanned: str) -> str:
    """A badge as it is kept and compared: scanners differ in what they put around it, and in capitals.

    Raises PinError for what cannot be the number of a badge.
    """
    badge = scanned.strip().upper()
    if not badge:
        raise PinError("No badge was scanned. Scan it again.")
    if any(letter.isspace() or not letter.isprintable() for letter in badge):
        raise PinError("This does not read as one badge. Scan it again, by itself.")
    if not _BADGE_SHORTEST <= len(badge) <= _BADGE_LONGEST:
        raise PinError(f"A badge has {_BADGE_SHORTEST} to {_BADGE_LONGEST} letters or digits. Scan it again.")
    return badge


def lock_ends(locked_until: datetime | None, locked_for: timedelta, now: datetime) -> datetime | None:
    """When a lock ends; None when there is none any more.

    Never further off than a whole lock. The clock that Station goes by never goes back; should a lock nevertheless have
    begun after `now` (on a machine whose clock was ahead), it neither ends early nor lasts longer than one begun now.
    """
    if locked_until is None or locked_until <= now:
        return None
    return min(locked_until, now + locked_for)
