"""The story of a trial in one word, by which two tellings of it are compared."""

import json
import re
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Final

_JOURNAL: Final = "SELECT at, actor, station, kind, body FROM journal ORDER BY seq"
_NEVER_THE_SAME: Final = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
"""The names that entries kept beside the record are given, and every hash that one of those is under."""


def digest_of(db: sqlite3.Connection, place: Path) -> str:
    """Of all that the journal says was done, by whom, where and when, to the microsecond and in its order.

    Left out is what is another in each run by its nature: those names and hashes, and where the file lies.
    """
    said, folder = sha256(), json.dumps(str(place.absolute()), ensure_ascii=False)[1:-1]
    for *when, body in db.execute(_JOURNAL):
        told = _NEVER_THE_SAME.sub("", body).replace(folder, "")
        said.update(f"{when} {told}\n".encode())
    return said.hexdigest()[:16]
