"""What is owed once after an admission: belongings search, first vital signs, weight, orientation."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import DeedOutcome, TaskKind
from station.services.events import Event
from station.store.rows.admission import AdmissionDeedRow
from station.store.work import Actor, Store


@dataclass(frozen=True, slots=True)
class AdmissionEntry:
    """One of them done, refused or not possible. `done_at` None: now."""

    request_id: str
    stay_id: int
    kind: TaskKind
    outcome: DeedOutcome
    done_at: datetime | None = None
    second_id: int | None = None
    """Belongings: who searched with him."""
    items: tuple[tuple[str, str], ...] = ()
    """Belongings: (what was found, where it went)."""
    weight_kg: float | None = None
    note: str = ""


def record_admission_task(store: Store, entry: AdmissionEntry, *, actor: Actor, now: datetime) -> list[Event]:
    """Record it. Refused by the patient: it is owed again after 2 hours (policy). Not possible: why, and it ends."""
    raise NotImplementedError


def read_admission_deeds(store: Store, stay_id: int) -> tuple[AdmissionDeedRow, ...]:
    """What was recorded of them, in order."""
    raise NotImplementedError
