"""The sound of a station, on record: how it stands, its tests, its pauses."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from station.models import Station
from station.rules.permissions import Deed
from station.services.events import Event, SoundNoted
from station.services.permitting import require
from station.store.work import Actor, Store

BY_ITSELF: Final = "self-test"


def note_state(store: Store, words: str, *, actor: Actor, now: datetime) -> list[Event]:
    """How the sound of the actor's station stands now. Written, and journalled, only where it has changed."""
    with store.read() as session:
        if session.scalar(select(Station.sound).where(Station.name == actor.station)) in (words, None):
            return []
    with store.write(actor, now) as work:
        work.session.execute(update(Station).where(Station.name == actor.station).values(sound=words))
        work.journal("sound.state", {"station": actor.station, "sound": words})
        work.emit(SoundNoted(actor.station))
        return work.events


def note_test(store: Store, by: str, why_not: str, *, actor: Actor, now: datetime) -> list[Event]:
    """What came of a test. `by`: who asked for it, empty: Station itself. `why_not`: empty where it passed."""
    with store.write(actor, now) as work:
        if not why_not:
            tested = update(Station).where(Station.name == actor.station).values(sound_tested_at=now)
            work.session.execute(tested)
        said = {"station": actor.station, "by": by or BY_ITSELF, "passed": not why_not, "why_not": why_not}
        work.journal("sound.tested", said)
        work.emit(SoundNoted(actor.station))
        return work.events


def may_test(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """A person is about to test the sound; written down before it is heard. Raises Refused where he may not."""
    with store.write(actor, now) as work:
        require(work, Deed.TEST_SOUND)
        work.journal("sound.test_begun", {"station": actor.station})
        work.emit(SoundNoted(actor.station))
        return work.events


def note_pause(store: Store, until: datetime, *, actor: Actor, now: datetime) -> list[Event]:
    """A person pauses the sound of the actor's station, or ends the pause (`until` not after `now`)."""
    with store.write(actor, now) as work:
        require(work, Deed.PAUSE_SOUND)
        kind = "sound.paused" if until > now else "sound.resumed"
        work.journal(kind, {"station": actor.station, "until": max(until, now)})
        work.emit(SoundNoted(actor.station))
        return work.events


def read_tested(store: Store, station: str) -> datetime | None:
    """When the sound of this station last passed a test."""
    with store.read() as session:
        return session.scalar(select(Station.sound_tested_at).where(Station.name == station))
