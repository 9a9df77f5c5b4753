"""Evidence for a surveyor: asking for it and making it are in the journal; nothing else changes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from station.rules.evidence_range import Range
from station.rules.permissions import Deed
from station.services.events import Event
from station.services.evidence_reading import range_meant
from station.services.permitting import require
from station.store.work import Actor, Store

ASKED = "evidence.asked"
MADE = "evidence.made"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom and of which time, as typed. `login`: who sat at a command line, where nobody signs in."""

    who: str
    since: str
    until: str
    login: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was made: the SHA-256 of its manifest names every file in it."""

    stay_id: int
    since: datetime
    until: datetime
    manifest: str
    head: int
    login: str = ""


@dataclass(frozen=True, slots=True)
class PackMade:
    """Where it is, and what is to be said of it."""

    place: Path
    sentences: tuple[str, ...]


def meant(store: Store, asked: Asked, now: datetime) -> tuple[int, Range]:
    """Whose evidence and of which time. Raises Refused, in a sentence; changes nothing."""
    with store.read() as session:
        return range_meant(session, asked.who, asked.since, asked.until, now)


def ask_for_evidence(
    store: Store, stay_id: int, stretch: Range, login: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Somebody wants evidence of a stay: that he asked is journalled, whatever comes of it."""
    with store.write(actor, now) as work:
        require(work, Deed.EVIDENCE)
        said: dict[str, Any] = {"stay": stay_id, "from": stretch.since, "to": stretch.until}
        work.journal(ASKED, said | _login(login))
        return work.events


def evidence_made(store: Store, pack: Pack, *, actor: Actor, now: datetime) -> list[Event]:
    """It was made. Whoever holds it against the journal later finds the hash of its manifest here."""
    with store.write(actor, now) as work:
        require(work, Deed.EVIDENCE)
        said: dict[str, Any] = {
            "stay": pack.stay_id,
            "from": pack.since,
            "to": pack.until,
            "manifest": pack.manifest,
            "head": pack.head,
        }
        work.journal(MADE, said | _login(pack.login))
        return work.events


def _login(login: str) -> dict[str, Any]:
    return {"login": login} if login else {}
