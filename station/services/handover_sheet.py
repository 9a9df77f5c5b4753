"""The Handover page as a screen and a printer are handed it."""

from dataclasses import dataclass
from datetime import datetime

from station.rules.handover_page import HandoverPage
from station.store.rows.handover import HeadRow, NoteRow, SignatureRow
from station.store.rows.plan import ShiftRow


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """The page of one shift: as the unit is now, or as it was signed."""

    shift: ShiftRow
    zone: str
    page: HandoverPage
    head: HeadRow
    """Of the journal, when the page was read; signed, when it was signed."""
    outgoing: SignatureRow | None
    outgoing_id: int | None
    incoming: SignatureRow | None
    since: tuple[str, ...]
    """What has changed since the outgoing charge signed; once both have, what the incoming one was shown."""
    notes: tuple[NoteRow, ...]
    """Of this shift, as they are now; of a page that was signed they may be more than it says."""
    signed_from: datetime
    read_at: datetime

    @property
    def is_live(self) -> bool:
        """Nobody has signed: the page is as the unit is now."""
        return self.outgoing is None

    @property
    def is_handed_over(self) -> bool:
        return self.incoming is not None
