"""What a patient looks like, for whoever rounds."""

import hashlib
from datetime import datetime
from typing import Final

from sqlalchemy import select

from station.models import PatientPhoto, Stay
from station.rules.permissions import Deed
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event, StayChanged
from station.services.permitting import require
from station.store.work import Actor, Store, Work

MOST_BYTES: Final = 200_000
_JPEG: Final = (b"\xff\xd8\xff", b"\xff\xd9")
_PNG: Final = (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82")
"""How a whole image of this kind begins and ends."""

_TAIL: Final = 1_000
"""Some cameras write a little behind the end."""


def set_photo(store: Store, stay_id: int, image: bytes, *, actor: Actor, now: datetime) -> list[Event]:
    """A photo (JPEG or PNG, at most 200 kB) in place of the one before, which stays on record.

    The same image again changes nothing. Raises Refused for anything else than such an image.
    """
    with store.write(actor, now) as work:
        require(work, Deed.PHOTO)
        stay = finding.open_stay(work.session, stay_id)
        _check_image(image)
        before = work.session.scalar(
            select(PatientPhoto).where(PatientPhoto.patient_id == stay.patient_id, PatientPhoto.ended_at.is_(None))
        )
        if before is not None:
            if before.image == image:
                return []
            before.ended_at = now
            work.session.flush()
        _store(work, stay, image, None if before is None else before.id)
        work.emit(StayChanged(stay.id))
        return work.events


def _check_image(image: bytes) -> None:
    if not image:
        raise Refused("There is no image in this file. Choose a photo.")
    if len(image) > MOST_BYTES:
        kilobytes = -(-len(image) // 1000)
        raise Refused(f"This photo has {kilobytes} kB; at most {MOST_BYTES // 1000} kB fit. Choose a smaller one.")
    kind = next((each for each in (_JPEG, _PNG) if image.startswith(each[0])), None)
    if kind is None:
        raise Refused("This is not a photo that Station can show. Choose a JPEG or PNG file.")
    if kind[1] not in image[-_TAIL:]:
        raise Refused("This photo is cut off: its end is missing. Take it or copy it once more.")


def _store(work: Work, stay: Stay, image: bytes, before: int | None) -> None:
    photo = PatientPhoto(patient_id=stay.patient_id, image=image, set_by_id=work.actor.staff_id, set_at=work.at)
    work.session.add(photo)
    work.session.flush()
    said = {"stay": stay.id, "photo": photo.id, "before": before, "bytes": len(image)}
    work.journal("patient.photo", said | {"sha256": hashlib.sha256(image).hexdigest()})


def read_photo(store: Store, photo_id: int) -> bytes:
    """The image. Raises Refused when there is none of that number."""
    with store.read() as session:
        image = session.scalar(select(PatientPhoto.image).where(PatientPhoto.id == photo_id))
    if image is None:
        raise Refused("There is no such photo. Open the patient again.")
    return image
