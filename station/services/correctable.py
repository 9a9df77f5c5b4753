"""What may be corrected: an entry that is known, that still counts, with a reason for it."""

from typing import Protocol, TypeVar

from station.models.enums import EntryStatus
from station.services.errors import Refused


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
