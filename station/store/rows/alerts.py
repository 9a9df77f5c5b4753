"""Alerts of the past and the present as lists, timelines and figures show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from station.models.enums import AlertState, Priority, ShownKind, Stage
from station.store.rows import AlertStepRow


@dataclass(frozen=True, slots=True)
class AlertWanted:
    """Which alerts of the history; what is None, empty or False asks for nothing."""

    since: datetime | None = None
    """Found at or after this moment; and before `until`."""
    until: datetime | None = None
    priority: Priority | None = None
    kind: str | None = None
    """A task kind's words, or "technical"."""
    area_id: int | None = None
    stay_id: int | None = None
    staff_id: int | None = None
    """Who accepted it last, was asked last, closed it or said why."""
    owes_reason: bool = False
    documented_late: bool = False
    words: str = ""
    """In the patient's name or record number, the bed, or what was said of the alert."""


@dataclass(frozen=True, slots=True)
class PastAlertRow:
    """One alert with its true times, open or closed."""

    id: int
    stay_id: int | None
    bed: str | None
    """He is or was last in; None for what is about no patient."""
    patient: str | None
    """Family and given name."""
    area_id: int | None
    area: str | None
    kind: str
    priority: Priority
    stage: Stage
    state: AlertState
    text: str
    since: datetime
    due_at: datetime
    lapsed_at: datetime | None
    detected_at: datetime
    accepted_by: str | None
    """Who has it, or had it last as it closed."""
    accepted_at: datetime | None
    accepted_note: str | None
    lease_until: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    close_reason: str | None
    documented_late: bool
    close_note: str | None
    """Why it closed without its deed; empty: it is owed still; None: it is not asked."""
    close_note_by: str | None
    close_note_at: datetime | None
    level: str | None = None
    initials: str | None = None
    """As the board's rows of alerts have them; the history goes by the patient's name."""

    @property
    def owes_reason(self) -> bool:
        return self.close_note == ""


@dataclass(frozen=True, slots=True)
class AlertPage:
    """A stretch of the history, the one found last first."""

    rows: tuple[PastAlertRow, ...]
    more: bool
    """Whether there are older ones."""


@dataclass(frozen=True, slots=True)
class AlertShownRow:
    """When an alert first reached people at a station, at one priority."""

    station: str
    kind: ShownKind
    priority: Priority
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertStory:
    """Everything that is known of one alert."""

    row: PastAlertRow
    steps: tuple[AlertStepRow, ...]
    """Oldest first."""
    shown: tuple[AlertShownRow, ...]


@dataclass(frozen=True, slots=True)
class AlertLoad:
    """What alerts asked of people from `since` until `until`."""

    since: datetime
    until: datetime
    alerts: int
    """Rows that were found in it."""
    announcements: int
    """What people heard and saw of them: late checks of one area are one."""
    people: float | None
    """On duty on average by the published plans; None where nothing is planned."""
    per_person: float | None
    """Announcements a person and 10 min; None where nobody is planned."""
    most_within: int
    """The most announcements within `flood_within`."""
    flood_count: int
    """More than so many are a flood."""
    flood_within: timedelta
    longest: timedelta | None
    """The longest that one stood without anybody having accepted it."""
    longest_id: int | None
    longest_title: str
    median_to_acceptance: timedelta | None
    accepted: int
    """How many of them somebody accepted."""
    causes: tuple[tuple[str, int], ...]
    """What happened most often, in words, with how often."""

    @property
    def is_flooded(self) -> bool:
        return self.most_within > self.flood_count
