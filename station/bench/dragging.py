"""What one frame of a drag costs the thread that draws: a shift of 30 people and 200 blocks. Runs in a child."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from station.bench.asking import SCREEN, ask
from station.bench.figures import Figure, Plain, timed
from station.models.enums import BlockKind, Role
from station.rules.cover import gaps
from station.rules.plan import Block, Gap, Need, Plan, Worker
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.store.rows.plan import AreaLoadRow, PlannableRow, ShiftRow
from station.views import theme as themes
from station.views.assignments.canvas import Shown
from station.views.assignments.derived import gaps_while_held
from station.views.assignments.items import BlockItem
from station.views.assignments.timeline import Timeline
from station.views.assignments.words import Names

FRAME_MS: Final = 16.0
_PEOPLE: Final = 30
_BLOCKS: Final = 200
_HOURS: Final = 12
_CAN_DO: Final = 60.0
_WARM_UP: Final = 10


def figures(folder: Path, *, frames: int) -> list[Figure]:
    """`frames` steps of one drag over the whole shift, each drawn."""
    taken = ask("dragging", {"frames": frames}, folder)
    drag, anew = taken["drag"], taken["anew"]
    plain = (Plain("everything laid out anew for each frame", anew["p50"]),)
    more = {key: value for key, value in drag.items() if key != "p50"}
    what = "a frame of a drag, 30 people, 12 h, 200 blocks, on the thread that draws"
    return [Figure("drag", what, drag["p50"], "ms", FRAME_MS, plain=plain, more=more)]


def crowded() -> PlanSheet:
    """A shift of 12 h, 30 people and 200 blocks of all kinds, with stretches that nobody covers."""
    starts_at = datetime(2026, 11, 23, 20, tzinfo=UTC)
    ends_at = starts_at + timedelta(hours=_HOURS)
    staff = tuple(PlannableRow(one, f"Person {one}", Role.TECH, "CPI to 03/27", ()) for one in range(1, _PEOPLE + 1))
    people = tuple(Worker(one.staff_id, one.name, one.role, starts_at, ends_at) for one in staff)
    plan = Plan(starts_at, ends_at, people, tuple(_blocks(starts_at)))
    need = partial(Need, BlockKind.ROUNDS, starts_at, ends_at)
    return PlanSheet(
        shift=ShiftRow("Evening", starts_at, ends_at, ends_at),
        staff=staff,
        areas=(AreaLoadRow(1, "West hall", 18, 72.0), AreaLoadRow(2, "East hall", 18, 80.0)),
        continuous=(),
        needs=(need("West hall", area_id=1, checks_per_hour=72.0), need("East hall", area_id=2, checks_per_hour=80.0)),
        checks_per_hour=_CAN_DO,
        measured=False,
        published=PublishedPlan(1, "M. Reyes", starts_at, plan),
        draft=None,
        read_at=starts_at,
    )


def _blocks(starts_at: datetime) -> Iterator[Block]:
    lasts = timedelta(minutes=100)
    kinds = (BlockKind.ROUNDS, BlockKind.GROUP, BlockKind.OTHER, BlockKind.BREAK)
    for number in range(_BLOCKS):
        place, who = divmod(number, _PEOPLE)
        kind = kinds[(who + place) % len(kinds)]
        since = starts_at + place * lasts
        area = 1 + who % 2 if kind is BlockKind.ROUNDS else None
        yield Block(str(number), who + 1, kind, since, since + lasts, area_id=area, words="Recreation")


@dataclass
class Dragged:
    """A timeline on a screen that nobody sees, a block of rounds in the hand."""

    sheet: PlanSheet

    def __post_init__(self) -> None:
        self._names = Names.of(self.sheet, ZoneInfo("UTC"), {})
        self._plan = self.sheet.published.plan
        self._gaps = gaps(self._plan, self.sheet.needs, _CAN_DO)
        self._theme = themes.load("light")
        self.timeline = self._shown()
        rounds = [one.key for one in self._plan.blocks if one.kind is BlockKind.ROUNDS]
        held = min((self.timeline.canvas.blocks[one] for one in rounds), key=_near_the_middle)
        self._began = held.mapToGlobal(held.rect().center())
        self.timeline.hands.press(held, QPointF(self._began))

    def _shown(self) -> Timeline:
        made = Timeline(self._theme)
        made.resize(*SCREEN)
        made.show_plan(Shown(self._plan, self._names, self._gaps), self._gaps_of, self._plan.starts_at)
        made.show()
        QTest.qWaitForWindowExposed(made)
        drawn(made)
        return made

    def _gaps_of(self, plan: Plan, key: str) -> tuple[Gap, ...]:
        return gaps_while_held(plan, key, self._gaps, self.sheet)

    def frame(self, turn: int) -> None:
        """The hand goes on, across and down, and what that changed is drawn."""
        at = self._began + _way(turn)
        self.timeline.hands.drag(QPointF(at), fine=False)
        drawn(self.timeline)

    def anew(self, turn: int) -> None:
        """The plain way: everything is thrown away and laid out again."""
        del turn
        old, self.timeline = self.timeline, self._shown()
        old.close()
        old.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def close(self) -> None:
        self.timeline.hands.cancel()
        self.timeline.close()
        self.timeline.deleteLater()


def _near_the_middle(item: BlockItem) -> int:
    """How far from a place in the middle of what is in sight."""
    return (item.geometry().center() - QPoint(SCREEN[0] // 3, SCREEN[1] // 3)).manhattanLength()


def _way(turn: int) -> QPoint:
    return QPoint(30 + (turn * 41) % 900, (turn % 9) * 58 - 116)


def drawn(window: QWidget) -> None:
    """Draw at once what waits to be drawn. The display would wait for its next turn."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = QApplication([])
    themes.apply(app, themes.load("light"))
    dragged, frames = Dragged(crowded()), int(asked["frames"])
    drag = timed(dragged.frame, frames, warm_up=_WARM_UP)
    dragged.timeline.hands.cancel()
    anew = timed(dragged.anew, max(5, frames // 20), warm_up=1)
    dragged.close()
    return {
        "drag": {"p50": drag.p50, "max": round(max(drag.wall), 3), "cpu_max": round(max(drag.cpu), 3), **drag.beside()},
        "anew": {"p50": anew.p50, **anew.beside()},
    }
