"""Whether a shift can be covered at all, exactly: who holds a patient, who walks and who rests in each slot, by HiGHS.

Whom each holds and where each walks is left open, which keeps the model small: two yes-or-no for each person and slot.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from station.rules.rota import FREE, HALF_HOUR, RESTS, UNTRAINED, Rota, Row, rests
from station.rules.rota_naming import name_tasks

PATIENT_MISSED: Final = 5000.0
"""What half an hour costs in which a patient has nobody; the others in the same coin."""
WALKER_MISSED: Final = 1500.0
AREA_SHARED: Final = 6.0
"""An area without a rounder of its own, walked by one of the whole unit."""
BREAK_MISSED: Final = 700.0
BREAK_AWAY: Final = 0.2
"""For each slot that a break is away from the middle of somebody's time."""
_NODES: Final = 400
_LONGEST_S: Final = 20.0
"""Far beyond what it takes; the limit that counts is `_NODES`."""


@dataclass(frozen=True, slots=True)
class Cover:
    rows: list[Row]
    proven: bool
    """Nobody could cover more with these people and slots."""


def cover(rota: Rota, stop: Callable[[], bool]) -> Cover | None:
    """The best there is; None when stopped before anything was found."""
    model = _Model(rota)
    if not model.columns:
        return Cover([list(seat.fixed) for seat in rota.seats], proven=True)
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_max_nodes", _NODES),
        ("time_limit", _LONGEST_S), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(model.as_lp(highspy))
    _listen(solver, highspy, stop)
    solver.run()
    if solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return None
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Cover(model.rows(list(solver.getSolution().col_value)), proven)


def left_open(rota: Rota, rows: list[Row]) -> float:
    """What these rows leave open, in the same coin."""
    spent = 0.0
    for slot in range(len(rota.slots)):
        held, walking = _at_work(rota, rows, slot)
        least = rota.rounders(slot)[1]
        missed = PATIENT_MISSED * (len(rota.patients[slot]) - held) + WALKER_MISSED * max(0, least - walking)
        spent += rota.weight(slot) * missed
    unrested = sum(seat.owes_break and not rests(seat, row) for seat, row in zip(rota.seats, rows, strict=True))
    return spent + unrested * BREAK_MISSED * (rota.break_for / HALF_HOUR)


def shared(rota: Rota, rows: list[Row]) -> float:
    """What it costs that areas have no rounder of their own."""
    spent = 0.0
    for slot in range(len(rota.slots)):
        own, least = rota.rounders(slot)
        spent += AREA_SHARED * rota.weight(slot) * max(0, own - max(_at_work(rota, rows, slot)[1], least))
    return spent


def _at_work(rota: Rota, rows: list[Row], slot: int) -> tuple[int, int]:
    """How many are suggested to hold a patient, and how many to walk."""
    doing = [row[slot] for seat, row in zip(rota.seats, rows, strict=True) if seat.fixed[slot] == FREE]
    held = sum(rota.holds(one) for one in doing)
    return held, sum(one >= 0 for one in doing) - held


def _listen(solver: Any, highspy: Any, stop: Callable[[], bool]) -> None:
    def asked(_kind: Any, _message: Any, _out: Any, into: Any, _data: Any) -> None:
        if stop():
            into.user_interrupt = True

    solver.setCallback(asked, None)
    kinds = highspy.cb.HighsCallbackType
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt):
        solver.startCallback(kind)


@dataclass(slots=True)
class _Model:
    """Rows and columns. A column is (cost, most, whole); a row is ({column: factor}, least, most)."""

    rota: Rota
    columns: list[tuple[float, float, bool]] = field(default_factory=list)
    lines: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    hold: dict[tuple[int, int], int] = field(default_factory=dict)
    walk: dict[tuple[int, int], int] = field(default_factory=dict)
    rest: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for seat in range(len(self.rota.seats)):
            self._person(seat)
        for slot in range(len(self.rota.slots)):
            self._slot(slot)

    def _column(self, cost: float = 0.0, most: float = 1.0, *, whole: bool = False) -> int:
        self.columns.append((cost, most, whole))
        return len(self.columns) - 1

    def _person(self, place: int) -> None:
        seat, rota = self.rota.seats[place], self.rota
        for slot, doing in enumerate(seat.fixed):
            if doing == FREE:
                half_hours = rota.weight(slot)
                lacks = UNTRAINED if seat.worker.untrained else 0.0
                if rota.patients[slot]:
                    self.hold[place, slot] = self._column((seat.dear + lacks) * half_hours, whole=True)
                if rota.rounders(slot)[0]:
                    self.walk[place, slot] = self._column(seat.dear * half_hours, whole=True)
        self._breaks(place)
        self._one_thing_at_a_time(place)
        self._not_too_long(place)

    def _breaks(self, place: int) -> None:
        windows = self.rota.seats[place].breaks
        if not windows:
            return
        middle = sum(first for first, _ in windows) / len(windows)
        line = {self._column(BREAK_MISSED * (self.rota.break_for / HALF_HOUR)): 1.0}
        for first, after in windows:
            column = self._column(BREAK_AWAY * abs(first - middle), whole=True)
            self.rest[place, first, after] = column
            line[column] = 1.0
        self.lines.append((line, 1.0, 1.0))

    def _one_thing_at_a_time(self, place: int) -> None:
        for slot in range(len(self.rota.slots)):
            line = {kind[place, slot]: 1.0 for kind in (self.hold, self.walk) if (place, slot) in kind}
            line |= {
                self.rest[place, first, after]: 1.0
                for first, after in self.rota.seats[place].breaks
                if first <= slot < after
            }
            if len(line) > 1:
                self.lines.append((line, 0.0, 1.0))

    def _not_too_long(self, place: int) -> None:
        fixed = self.rota.seats[place].fixed
        for run in self.rota.too_long():
            line = {self.hold[place, slot]: 1.0 for slot in run if (place, slot) in self.hold}
            kept = sum(self.rota.holds(fixed[slot]) for slot in run)
            if line and len(line) + kept == len(run):
                self.lines.append((line, 0.0, float(len(line) - 1)))

    def _slot(self, slot: int) -> None:
        half_hours = self.rota.weight(slot)
        if patients := len(self.rota.patients[slot]):
            missed = self._column(PATIENT_MISSED * half_hours, patients)
            self._add_up(self.hold, slot, {missed: 1.0}, patients, patients)
        own, least = self.rota.rounders(slot)
        if own:
            missed = self._column(WALKER_MISSED * half_hours, least)
            shared = self._column(AREA_SHARED * half_hours, own - least)
            self._add_up(self.walk, slot, {missed: 1.0, shared: 1.0}, own, own)

    def _add_up(
        self, kind: dict[tuple[int, int], int], slot: int, line: dict[int, float], least: int, most: int
    ) -> None:
        whole = line | {column: 1.0 for (_, at), column in kind.items() if at == slot}
        self.lines.append((whole, float(least), float(most)))

    def as_lp(self, highspy: Any) -> Any:
        import numpy as np

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), len(self.lines)
        lp.col_cost_ = np.array([cost for cost, *_ in self.columns])
        lp.col_lower_ = np.zeros(len(self.columns))
        lp.col_upper_ = np.array([float(most) for _, most, _ in self.columns])
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for *_, whole in self.columns]
        lp.row_lower_ = np.array([least for _, least, _ in self.lines])
        lp.row_upper_ = np.array([most for *_, most in self.lines])
        starts = [0]
        for line, *_ in self.lines:
            starts.append(starts[-1] + len(line))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array([column for line, *_ in self.lines for column in line], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([factor for line, *_ in self.lines for factor in line.values()])
        return lp

    def rows(self, values: list[float]) -> list[Row]:
        rows = [list(seat.fixed) for seat in self.rota.seats]
        for (place, first, after), column in self.rest.items():
            if values[column] > 0.5:
                rows[place][first:after] = [RESTS] * (after - first)
        slots = range(len(self.rota.slots))
        holds = [
            [one for (one, at), column in self.hold.items() if at == slot and values[column] > 0.5] for slot in slots
        ]
        walks = [
            [one for (one, at), column in self.walk.items() if at == slot and values[column] > 0.5] for slot in slots
        ]
        name_tasks(self.rota, holds, walks, rows)
        return rows
