"""What a handover is made of: the unit as it is, and what happened on the shift."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import OrderKind, Stage, TaskKind
from station.store.rows import BoardSnapshot


@dataclass(frozen=True, slots=True)
class WhoRow:
    """A patient of whom something is said, here still or not."""

    stay_id: int
    bed: str | None
    """The bed he is in, or was in last."""
    family: str
    given: str


@dataclass(frozen=True, slots=True)
class LevelChangeRow:
    """A level raised or lowered on the shift."""

    order_id: int
    who: WhoRow
    at: datetime
    kind: OrderKind
    before: tuple[str, str | None]
    """The level, and another while asleep."""
    now: tuple[str, str | None]
    reason: str
    ordered_by: str
    entered_by: str
    second_person: str | None


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """Somebody answered for an alert, and what he said he would do."""

    at: datetime
    by: str
    doing: str


@dataclass(frozen=True, slots=True)
class LapseRow:
    """Something that fell due and was not done in time, over or not."""

    alert_id: int
    kind: TaskKind
    who: WhoRow | None
    text: str
    """Of what is owed to no patient: its words."""
    stage: Stage
    since: datetime
    due_at: datetime
    lapsed_at: datetime | None
    closed_at: datetime | None
    close_reason: str | None
    closed_by: str | None
    documented_late: bool
    seen_at: datetime | None
    """When the check that closed it saw him."""
    seen_by: str | None
    accepted: tuple[AcceptedRow, ...]


@dataclass(frozen=True, slots=True)
class LongestGapRow:
    """The longest time between two looks at one patient that ended on the shift."""

    who: WhoRow
    seconds: float
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class ComingRow:
    """Came to the unit on the shift, or left it for good."""

    who: WhoRow
    at: datetime
    came: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A line for the next shift."""

    note_id: int
    who: WhoRow | None
    """None: about the unit."""
    words: str
    by_id: int
    by: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """Everything the page says, read in one transaction."""

    board: BoardSnapshot
    levels: tuple[LevelChangeRow, ...]
    lapses: tuple[LapseRow, ...]
    """In the order they fell due."""
    longest: LongestGapRow | None
    comings: tuple[ComingRow, ...]
    notes: tuple[NoteRow, ...]
    left_out: tuple[tuple[str, datetime], ...]
    """Earlier shifts that nobody handed over: name and start."""


@dataclass(frozen=True, slots=True)
class SignatureRow:
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The last entry of the journal, by its number and its hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class HandedOverRow:
    """A handover that was signed, for the list of earlier ones."""

    shift: str
    starts_at: datetime
    outgoing: SignatureRow
    incoming: SignatureRow | None
