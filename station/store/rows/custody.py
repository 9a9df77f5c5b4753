"""Who holds a continuous patient, and what is said when he is handed over."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import HandingAnswer


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What an observer tells the one who takes over. None of it may be empty: what is not known is said in words."""

    reason: str
    """Why he is observed."""
    distance: str
    """How close: "Arm's length"."""
    bathroom: str
    """How he is observed there."""
    triggers: str
    """What upsets him, or what to watch for."""
    last_contact: str
    """What he said or did last, and when."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer that has not been answered. Whoever offers keeps the patient until then."""

    handing_id: int
    to_id: int
    to: str
    at: datetime
    said: HandedOver


@dataclass(frozen=True, slots=True)
class ObserverRow:
    """Who holds a continuous patient."""

    duty_id: int
    staff_id: int
    name: str
    started_at: datetime
    offer: OfferRow | None = None

    @property
    def offered_to_id(self) -> int | None:
        return None if self.offer is None else self.offer.to_id

    @property
    def offered_to(self) -> str | None:
        return None if self.offer is None else self.offer.to


@dataclass(frozen=True, slots=True)
class HandingRow:
    """An offer of the past or the present, and what became of it."""

    handing_id: int
    holder: str
    """Who had him, and kept him until the answer."""
    to_id: int
    to: str
    by: str
    """Who offered: the same as `holder`, or a charge for him."""
    at: datetime
    said: HandedOver
    answer: HandingAnswer | None
    """None: not answered yet."""
    answered_at: datetime | None
    answer_reason: str
