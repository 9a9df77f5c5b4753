"""Draws the Alerts page in its desk into pictures to look at: python -m tests.views.look_alerts [folder] [word]."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from station.app.alerting import PAGE, Alerting
from station.models.enums import AlertState, Priority, ShownKind, Stage, StepKind
from station.store.rows import AlertRow, AlertStepRow, BoardSnapshot
from station.store.rows.alerts import AlertShownRow, PastAlertRow
from station.views import theme as themes
from station.views.alerts.page import HISTORY, AlertsPage
from station.views.board.page import DeskPage
from station.views.bridge import DirectBridge
from station.views.shell import DeskShell
from tests.views.alert_fakes import past
from tests.views.desk_fakes import RUIZ, FakeCommands, FakeReads, twelve, unit
from tests.views.look import WELL
from tests.views.snapshots import NOW, ago, technical

SIZES = {"hd": (1366, 768), "full": (1920, 1080), "tablet": (820, 1180)}
_NAMES = ("Ames, Maria", "Cole, James", "Vandermeulen-Oppenheimer, Alexandrina Wilhelmina", "Okafor, Ada")


def history(count: int = 200) -> tuple[PastAlertRow, ...]:
    """So many alerts of three days, the latest first."""
    return tuple(_past(count - place, place) for place in range(count))


def _past(number: int, place: int) -> PastAlertRow:
    start = ago(minutes=20 + place * 19)
    high = place % 3 != 1
    base = past(
        number,
        stay_id=place % 8,
        bed=str(1201 + place % 12),
        patient=_NAMES[place % 4],
        area=("West hall", "East hall")[place % 2],
        priority=Priority.HIGH if high else Priority.MEDIUM,
        stage=Stage.LAPSED if high else Stage.LATE,
        due_at=start,
        detected_at=start,
        lapsed_at=start + timedelta(minutes=5) if high else None,
        closed_at=start + timedelta(minutes=8.3),
    )
    if place % 9 == 2:
        return replace(base, close_reason="discharged", closed_by="N. Park", accepted_by=None, close_note="")
    if place % 9 == 6:
        said = replace(base, close_note="Seen in time, written down late", close_note_by="J. Moore", close_note_at=NOW)
        return replace(said, documented_late=True, close_reason="documented late")
    return base


STEPS = (
    AlertStepRow(StepKind.OPENED, ago(minutes=67), "tech", "late"),
    AlertStepRow(StepKind.ESCALATED, ago(minutes=65), "charge", ""),
    AlertStepRow(StepKind.RAISED, ago(minutes=62), "", "lapsed"),
    AlertStepRow(StepKind.ACCEPTED, ago(minutes=61), "R. Osei", "Going now"),
    AlertStepRow(StepKind.DELEGATED, ago(minutes=60.5), "D. Lin", "R. Osei"),
    AlertStepRow(StepKind.CLOSED, ago(minutes=60), "N. Park", "discharged"),
)
SHOWN = (
    AlertShownRow("Desk 1", ShownKind.PAINTED, Priority.MEDIUM, ago(minutes=66.98)),
    AlertShownRow("Wall 3 West", ShownKind.PAINTED, Priority.MEDIUM, ago(minutes=66.98)),
    AlertShownRow("Desk 1", ShownKind.SOUNDED, Priority.HIGH, ago(minutes=61.97)),
)


@dataclass
class AlertsDesk:
    """A desk with the board and the Alerts page, a charge signed in."""

    shell: DeskShell
    page: AlertsPage
    reads: FakeReads
    commands: FakeCommands
    board: DeskPage
    joined: QObject
    snapshot: BoardSnapshot

    def show(self, snapshot: BoardSnapshot) -> None:
        self.snapshot = snapshot
        for one in (self.shell, self.board, self.page, self.joined):
            one.show_snapshot(snapshot)  # type: ignore[attr-defined]  # each has it
        for board in (self.board, self.page, self.shell):
            board.tick(NOW)


def made(look: themes.Theme, rows: tuple[PastAlertRow, ...] = ()) -> AlertsDesk:
    commands, reads = FakeCommands(), FakeReads(rows=twelve(), steps=STEPS, shown=SHOWN, history=rows)
    shell = DeskShell(commands=commands, reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=look)
    board, page = DeskPage(look), AlertsPage(look)
    board.go_by(shell.recorder)
    shell.add_page("board", "Board", "board", board)
    others = ("Assignments", "Rounds", "Patients")
    for name in others:
        shell.add_page(name, name, name.lower().replace("patients", "person"), QWidget())
    shell.add_page(PAGE, "Alerts", "alert", page)
    for name, icon in (("Environment", "environment"), ("Handover", "handover"), ("People", "people"), ("Unit", "bed")):
        shell.add_page(name, name, icon, QWidget())
    joined = Alerting(page, board, shell, shell)
    desk = AlertsDesk(shell, page, reads, commands, board, joined, unit())
    for one in (board, page):
        one.set_health(WELL)
    desk.show(unit())
    shell.recorder.choose(RUIZ)
    made_desk = shell.desk()
    assert made_desk is not None
    page.show_desk(made_desk)
    desk.show(unit())
    shell.show_page(PAGE)
    return desk


def open_ones(desk: AlertsDesk) -> None:
    """One is held and was passed on; one has closed and owes its reason; one is Station's own."""
    first, *rest = unit().alerts
    held = replace(
        first, state=AlertState.ACCEPTED, accepted_by="R. Osei", accepted_by_id=2, accepted_note="Going now",
        lease_until=NOW + timedelta(seconds=130), delegated_to="M. Ruiz", delegated_to_id=RUIZ.id,
        delegated_at=ago(minutes=1),
    )  # fmt: skip
    desk.show(replace(unit(), alerts=(held, *rest, technical(90, "No sound device. Nobody hears alerts at Desk 1."))))


def chosen(desk: AlertsDesk) -> None:
    open_ones(desk)
    desk.page.open.opened.emit(desk.snapshot.alerts[0].id)


def nothing(desk: AlertsDesk) -> None:
    desk.reads.history = ()
    desk.page.on_events([])
    desk.show(replace(unit(), alerts=()))


def many(desk: AlertsDesk) -> None:
    """Fifteen late at a handover, and more."""
    some = [one for one in unit().alerts if one.priority is Priority.MEDIUM]
    desk.show(replace(unit(), alerts=tuple(_late(some[0], place) for place in range(15))))


def _late(one: AlertRow, place: int) -> AlertRow:
    return replace(one, id=100 + place, bed=str(1201 + place), due_at=ago(minutes=3 + place / 10))


def past_ones(desk: AlertsDesk) -> None:
    desk.page.show_view(HISTORY)


def past_one(desk: AlertsDesk) -> None:
    past_ones(desk)
    owed = next(one for one in desk.reads.history if one.owes_reason)
    desk.page.past.opened.emit(owed.id)


def none_fits(desk: AlertsDesk) -> None:
    past_ones(desk)
    desk.reads.history = ()
    desk.page.filters.priority.setCurrentIndex(4)


def failing(desk: AlertsDesk) -> None:
    desk.reads.page_error = RuntimeError("The database cannot be reached. Station tries again each second.")
    past_ones(desk)


SCENES: dict[str, Callable[[AlertsDesk], None]] = {
    "open": open_ones, "chosen": chosen, "nothing": nothing, "many": many, "past": past_ones, "pastone": past_one,
    "nonefits": none_fits, "failing": failing,
}  # fmt: skip


def main() -> None:
    folder, wanted = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, scene in SCENES.items():
        for size, (width, height) in SIZES.items():
            for look in themes.THEME_NAMES:
                if wanted not in f"{name}-{size}-{look}":
                    continue
                theme = themes.load(look)
                themes.apply(app, theme)
                desk = made(theme, history())
                desk.shell.resize(width, height)
                desk.shell.show()
                app.processEvents()
                desk.page.on_events([])
                scene(desk)
                for _ in range(6):
                    app.processEvents()
                desk.shell.grab().save(str(folder / f"{name}-{size}-{look}.png"))
                desk.shell.close()
                desk.shell.deleteLater()


if __name__ == "__main__":
    main()
