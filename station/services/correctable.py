"""What may be corrected: an entry that is known, that still counts, with a reason for it."""

from datetime import datetime
from typing import Protocol, TypeVar

from station.models.enums import EntryStatus
from station.services import away
from station.services.errors import Refused
from station.store.work import Work


class Entry(Protocol):
    """What was recorded, and what has become of it."""

    @property
    def status(self) -> EntryStatus: ...


E = TypeVar("E", bound=Entry)


def correctable(original: E | None, what: str, reason: str) -> E:
    """The entry, when it may be corrected. `what`: as people call it ("check"). Raises Refused in a sentence."""
    if original is None:
        raise Refused(f"This {what} is not known here. Close the panel and open the patient again.")
    if original.status is EntryStatus.TAKEN_BACK:
        raise Refused("This entry was taken back and counts for nothing. Record the patient anew if he was seen.")
    if original.status is not EntryStatus.CURRENT:
        raise Refused(f"This {what} has already been corrected ({original.status.value}). Correct the newer one.")
    if not reason.strip():
        raise Refused("Say why it is corrected: the reason stays beside the original.")
    return original


def check_written_by_then(work: Work, what: str, at: datetime, written_at: datetime) -> None:
    """Refuses a time after the entry was first written down: a correction sees nobody, it says what was seen."""
    if at > written_at:
        raise Refused(
            f"This {what} was written down at {away.clock(work, written_at)}: it cannot have been made after that. "
            f"Record a {what} of its own for what was found later."
        )
