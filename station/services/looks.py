"""After a time in which Station did not watch, everyone is owed a look."""

from datetime import datetime

from sqlalchemy import select

from station.models import Stay
from station.models.enums import OwedReason
from station.services import finding
from station.services.events import Event, StayChanged
from station.services.planning import Because, Plan, owe_first_check
from station.store.work import Actor, Store


def owe_everyone_a_look(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """Have a check of every patient on the unit owed from `now`, as after an admission. What was owed sooner stays
    owed sooner; of those off the unit nothing is owed here but their return."""
    with store.write(actor, now) as work:
        here = select(Stay).where(Stay.discharged_at.is_(None), Stay.absence_id.is_(None)).order_by(Stay.id)
        stays = work.session.scalars(here).all()
        for stay in stays:
            owe_first_check(stay, OwedReason.NOT_WATCHED, now)
            hand = finding.at_hand(work.session, stay.id)
            plan = Plan(work, hand.policy, stay, Because("a look is owed"))
            plan.follow(hand.order)
            plan.book.finish()
            work.emit(StayChanged(stay.id))
        if stays:
            work.journal("unit.not watched", {"stays": [stay.id for stay in stays]})
        return work.events
