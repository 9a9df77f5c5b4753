"""A morning of one patient as evidence is asked of: late, lapsed, corrected, moved, off the unit, raised."""

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from station.gateways.evidence import Made, make_pack
from station.models import Check
from station.models.enums import BlockKind, Priority, ShownKind
from station.reports.canvas import Paper
from station.services import Actor, Store, rounds, stations, stays
from station.services.evidence import Asked, meant
from station.services.evidence_reading import read_evidence
from station.services.evidence_sheet import Evidence
from station.services.showing import Shown, record_shown
from tests import plans
from tests.absent import back, leave
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON

FROM, TO = "2026-03-02T06:00", "2026-03-02T09:00"
"""Noon and three hours later, by the unit's clock."""
NOW = NOON + minutes(200)
WALL = Actor(None, "Station", "wall 1")


@dataclass(frozen=True, slots=True)
class Morning:
    unit: BuiltUnit
    stay_id: int

    @property
    def store(self) -> Store:
        return self.unit.store

    def evidence(self, who: str = "M1201", since: str = FROM, until: str = TO, now: datetime = NOW) -> Evidence:
        stay_id, stretch = meant(self.store, Asked(who, since, until), now)
        return read_evidence(self.store, stay_id, stretch, now)

    def pack(self, place: Path, *, zipped: bool = False, who: str = "M1201", **more: Any) -> Made:
        said: dict[str, Any] = {"paper": Paper.A4, "actor": self.unit.who("C. Lindt"), "now": lambda: NOW}
        return make_pack(self.store, Asked(who, FROM, TO), place, zipped=zipped, **said | more)

    def checks(self) -> Sequence[Check]:
        with self.store.read() as session:
            return session.scalars(select(Check).where(Check.stay_id == self.stay_id).order_by(Check.id)).all()


def live(unit: BuiltUnit) -> Morning:
    """What happened, minute by minute; sweeps as the monitor makes them where something falls due."""
    stations.register_station(unit.store, "wall 1", "wall", "1", actor=WALL, now=NOON - minutes(60))
    plan(unit)
    stay_id = unit.admit_seen("1201")
    unit.check(stay_id, NOON + minutes(14))
    sweep(unit, 29, 30)
    paint(unit, stay_id, NOON + minutes(29) + seconds(0.4), ShownKind.PAINTED, Priority.MEDIUM)
    paint(unit, stay_id, NOON + minutes(29) + seconds(0.9), ShownKind.SOUNDED, Priority.MEDIUM)
    unit.accept(unit.alert(stay_id, "check").id, NOON + minutes(31))
    sweep(unit, 34, 35)
    unit.check(stay_id, NOON + minutes(36), activity="Asleep", life_sign="Breathing seen")
    walk(unit, stay_id)
    stays.transfer(unit.store, stay_id, unit.beds["1203"], actor=unit.who("N. Park"), now=NOON + minutes(50))
    unit.check(stay_id, NOON + minutes(60), observed_at=NOON + minutes(55), note="=1+1 quiet")
    unit.amend(latest(unit, stay_id), NOON + minutes(62), location="Day room", reason="mistyped")
    leave(unit, stay_id, NOON + minutes(68))
    back(unit, stay_id, NOON + minutes(90))
    unit.check(stay_id, NOON + minutes(91), by="A. Diaz")
    unit.set_level(stay_id, "Q5", NOON + minutes(100))
    for minute in range(101, 181, 4):
        unit.check(stay_id, NOON + minutes(minute), by="A. Diaz")
    unit.check(stay_id, NOON + minutes(184))
    return Morning(unit, stay_id)


def sweep(unit: BuiltUnit, first: float, last: float) -> None:
    unit.sweep_through(NOON + minutes(first), NOON + minutes(last), seconds(30))


def paint(unit: BuiltUnit, stay_id: int, at: datetime, kind: ShownKind, priority: Priority) -> None:
    """As a wall says it has, a second later."""
    shown = Shown(unit.alert(stay_id, "check").id, kind, priority, at)
    record_shown(unit.store, "wall 1", [shown], actor=WALL, now=at + seconds(1))


def plan(unit: BuiltUnit) -> None:
    rounds_of_all = plans.Stretch("J. Moore", BlockKind.ROUNDS, NOON - minutes(60), NOON + minutes(240))
    plans.publish(unit, NOON - minutes(60), ["J. Moore"], [rounds_of_all])


def walk(unit: BuiltUnit, stay_id: int) -> None:
    """A round on which he is seen."""
    moore = unit.who("J. Moore")
    rounds.start_round(unit.store, None, actor=moore, now=NOON + minutes(46))
    unit.check(stay_id, NOON + minutes(47))
    with unit.store.read() as session:
        round_id = session.scalars(select(Check.round_id).where(Check.round_id.is_not(None))).one()
    rounds.end_round(unit.store, round_id or 0, confirmed=True, actor=moore, now=NOON + minutes(48))


def latest(unit: BuiltUnit, stay_id: int) -> int:
    with unit.store.read() as session:
        return session.scalars(select(Check.id).where(Check.stay_id == stay_id).order_by(Check.id.desc())).first() or 0


def tamper(store: Store, *statements: str) -> None:
    """As somebody does who has the file: neither the triggers of the journal nor references hold him."""
    connection = sqlite3.connect(store.where)
    for name in ("refuses_update", "refuses_delete", "follows_head"):
        connection.execute(f"DROP TRIGGER IF EXISTS journal_{name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def copy_of(pack: Path, to: Path) -> Path:
    shutil.copytree(pack, to)
    return to
