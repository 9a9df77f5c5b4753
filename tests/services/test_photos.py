"""Photos: what may be one, who sets it, and the one before that stays on record."""

import struct
import zlib
from typing import Final

import pytest
from sqlalchemy import select

from station.models import PatientPhoto
from station.services import photos, reading
from station.services.errors import Refused
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON

JPEG: Final = b"\xff\xd8\xff\xe0" + b"\x00" * 60 + b"\xff\xd9"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG: Final = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + _chunk(
    b"IDAT", zlib.compress(b"\x00\x00")
) + _chunk(b"IEND", b"")  # fmt: skip


def on_board(unit: BuiltUnit, stay_id: int) -> int | None:
    board = reading.read_board(unit.store, NOON)
    return next(bed.patient.photo_id for bed in board.beds if bed.patient and bed.patient.stay_id == stay_id)


@pytest.mark.parametrize("image", [JPEG, PNG, JPEG + b"\x00\x00"])
def test_a_jpeg_or_png_is_set_and_read(unit: BuiltUnit, image: bytes) -> None:
    stay_id = unit.admit_seen()
    assert on_board(unit, stay_id) is None
    assert photos.set_photo(unit.store, stay_id, image, actor=unit.who(), now=NOON)
    photo_id = on_board(unit, stay_id)
    assert photo_id is not None
    assert photos.read_photo(unit.store, photo_id) == image


def test_a_new_one_takes_the_place_of_the_one_before_which_stays(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    photos.set_photo(unit.store, stay_id, JPEG, actor=unit.who(), now=NOON)
    first = on_board(unit, stay_id)
    photos.set_photo(unit.store, stay_id, PNG, actor=unit.who("N. Park"), now=NOON + minutes(1))
    assert on_board(unit, stay_id) != first
    assert photos.read_photo(unit.store, first or 0) == JPEG
    with unit.store.read() as session:
        rows = session.scalars(select(PatientPhoto).order_by(PatientPhoto.id)).all()
    assert [(one.set_by_id, one.ended_at) for one in rows] == [
        (unit.staff["J. Moore"], NOON + minutes(1)),
        (unit.staff["N. Park"], None),
    ]


def test_the_same_photo_twice_is_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    photos.set_photo(unit.store, stay_id, JPEG, actor=unit.who(), now=NOON)
    assert photos.set_photo(unit.store, stay_id, JPEG, actor=unit.who(), now=NOON) == []


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (b"", "no image in this file"),
        (b"GIF89a", "Choose a JPEG or PNG file"),
        (b"%PDF-1.7", "Choose a JPEG or PNG file"),
        (b"\xff\xd8", "Choose a JPEG or PNG file"),
        (JPEG[:40] + b"\x01" * 2000, "cut off"),
        (PNG[:30], "cut off"),
        (JPEG[:-2] + b"\x00" * 199_940 + b"\xff\xd9", "has 201 kB; at most 200 kB"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(sqlite_unit: BuiltUnit, image: bytes, says: str) -> None:
    stay_id = sqlite_unit.admit_seen()
    with pytest.raises(Refused, match=says):
        photos.set_photo(sqlite_unit.store, stay_id, image, actor=sqlite_unit.who(), now=NOON)
    assert on_board(sqlite_unit, stay_id) is None


def test_exactly_200_kilobytes_are_taken(sqlite_unit: BuiltUnit) -> None:
    stay_id = sqlite_unit.admit_seen()
    image = JPEG[:-2] + b"\x00" * (photos.MOST_BYTES - len(JPEG)) + b"\xff\xd9"
    assert photos.set_photo(sqlite_unit.store, stay_id, image, actor=sqlite_unit.who(), now=NOON)


def test_a_photo_that_is_not_there_is_said_so(sqlite_unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="There is no such photo"):
        photos.read_photo(sqlite_unit.store, 7)


def test_station_itself_takes_no_photos(sqlite_unit: BuiltUnit) -> None:
    stay_id = sqlite_unit.admit_seen()
    with pytest.raises(Refused, match="Only a person can set photos"):
        photos.set_photo(sqlite_unit.store, stay_id, JPEG, actor=STATION, now=NOON)
