"""The people of a demo unit can all sign in, with one PIN that everybody may know. Of no other unit."""

from datetime import datetime
from typing import Final

from argon2 import PasswordHasher
from sqlalchemy import select

from station.models import Credential, Staff
from station.rules.permissions import Deed
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event, UnitChanged
from station.services.permitting import require
from station.services.pin_hashes import PIN_HASHES
from station.store.work import Actor, Store

_FIRST_BADGE: Final = 1001


def let_everybody_in(
    store: Store, pin: str, *, actor: Actor, now: datetime, hasher: PasswordHasher = PIN_HASHES
) -> list[Event]:
    """Give everybody this PIN and a badge, "B-1001" upward. Raises Refused for a unit with real patients."""
    pin_hash = hasher.hash(pin)
    with store.write(actor, now) as work:
        require(work, Deed.PEOPLE)
        if not finding.unit(work.session).is_demo:
            raise Refused("Only the people of a demo unit share a PIN. Nothing has been changed.")
        for place, staff_id in enumerate(work.session.scalars(select(Staff.id).order_by(Staff.id)).all()):
            badge = f"B-{_FIRST_BADGE + place}"
            work.session.merge(
                Credential(
                    staff_id=staff_id,
                    pin_hash=pin_hash,
                    pin_set_at=now,
                    must_change=False,
                    badge=badge,
                    failures=0,
                    locked_until=None,
                )
            )
            work.journal("person.pin set", {"staff": staff_id, "demo": True, "badge": badge})
        work.emit(UnitChanged())
        return work.events
