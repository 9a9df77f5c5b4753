"""Ordered, shown and rounded levels cannot differ: after everything people do, the order in force, the board's row, the
task of the next check, the round sheet and the badge on the wall's card all say the same.

What is expected is kept by the test itself, from what was ordered and how he was last seen, and shares no rule with
Station.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from typing_extensions import override

from station.models import ObservationOrder, Stay, Task
from station.models.enums import OrderKind, TaskKind, TaskState
from station.services import orders, reading, rounds, stays
from station.services.errors import Refused
from station.store.rows import BedRow
from station.store.rows.rounds import RoundSheet
from station.views import theme as themes
from station.views.board.card import Card, CardLook
from tests.absent import back, gone, leave
from tests.builders import minutes
from tests.fakes import NOON
from tests.services.test_escalation import sign_policy
from tests.units import fresh_unit

CODES: Final = ("Q60", "Q30", "Q15", "Q5", "LOS", "1:1")
EVERY: Final = {"Q5": 5, "Q15": 15, "Q30": 30, "Q60": 60, "LOS": 15, "1:1": 15}
"""Minutes, of the default policy, written down a second time."""
BEDS: Final = ("1201", "1202", "1203")
PAIRS: Final = st.tuples(st.sampled_from(CODES), st.sampled_from((None, *CODES)))
ONE: Final = st.integers(0, 2)


@dataclass(slots=True)
class Expected:
    """What the test knows of a patient."""

    awake: str
    asleep: str
    sleeping: bool = False
    seen: datetime | None = None

    @property
    def now(self) -> str:
        return self.asleep if self.sleeping else self.awake

    def takes(self, pair: tuple[str, str | None]) -> None:
        self.awake, self.asleep = pair[0], pair[1] or pair[0]

    def would_lower(self, pair: tuple[str, str | None]) -> bool:
        was, will = (self.awake, self.asleep), (pair[0], pair[1] or pair[0])
        return any(CODES.index(after) < CODES.index(before) for before, after in zip(was, will, strict=True))


class Levels(RuleBasedStateMachine):
    """Three beds, one after the other filled; every rule is a deed of a person, or time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self._context = fresh_unit(*BEDS)
        self.unit = self._context.__enter__()
        self.now = NOON
        self.known: dict[int, Expected] = {}
        self.walk: int | None = None
        self.cards: dict[int, Card] = {}

    @override
    def teardown(self) -> None:
        for card in self.cards.values():
            card.deleteLater()
        self._context.__exit__(None, None, None)

    def _stay(self, number: int) -> int:
        return sorted(self.known)[number % len(self.known)] if self.known else 999_999

    @initialize()
    def begin(self) -> None:
        rounds.start_round(self.unit.store, None, actor=self.unit.who(), now=self.now)
        self.walk = reading.read_board(self.unit.store, self.now).rounds[0].round_id

    @rule(bed=st.sampled_from(BEDS), pair=PAIRS)
    def admit(self, bed: str, pair: tuple[str, str | None]) -> None:
        with suppress(Refused):
            stay_id = self.unit.admit(bed, pair[0], self.now, level_asleep=pair[1], mrn=self.unit.request())
            self.known[stay_id] = Expected(pair[0], pair[1] or pair[0])

    @rule(number=ONE, pair=PAIRS)
    def raise_at_once(self, number: int, pair: tuple[str, str | None]) -> None:
        """By a nurse alone: whatever would lower a half of it is refused."""
        stay_id = self._stay(number)
        with suppress(Refused):
            self.unit.set_level(stay_id, pair[0], self.now, level_asleep=pair[1])
            assert not self.known[stay_id].would_lower(pair)
            self.known[stay_id].takes(pair)

    @rule(number=ONE, pair=PAIRS)
    def lower_by_two(self, number: int, pair: tuple[str, str | None]) -> None:
        stay_id = self._stay(number)
        with suppress(Refused):
            self.unit.lower(stay_id, pair[0], self.now, level_asleep=pair[1])
            self.known[stay_id].takes(pair)

    @rule(number=ONE)
    def renew(self, number: int) -> None:
        with suppress(Refused):
            actor = self.unit.charge(self.now)
            orders.review_order(self.unit.store, self._stay(number), "Dr. Hall", "same", actor=actor, now=self.now)

    @rule(number=ONE, sleeping=st.booleans())
    def see(self, number: int, sleeping: bool) -> None:
        stay_id = self._stay(number)
        with suppress(Refused):
            activity, life = ("Asleep", "Breathing seen") if sleeping else ("Awake", None)
            self.unit.check(stay_id, self.now, activity=activity, life_sign=life, confirmed=True)
            self.known[stay_id].sleeping, self.known[stay_id].seen = sleeping, self.now

    @rule(number=ONE)
    def move(self, number: int) -> None:
        with suppress(Refused):
            actor, one, other = self.unit.charge(self.now), self._stay(number), self._stay(number + 1)
            stays.swap_beds(self.unit.store, one, other, actor=actor, now=self.now)

    @rule(number=ONE, gone_for_good=st.booleans())
    def leave(self, number: int, gone_for_good: bool) -> None:
        with suppress(Refused):
            (gone if gone_for_good else leave)(self.unit, self._stay(number), self.now)

    @rule(number=ONE)
    def come_back(self, number: int) -> None:
        with suppress(Refused):
            back(self.unit, self._stay(number), self.now)

    @rule(number=ONE)
    def observe(self, number: int) -> None:
        with suppress(Refused):
            self.unit.take(self._stay(number), "R. Osei", self.now)

    @rule(number=ONE)
    def discharge(self, number: int) -> None:
        stay_id = self._stay(number)
        with suppress(Refused):
            stays.discharge(self.unit.store, stay_id, "home", actor=self.unit.charge(self.now), now=self.now)
            del self.known[stay_id]

    @rule(shown=st.booleans())
    def new_policy(self, shown: bool) -> None:
        sign_policy(self.unit, self.now, lambda body: body["wall"].update(show_precautions=shown))

    @rule(wait=st.sampled_from((1, 60, 600, 3600, 26 * 3600)))
    def wait(self, wait: int) -> None:
        """However long: reviews fall due, nothing is lowered."""
        self.now += timedelta(seconds=wait)
        self.unit.sweep(self.now)

    @invariant()
    def all_say_the_same(self) -> None:
        if self.walk is None:
            return
        board = reading.read_board(self.unit.store, self.now)
        sheet = rounds.read_round_sheet(self.unit.store, self.walk, self.now)
        shown = {bed.patient.stay_id: bed for bed in board.beds if bed.patient is not None}
        assert shown.keys() == self.known.keys()
        for stay_id, expected in self.known.items():
            self._ordered(stay_id, expected)
            self._shown(shown[stay_id], expected)
            self._rounded(stay_id, shown[stay_id], expected, sheet)

    def _ordered(self, stay_id: int, expected: Expected) -> None:
        with self.unit.store.read() as session:
            (order,) = session.scalars(
                select(ObservationOrder).where(ObservationOrder.stay_id == stay_id, ObservationOrder.ended_at.is_(None))
            ).all()
            assert session.get_one(Stay, stay_id).order_id == order.id
        assert (order.level, order.level_asleep or order.level) == (expected.awake, expected.asleep)
        if order.kind is OrderKind.LOWER:
            assert order.second_person_id not in (None, order.entered_by_id)

    def _shown(self, bed: BedRow, expected: Expected) -> None:
        assert bed.patient is not None
        assert bed.patient.level == expected.now
        assert (bed.patient.level_ordered, bed.patient.level_asleep or bed.patient.level_ordered) == (
            expected.awake,
            expected.asleep,
        )
        card = self.cards.setdefault(bed.bed_id, Card(CardLook(themes.load("dark"), precautions=False)))
        card.show_bed(bed, ZoneInfo("UTC"), self.now, accepted=False)
        assert card.parts.badge.level == expected.now

    def _rounded(self, stay_id: int, bed: BedRow, expected: Expected, sheet: RoundSheet) -> None:
        assert bed.patient is not None
        with self.unit.store.read() as session:
            tasks = select(Task).where(
                Task.stay_id == stay_id, Task.kind == TaskKind.CHECK, Task.state == TaskState.OPEN
            )
            check = session.scalars(tasks).one_or_none()
        assert (check is None) == (bed.patient.away is not None)
        if check is None:
            return
        assert check.level == expected.now
        most = minutes(EVERY[expected.now])
        seen = expected.seen
        if seen is not None:
            assert check.due_at <= seen + most or bed.patient.owed_since is not None
        if seen is not None and bed.patient.owed_since is None:
            assert check.due_at == seen + most
        on_sheet = next((one for one in sheet.patients if one.stay_id == stay_id), None)
        assert (on_sheet is None) == (bed.patient.observer is not None)
        if on_sheet is not None:
            assert on_sheet.target_at <= check.due_at
            if check.due_at == (seen or NOON) + most:
                assert on_sheet.target_at >= (seen or NOON) + most * 0.8


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ordered_shown_and_rounded_levels_cannot_differ(qapp: object) -> None:
    del qapp
    run_state_machine_as_test(
        Levels, settings=settings(max_examples=8, stateful_step_count=25, deadline=None, derandomize=True)
    )
