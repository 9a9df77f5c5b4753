"""Who may do what: the one table. Services ask it before they write; screens ask it for what to offer.

A deed that is not in the table is nobody's.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from station.models.enums import Role


class Deed(StrEnum):
    """What a service does, in the words of a refusal: "A viewer may not record checks."."""

    RECORD_CHECK = "record checks"
    CORRECT_CHECK = "correct what was recorded"
    ROUND = "make rounds"
    ENVIRONMENT = "make environmental rounds and see to hazards"
    OFF_UNIT = "take patients off the unit and back"
    ADMISSION_TASK = "record what is owed after an admission"
    VITALS = "record vital signs"
    CORRECT_VITALS = "correct vital signs and assessments"
    ANSWER_SCORE = "answer scores"
    ASSESSMENT = "record assessments"
    IMPORT_VITALS = "import vital signs"
    OBSERVE = "take over, offer and accept continuous patients"
    ACCEPT_ALERT = "accept alerts"
    DELEGATE_ALERT = "ask others to take alerts"
    EXPLAIN_ALERT = "say why alerts closed"
    CLOSE_TECHNICAL = "close technical alerts"
    PAUSE_SOUND = "pause the sound"
    TEST_SOUND = "test the sound"
    ADMIT = "admit patients"
    MOVE = "move patients to other beds"
    DISCHARGE = "discharge patients"
    PRECAUTIONS = "set precautions and what to look for"
    PHOTO = "set photos of patients"
    RAISE_LEVEL = "raise observation levels"
    LOWER_LEVEL = "lower observation levels"
    AGREE_TO_LOWER = "agree as the second person to a lower level"
    PROVIDER_ORDER = "enter provider orders and reviews"
    ASSIGN = "plan and publish assignments"
    HANDOVER_NOTE = "write notes for the next shift"
    HANDOVER = "hand the shift over and take it over"
    EVIDENCE = "make evidence for a surveyor"
    PEOPLE = "add people and set their PINs and badges"
    TRAINING = "record people's training"
    POLICY = "change the policy"
    PLACES = "change areas, rooms and beds"
    SET_UP = "set the unit up"


_VIEWS: Final = frozenset[Role]()
CHARGES: Final = frozenset({Role.CHARGE_TECH, Role.CHARGE_NURSE})
"""Who has charge of the shift."""
_NURSES: Final = frozenset({Role.NURSE, Role.CHARGE_NURSE})
_FLOOR: Final = frozenset({Role.TECH}) | CHARGES | _NURSES
_PROVIDER: Final = frozenset({Role.PROVIDER})
_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})

ALLOWED: Final[Mapping[Deed, frozenset[Role]]] = {
    Deed.RECORD_CHECK: _FLOOR | _PROVIDER,
    Deed.CORRECT_CHECK: _FLOOR | _PROVIDER,
    Deed.ROUND: _FLOOR,
    Deed.ENVIRONMENT: _FLOOR | _ADMINISTRATOR,
    Deed.OFF_UNIT: _FLOOR,
    Deed.ADMISSION_TASK: _FLOOR,
    Deed.VITALS: _FLOOR | _PROVIDER,
    Deed.CORRECT_VITALS: _FLOOR | _PROVIDER,
    Deed.ANSWER_SCORE: _NURSES | _PROVIDER,
    Deed.ASSESSMENT: _FLOOR | _PROVIDER,
    Deed.IMPORT_VITALS: CHARGES | _NURSES,
    Deed.OBSERVE: _FLOOR,
    Deed.ACCEPT_ALERT: _FLOOR | _PROVIDER,
    Deed.DELEGATE_ALERT: _FLOOR | _PROVIDER,
    Deed.EXPLAIN_ALERT: _FLOOR | _PROVIDER,
    Deed.CLOSE_TECHNICAL: _FLOOR | _ADMINISTRATOR,
    Deed.PAUSE_SOUND: _FLOOR | _PROVIDER,
    Deed.TEST_SOUND: _FLOOR | _ADMINISTRATOR,
    Deed.ADMIT: CHARGES | _NURSES,
    Deed.MOVE: CHARGES | _NURSES,
    Deed.DISCHARGE: CHARGES | _NURSES,
    Deed.PRECAUTIONS: CHARGES | _NURSES | _PROVIDER,
    Deed.PHOTO: _FLOOR,
    Deed.RAISE_LEVEL: CHARGES | _NURSES | _PROVIDER,
    Deed.LOWER_LEVEL: CHARGES | _NURSES | _PROVIDER,
    Deed.AGREE_TO_LOWER: _NURSES | _PROVIDER,
    Deed.PROVIDER_ORDER: CHARGES | _NURSES | _PROVIDER,
    Deed.ASSIGN: CHARGES,
    Deed.HANDOVER_NOTE: _FLOOR | _PROVIDER,
    Deed.HANDOVER: CHARGES | _NURSES,
    Deed.EVIDENCE: CHARGES | _NURSES | _ADMINISTRATOR,
    Deed.PEOPLE: _ADMINISTRATOR,
    Deed.TRAINING: CHARGES | _ADMINISTRATOR,
    Deed.POLICY: _ADMINISTRATOR,
    Deed.PLACES: _ADMINISTRATOR,
    Deed.SET_UP: _ADMINISTRATOR,
}

PIN_AGAIN: Final = frozenset(
    {
        Deed.LOWER_LEVEL,
        Deed.AGREE_TO_LOWER,
        Deed.DISCHARGE,
        Deed.HANDOVER,
        Deed.PEOPLE,
        Deed.POLICY,
        Deed.PLACES,
        Deed.SET_UP,
    }
)
"""What asks for the PIN once more, of a person who is signed in."""

BY_STATION: Final = frozenset(
    {
        Deed.ADMIT,
        Deed.MOVE,
        Deed.DISCHARGE,
        Deed.PRECAUTIONS,
        Deed.IMPORT_VITALS,
        Deed.EVIDENCE,
        Deed.PEOPLE,
        Deed.TRAINING,
        Deed.SET_UP,
    }
)
"""What a program may do without a person: an import, the first start. Never a check, a round, a level: people do."""


def may(role: Role, deed: Deed) -> bool:
    """Whether somebody in this role may do it."""
    return role in ALLOWED.get(deed, _VIEWS)


def who_may(deed: Deed) -> str:
    """The roles that may, in words: "a charge tech, a nurse or a charge nurse"."""
    roles = [a_role(role) for role in Role if may(role, deed)]
    return " or ".join(filter(None, (", ".join(roles[:-1]), *roles[-1:])))


def refusal(role: Role, deed: Deed) -> str:
    """What to tell somebody who may not, and whom to ask."""
    return f"{a_role(role).capitalize()} may not {deed.value}. Ask {who_may(deed)}. Nothing has been changed."


def a_role(role: Role) -> str:
    """With its article: "a tech", "an administrator"."""
    return f"{'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"
