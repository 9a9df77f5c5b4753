"""A small file that is there whole or not at all: written beside its place, made safe on disk, then put into it.

Its first line says how long the rest is and its hash, so that one which was altered, cut or mixed is never believed.
"""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Final

from station.store.disk import sync
from station.store.spool import settle

_KIND: Final = b"station memory "
_FIRST: Final = _KIND + b"1 "
_LIMIT: Final = 64 * 1024 * 1024
"""Bytes. No unit is as large; a file beyond it is none of ours."""


class NotWhole(Exception):
    """The file is not as it was written. Why, as the end of a sentence."""


def write_whole(path: Path, body: bytes) -> None:
    """In place of what was there. Raises OSError; what was there before then stays.

    Health information: for this user alone, as the file of what is kept while the record is away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _write_all(file, _first_line(body) + body)
        sync(file)
    except OSError:
        os.close(file)
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    os.close(file)
    beside.replace(path)
    settle(path.parent)


def read_whole(path: Path) -> bytes:
    """What was written. Raises OSError (FileNotFoundError where there is none), NotWhole."""
    with path.open("rb") as file:
        said = file.read(_LIMIT)
    first, _, body = said.partition(b"\n")
    if not first.startswith(_FIRST):
        newer = first.startswith(_KIND) and first.removeprefix(_KIND)[:1].isdigit()
        raise NotWhole("another version of Station wrote it" if newer else "it is of another kind")
    if first + b"\n" != _first_line(body):
        raise NotWhole("it was cut short or altered")
    return body


def _first_line(body: bytes) -> bytes:
    return _FIRST + f"{len(body)} {hashlib.sha256(body).hexdigest()}\n".encode()


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
