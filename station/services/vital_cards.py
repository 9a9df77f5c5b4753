"""What the card of every patient shows of his vital signs: two questions for the whole unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from station.models import Stay, VitalOrder, VitalSet
from station.models.enums import EntryStatus, SetOutcome, TaskKind
from station.rules import vitals_due
from station.rules.vital_limits import NEWS2_NAMES
from station.store.rows import OwedRow
from station.store.rows.vitals import CardVitals

ON_CARDS: Final = timedelta(hours=24)
_SetRow = Row[*tuple[Any, ...]]
_SHOWN: Final = (
    VitalSet.stay_id, VitalSet.observed_at, VitalSet.outcome, VitalSet.scale, VitalSet.rr, VitalSet.spo2, VitalSet.o2,
    VitalSet.sbp, VitalSet.hr, VitalSet.acvpu, VitalSet.temp,
)  # fmt: skip


def vital_cards(
    session: Session, born: Mapping[int, date | None], now: datetime, zone: str, *, stay_id: int | None = None
) -> dict[int, CardVitals]:
    """By stay, of these stays (with the patients' birth dates). When the next set is owed is left out: see `due_of`.

    `stay_id`: only that one is looked for.
    """
    sets, pregnant = _sets(session, now, stay_id), _pregnant(session, stay_id)
    today = now.astimezone(ZoneInfo(zone)).date()
    return {
        stay: _card(sets[stay], vitals_due.why_no_score(birth, today, pregnant=stay in pregnant))
        for stay, birth in born.items()
    }


def due_of(card: CardVitals, tasks: Iterable[OwedRow]) -> CardVitals:
    """With when the next set is owed, by his open tasks."""
    due_at = next((one.due_at for one in tasks if one.kind is TaskKind.VITALS), None)
    return card if due_at is None else replace(card, due_at=due_at)


def _sets(session: Session, now: datetime, stay_id: int | None) -> defaultdict[int, list[_SetRow]]:
    """Of the last 24 hours, oldest first; a weight by itself is none."""
    wanted = (
        select(*_SHOWN)
        .where(VitalSet.observed_at > now - ON_CARDS, VitalSet.status == EntryStatus.CURRENT)
        .order_by(VitalSet.observed_at, VitalSet.id)
    )
    if stay_id is None:
        wanted = wanted.join(Stay, Stay.id == VitalSet.stay_id).where(Stay.discharged_at.is_(None))
    else:
        wanted = wanted.where(VitalSet.stay_id == stay_id)
    found: defaultdict[int, list[_SetRow]] = defaultdict(list)
    for one in session.execute(wanted):
        if one.outcome is SetOutcome.REFUSED or any(getattr(one, name) is not None for name in NEWS2_NAMES):
            found[one.stay_id].append(one)
    return found


def _pregnant(session: Session, stay_id: int | None) -> set[int]:
    wanted = select(VitalOrder.stay_id).where(VitalOrder.ended_at.is_(None), VitalOrder.pregnant)
    return set(session.scalars(wanted if stay_id is None else wanted.where(VitalOrder.stay_id == stay_id)))


def _card(sets: Sequence[_SetRow], no_score: str) -> CardVitals:
    if no_score or not sets:
        return CardVitals((), None, None, False, no_score, None)
    scored = [(one, vitals_due.score_of(one)) for one in sets if one.outcome is not SetOutcome.REFUSED]
    latest = scored[-1][1] if scored and scored[-1][0] is sets[-1] else None
    return CardVitals(
        scores=tuple((one.observed_at, score.total) for one, score in scored if score.total is not None),
        total=None if latest is None else latest.total,
        at_least=None if latest is None or latest.band_at_least is None else latest.at_least,
        asks=vitals_due.asks_nurse(latest),
        no_score="",
        due_at=None,
    )
