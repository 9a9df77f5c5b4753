"""The closed word lists of the record. Levels, places, activities and precautions are policy, not here."""

from enum import StrEnum


class LevelKind(StrEnum):
    INTERMITTENT = "intermittent"
    CONTINUOUS = "continuous"


class Stage(StrEnum):
    """How far something owed has come. Ordered by `rank`: 0 ok to 3 lapsed."""

    OK = "ok"
    DUE_SOON = "due soon"
    LATE = "late"
    LAPSED = "lapsed"

    @property
    def rank(self) -> int:
        return _STAGE_RANK[self]


_STAGE_RANK = {Stage.OK: 0, Stage.DUE_SOON: 1, Stage.LATE: 2, Stage.LAPSED: 3}


class TaskKind(StrEnum):
    CHECK = "check"
    OBSERVER = "observer"
    RELIEF = "relief"
    REVIEW = "review"
    PROVIDER_ORDER = "provider order"
    NOT_FOUND = "not found"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    VOID = "void"


class Priority(StrEnum):
    """Alert priority. Ordered by `rank`: 0 most urgent. Technical alerts stand beside the clinical three."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    TECHNICAL = "technical"

    @property
    def rank(self) -> int:
        return _PRIORITY_RANK[self]


_PRIORITY_RANK = {Priority.HIGH: 0, Priority.TECHNICAL: 1, Priority.MEDIUM: 2, Priority.LOW: 3}


class AlertState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class StepKind(StrEnum):
    OPENED = "opened"
    RAISED = "raised"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    LEASE_ENDED = "lease ended"
    REOPENED = "reopened"
    CLOSED = "closed"


class Outcome(StrEnum):
    SEEN = "seen"
    NOT_FOUND = "not found"


class EntryStatus(StrEnum):
    """What became of a recorded check. The row itself never changes; corrections stand beside it."""

    CURRENT = "current"
    AMENDED = "amended"
    WRONG_PATIENT = "wrong patient"


class OwedReason(StrEnum):
    """Why a first check is owed now, apart from the running interval."""

    ADMITTED = "admitted"
    RAISED = "raised"
    RETURNED = "returned"
    NOT_WATCHED = "not watched"
    """Station was off, or its clock was wrong: whether the interval was kept is not known."""


class OrderKind(StrEnum):
    ADMISSION = "admission"
    RAISE = "raise"
    LOWER = "lower"
    RENEW = "renew"


class Role(StrEnum):
    VIEWER = "viewer"
    TECH = "tech"
    CHARGE_TECH = "charge tech"
    NURSE = "nurse"
    CHARGE_NURSE = "charge nurse"
    PROVIDER = "provider"
    ADMINISTRATOR = "administrator"
