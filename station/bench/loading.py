"""Writes what happened as rows, many at a time, chained in the journal as the services would have done."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final

from station.bench.history import Act, Course, Deed, Happened, Seen, micros
from station.models import (
    Alert,
    AlertStep,
    Base,
    Check,
    JournalEntry,
    ObservationOrder,
    ObserverDuty,
    Patient,
    Precaution,
    Stay,
    Task,
)
from station.models.base import from_micros
from station.models.enums import (
    AlertState,
    EntryStatus,
    OrderKind,
    Outcome,
    OwedReason,
    Priority,
    Stage,
    StepKind,
    TaskKind,
    TaskState,
)
from station.rules.escalation import ladder_for
from station.rules.policy import Policy
from station.store import journal

_BATCH: Final = 20_000
"""Rows of one table written at a time."""

_CACHE_KIB: Final = 600_000
_DAY_ACTIVITIES: Final = ("Awake", "Talking", "In group", "Watching TV", "Reading", "Eating", "Pacing", "On the phone")
_PLACES: Final = ("Room", "Day room", "Hallway", "Dining", "Group room", "Quiet room")
_NIGHT: Final = range(4, 12)
"""Hours of UTC in which the unit sleeps: 22 to 6 in Chicago."""

STATION: Final = "Desk 1"


@lru_cache
def _empty_columns(table: type[Base]) -> dict[str, str]:
    return {column.key: "" for column in table.__table__.columns if column.server_default is not None}


class Tables:
    """Rows that wait to be written to a SQLite file that nobody else uses."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._waiting: dict[type[Base], list[tuple[Any, ...]]] = {}
        self._columns: dict[type[Base], tuple[str, ...]] = {}
        self._ids: dict[type[Base], count[int]] = {}

    def add(self, table: type[Base], row: Mapping[str, Any]) -> None:
        """A row by name; what is not named is NULL, or empty where a column may not be NULL."""
        empty = _empty_columns(table)
        self.add_values(table, tuple(row.get(name, empty.get(name)) for name in self._columns_of(table)))

    def add_values(self, table: type[Base], values: tuple[Any, ...]) -> None:
        """A row in the order of the table's columns."""
        waiting = self._waiting.setdefault(table, [])
        waiting.append(values)
        if len(waiting) >= _BATCH:
            self._write(table)

    def next_id(self, table: type[Base]) -> int:
        if table not in self._ids:
            (last,) = self._connection.execute(f"SELECT coalesce(max(id), 0) FROM {table.__tablename__}").fetchone()  # noqa: S608
            self._ids[table] = count(last + 1)
        return next(self._ids[table])

    def ask(self, statement: str) -> list[Any]:
        return self._connection.execute(statement).fetchall()

    def close(self) -> None:
        """Write what waits, and end."""
        for table in list(self._waiting):
            self._write(table)
        self._connection.close()

    def _columns_of(self, table: type[Base]) -> tuple[str, ...]:
        if table not in self._columns:
            self._columns[table] = tuple(table.__table__.columns.keys())
        return self._columns[table]

    def _write(self, table: type[Base]) -> None:
        rows = self._waiting.pop(table, [])
        columns = self._columns_of(table)
        places = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
        self._connection.execute("BEGIN")
        self._connection.executemany(insert, rows)
        self._connection.execute("COMMIT")


class Scribe:
    """Turns acts, in order of time, into rows. `close` writes the stays that go on, and the tasks they owe."""

    def __init__(self, tables: Tables, policy: Policy, seed: int) -> None:
        self._tables, self._policy = tables, policy
        self._rng = Random(f"{seed}:scribe")
        self._staff = tables.ask("SELECT id, name FROM staff ORDER BY id")
        self._beds = tables.ask("SELECT id, label FROM bed ORDER BY position")
        head = tables.ask("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        self._seq: int = head[0][0] if head else 0
        self._head: str = head[0][1] if head else journal.GENESIS
        self._present: dict[int, Course] = {}
        self._alerts: dict[int, dict[str, Any]] = {}
        self._ladders: dict[str, str] = {}
        self.checks = 0
        self._does: dict[Deed, Callable[[int, Course, Any], None]] = {
            Deed.ADMITTED: self._admitted,
            Deed.TOOK_OVER: self._took_over,
            Deed.SEEN: self._seen,
            Deed.ALERT: self._alert,
            Deed.RENEWED: self._renewed,
            Deed.RELIEVED: self._relieved,
            Deed.DISCHARGED: self._discharged,
        }

    def write(self, act: Act) -> None:
        at, _, deed, course, more = act
        self._does[deed](at, course, more)

    def close(self) -> None:
        for course in self._present.values():
            self._end_stay(course, TaskState.OPEN)

    # Coming and going

    def _admitted(self, at: int, course: Course, _: None) -> None:
        ids = course.ids
        ids["patient"], ids["stay"] = self._tables.next_id(Patient), self._tables.next_id(Stay)
        ids["task"], ids["review"] = self._tables.next_id(Task), self._tables.next_id(Task)
        mrn = f"{800_000 + ids['patient']}"
        person = {"id": ids["patient"], "mrn": mrn, "family": course.family, "given": course.given}
        self._tables.add(Patient, person)
        for code in course.precautions:
            row = {"id": self._tables.next_id(Precaution), "stay_id": ids["stay"], "code": code}
            self._tables.add(Precaution, row | {"set_at": at, "ended_at": course.discharged})
        self._order(at, course, OrderKind.ADMISSION)
        self._present[course.bed] = course
        said = {"admitted": _iso(at), "bed": self._beds[course.bed][1], "level": course.level, "level_asleep": None}
        said |= {"mrn": mrn, "patient": ids["patient"], "precautions": course.precautions, "ordered_by": "Dr. H. Raman"}
        self._journal(at, self._person(), "stay.admitted", {"stay": ids["stay"]} | said)

    def _discharged(self, at: int, course: Course, _: None) -> None:
        del self._present[course.bed]
        self._end_stay(course, TaskState.VOID)
        bed = self._beds[course.bed][1]
        self._journal(at, self._person(), "stay.discharged", {"bed": bed, "reason": "home", "stay": course.ids["stay"]})

    def _end_stay(self, course: Course, state: TaskState) -> None:
        """The rows of a stay as they stand at its end, or at the end of the load."""
        self._end_order(course, course.discharged)
        if course.continuous:
            self._end_duty(course, course.discharged)
        self._tasks(course, state)
        self._tables.add(
            Stay,
            {
                "id": course.ids["stay"],
                "patient_id": course.ids["patient"],
                "bed_id": self._beds[course.bed][0],
                "admitted_at": course.admitted,
                "discharged_at": course.discharged,
                "order_id": course.ids["order"],
                "last_check_id": course.last_check,
                "last_seen_at": course.last_seen,
                "asleep": course.asleep,
                "owed_since": course.admitted,
                "owed_reason": OwedReason.ADMITTED.value,
            },
        )

    def _tasks(self, course: Course, state: TaskState) -> None:
        level, orders = self._policy.level(course.level), self._policy.orders
        limits = (micros(level.soon), micros(level.late), micros(level.lapsed))
        self._task(course, TaskKind.CHECK, "task", state, course.last_seen, limits)
        whole = micros(orders.review_every)
        review = (whole - micros(orders.review_soon), whole, whole + micros(orders.review_lapsed))
        self._task(course, TaskKind.REVIEW, "review", state, course.ids["ordered"], review)
        if course.continuous:
            held = self._policy.continuous
            relief = (micros(held.relief_soon), micros(held.relief_late), micros(held.relief_lapsed))
            self._task(course, TaskKind.RELIEF, "relief", state, course.ids["held"], relief)

    def _task(
        self, course: Course, kind: TaskKind, name: str, state: TaskState, since: int, limits: tuple[int, int, int]
    ) -> None:
        row = {
            "id": course.ids[name],
            "kind": kind.value,
            "state": state.value,
            "stay_id": course.ids["stay"],
            "level": course.level if kind is TaskKind.CHECK else None,
            "first_check": False,
            "since": since,
            "soon_at": since + limits[0],
            "due_at": since + limits[1],
            "lapsed_at": since + limits[2],
            "stage": Stage.OK.value,
            "next_at": since + limits[0] if state is TaskState.OPEN else None,
            "version": 1,
        }
        self._tables.add(Task, row)

    # Orders and observers

    def _order(self, at: int, course: Course, kind: OrderKind) -> None:
        course.ids |= {"order": self._tables.next_id(ObservationOrder), "ordered": at}
        course.ids["renewal"] = int(kind is OrderKind.RENEW)

    def _end_order(self, course: Course, ended: int | None) -> None:
        kind = OrderKind.RENEW if course.ids["renewal"] else OrderKind.ADMISSION
        row: dict[str, Any] = {
            "id": course.ids["order"],
            "stay_id": course.ids["stay"],
            "kind": kind.value,
            "level": course.level,
        }
        row |= {"reason": kind.value, "ordered_by": "Dr. H. Raman", "entered_by_id": self._staff[-1][0]}
        review_by = course.ids["ordered"] + micros(self._policy.orders.review_every)
        row |= {"starts_at": course.ids["ordered"], "ended_at": ended, "review_by": review_by}
        self._tables.add(ObservationOrder, row)

    def _renewed(self, at: int, course: Course, _: None) -> None:
        self._end_order(course, at)
        self._order(at, course, OrderKind.RENEW)
        levels = [course.level, course.level]
        said = {"stay": course.ids["stay"], "order": course.ids["order"], "kind": OrderKind.RENEW.value}
        said |= {"before": levels, "now": levels, "reason": "reviewed", "ordered_by": "Dr. H. Raman"}
        self._journal(at, self._person(), "order.level", said | {"provider_order": True, "second_person": None})

    def _took_over(self, at: int, course: Course, _: None) -> None:
        course.ids["relief"] = self._tables.next_id(Task)
        self._begin_duty(at, course, 0)
        said = {"stay": course.ids["stay"], "staff": course.ids["observer"]}
        self._journal(at, self._person(), "observer.took over", said)

    def _relieved(self, at: int, course: Course, _: None) -> None:
        before, turn = course.ids["observer"], 1 - course.ids["turn"]
        self._end_duty(course, at)
        self._begin_duty(at, course, turn)
        said = {"stay": course.ids["stay"], "staff": course.ids["observer"], "before": before}
        self._journal(at, self._person(), "observer.handed over", said)

    def _begin_duty(self, at: int, course: Course, turn: int) -> None:
        """Each held bed has two observers of its own: nobody ever holds two patients."""
        observer = self._staff[2 * (course.bed // 12) + turn][0]
        course.ids |= {"duty": self._tables.next_id(ObserverDuty), "observer": observer, "held": at, "turn": turn}

    def _end_duty(self, course: Course, ended: int | None) -> None:
        row: dict[str, Any] = {
            "id": course.ids["duty"],
            "stay_id": course.ids["stay"],
            "staff_id": course.ids["observer"],
        }
        self._tables.add(ObserverDuty, row | {"started_at": course.ids["held"], "ended_at": ended})

    # Checks and their alerts

    def _seen(self, at: int, course: Course, seen: Seen) -> None:
        self.checks += 1
        check_id, observer = self._tables.next_id(Check), self._person()
        course.last_seen, course.last_check = at, check_id
        course.asleep = (at // 3_600_000_000) % 24 in _NIGHT
        sleeping = course.asleep
        location = "Room" if sleeping else self._rng.choice(_PLACES)
        activity = "Asleep" if sleeping else self._rng.choice(_DAY_ACTIVITIES)
        sign = "Breathing seen" if sleeping else None
        stay_id, request_id = course.ids["stay"], f"{self._rng.getrandbits(128):032x}"
        said_of_him, rest = (location, activity, sign), (False, None, seen.since, seen.due, _CURRENT, None)
        self._tables.add_values(
            Check,
            (check_id, request_id, stay_id, observer[0], _SEEN, at, at, STATION, False, *said_of_him, *rest),
        )
        if seen.late:
            self._close(at, course, check_id, observer)
        moment = _iso(at)
        said = {"activity": activity, "check": check_id, "concern": False, "late_entry": False, "life_sign": sign}
        said |= {"location": location, "note": None, "observed": moment, "observer": observer[0], "recorded": moment}
        self._journal(at, observer, "check.recorded", said | {"stay": stay_id})

    def _alert(self, at: int, course: Course, happened: Happened) -> None:
        if happened.kind is StepKind.OPENED:
            self._alerts[course.bed] = self._opened(at, course, happened)
        alert = self._alerts[course.bed]
        if happened.told:
            alert |= {"step": alert["step"] + 1, "told_at": at}
        if happened.kind is StepKind.RAISED:
            alert |= {"priority": Priority.HIGH.value, "stage": Stage.LAPSED.value, "lapsed_at": happened.lapses}
        self._step(at, alert, happened.kind, happened.told, happened.stage.value, _STATION_ITSELF)

    def _opened(self, at: int, course: Course, happened: Happened) -> dict[str, Any]:
        return {
            "id": self._tables.next_id(Alert),
            "subject": f"task:{course.ids['task']}",
            "task_id": course.ids["task"],
            "stay_id": course.ids["stay"],
            "kind": TaskKind.CHECK.value,
            "priority": Priority.MEDIUM.value,
            "stage": Stage.LATE.value,
            "text": "",
            "since": happened.since,
            "due_at": happened.due,
            "detected_at": at,
            "step": 0,
            "policy": self._ladder(course.level),
            "documented_late": False,
            "version": 1,
        }

    def _close(self, at: int, course: Course, check_id: int, observer: tuple[int, str]) -> None:
        alert = self._alerts.pop(course.bed)
        alert |= {"state": AlertState.CLOSED.value, "closed_at": at, "closed_by_id": observer[0]}
        alert |= {"close_reason": "seen", "check_id": check_id}
        self._step(at, alert, StepKind.CLOSED, observer[1], "seen", observer)
        self._tables.add(Alert, alert)

    def _step(
        self, at: int, alert: dict[str, Any], kind: StepKind, who: str, detail: str, actor: tuple[int, str]
    ) -> None:
        row = {"id": self._tables.next_id(AlertStep), "alert_id": alert["id"], "kind": kind.value, "at": at}
        self._tables.add(AlertStep, row | {"who": who, "detail": detail})
        said = {"alert": alert["id"], "subject": alert["subject"], "stay": alert["stay_id"]}
        said |= {"priority": alert["priority"], "told": who, "detail": detail}
        self._journal(at, actor, f"alert.{kind.value}", said)

    def _ladder(self, code: str) -> str:
        if code not in self._ladders:
            ladder = ladder_for(self._policy, TaskKind.CHECK, level=code)
            self._ladders[code] = json.dumps(ladder.to_json())
        return self._ladders[code]

    def _person(self) -> tuple[int, str]:
        found: tuple[int, str] = self._rng.choice(self._staff)
        return found

    def _journal(self, at: int, actor: tuple[int, str], kind: str, body: Mapping[str, Any]) -> None:
        text, prev = journal.canonical(body), self._head
        self._seq += 1
        content = journal.content_of(at, actor[1], STATION, kind, text)
        self._head = journal.entry_hash(prev, self._seq, content)
        self._tables.add_values(JournalEntry, (self._seq, at, actor[1], STATION, kind, text, prev, self._head))


_SEEN: Final = Outcome.SEEN.value
_CURRENT: Final = EntryStatus.CURRENT.value
_STATION_ITSELF: Final = (0, "Station")


def _iso(at: int) -> str:
    """As the journal writes a moment."""
    return from_micros(at).isoformat().replace("+00:00", "Z")
