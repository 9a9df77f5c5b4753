"""What a patient looks like, for whoever rounds."""

from datetime import datetime

from station.services.events import Event
from station.store.work import Actor, Store


def set_photo(store: Store, stay_id: int, image: bytes, *, actor: Actor, now: datetime) -> list[Event]:
    """A photo (JPEG or PNG, at most 200 kB) in place of the one before, which stays on record."""
    raise NotImplementedError


def read_photo(store: Store, photo_id: int) -> bytes:
    """The image. Raises Refused when there is none of that number."""
    raise NotImplementedError
