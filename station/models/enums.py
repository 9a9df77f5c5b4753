"""The closed word lists of the record. Levels, places, activities and precautions are policy, not here."""

from enum import StrEnum
from typing import Final


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
    RETURN = "return"
    """Back to the unit of somebody who is off it."""
    AWOL = "AWOL"
    ROUND_OPEN = "round open"
    """A round that was begun and not ended."""
    ENVIRONMENTAL = "environmental round"
    HANDOVER = "shift handover"
    """Of one shift to the next, signed by both charges."""
    HAZARD = "hazard"
    """A hazard found, until it is fixed and another person has verified it."""
    BELONGINGS = "belongings search"
    ORIENTATION = "orientation"
    FIRST_VITALS = "first vitals"
    WEIGHT = "weight"
    VITALS = "vital signs"
    SCORE = "score"
    """A score that a nurse has to answer for."""
    BVC = "BVC"
    CIWA = "CIWA-Ar"
    COWS = "COWS"
    CANARY = "canary"
    """Nobody's: it lapses each minute, to prove that what lapses is found."""


ADMISSION_TASKS: Final = (TaskKind.BELONGINGS, TaskKind.ORIENTATION, TaskKind.FIRST_VITALS, TaskKind.WEIGHT)
"""What is owed once after an admission."""
ASSESSMENTS: Final = (TaskKind.BVC, TaskKind.CIWA, TaskKind.COWS)
"""Scales that are filled in. A wall calls each of them an assessment: which one it is reveals a diagnosis."""


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
    DELEGATED = "delegated"
    """Somebody else was asked to take it."""
    EXPLAINED = "explained"
    """Why it closed without its deed, said by a named person."""


class ShownKind(StrEnum):
    """How an alert reached people."""

    PAINTED = "painted"
    SOUNDED = "sounded"


class Outcome(StrEnum):
    SEEN = "seen"
    NOT_FOUND = "not found"


class EntryStatus(StrEnum):
    """What became of a recorded check. The row itself never changes; corrections stand beside it."""

    CURRENT = "current"
    AMENDED = "amended"
    WRONG_PATIENT = "wrong patient"
    TAKEN_BACK = "taken back"
    """Undone by whoever had recorded it, within seconds; it counts for nothing and stays readable."""


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


class AbsenceKind(StrEnum):
    """Why a patient is off the unit."""

    ESCORT = "escort"
    """Staff go with him: radiology, court, the yard."""
    PASS = "pass"  # noqa: S105
    """For some hours, with a person named as answering for him."""
    LEAVE = "leave"
    """Overnight or longer; the bed is kept."""
    AWOL = "AWOL"
    """Gone without leave. Nobody has him."""


class AbsenceStepKind(StrEnum):
    LEFT = "left"
    HANDED_ON = "handed on"
    EXTENDED = "extended"
    """Expected back at another time."""
    AWOL = "AWOL"
    """Gone from the unit, or not come back from where he was."""
    TOLD = "told"
    """Somebody outside was told: police, family, provider."""
    BACK = "back"
    ENDED = "ended"
    """The stay ended while he was away."""


class FindingOutcome(StrEnum):
    """What an environmental round says of one thing in one room."""

    FINE = "fine"
    HAZARD = "hazard"
    NOT_CHECKED = "not checked"


class HazardState(StrEnum):
    OPEN = "open"
    FIXED = "fixed"
    """Said to be fixed; another person has still to verify it."""
    VERIFIED = "verified"


class HazardStepKind(StrEnum):
    FOUND = "found"
    GIVEN = "given"
    """Somebody else is to see to it."""
    FIXED = "fixed"
    REJECTED = "not fixed"
    """Looked at by another person, who found it is not fixed."""
    VERIFIED = "verified"


class DeedOutcome(StrEnum):
    """What came of an admission task."""

    DONE = "done"
    REFUSED = "refused"
    """By the patient; asked again later where the policy says so."""
    NOT_POSSIBLE = "not possible"


class HandingAnswer(StrEnum):
    """What became of an offer of a continuous patient."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken back"
    VOID = "void"
    """His observer or his level changed before it was answered."""


class BlockKind(StrEnum):
    """What somebody does for a stretch of his shift."""

    ROUNDS = "rounds"
    """Of an area, or of the whole unit."""
    CONTINUOUS = "continuous"
    """Holds one patient: line of sight, or one to one."""
    ESCORT = "escort"
    GROUP = "group"
    BREAK = "break"
    ADMISSION = "admission"
    OTHER = "other"


class SetOutcome(StrEnum):
    """How much came of taking vital signs, or of an assessment."""

    WHOLE = "whole"
    PARTIAL = "partial"
    REFUSED = "refused"


class AssessmentKind(StrEnum):
    """Scales filled in item by item. On a wall all of them are "assessment"."""

    BVC = "BVC"
    """Brøset violence checklist: 6 items."""
    CIWA = "CIWA-Ar"
    """Alcohol withdrawal: 10 items, at most 67."""
    COWS = "COWS"
    """Opioid withdrawal: 11 items, at most 48."""


class TemperatureIn(StrEnum):
    """What a unit shows and types temperatures in. So of the next two."""

    CELSIUS = "°C"
    FAHRENHEIT = "°F"


class WeightIn(StrEnum):
    KILOGRAMS = "kg"
    POUNDS = "lb"


class HeightIn(StrEnum):
    CENTIMETRES = "cm"
    INCHES = "in"
