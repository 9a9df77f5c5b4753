"""The side panel of a patient whose vital signs are recorded or put right, and what was asked of the services."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.models.enums import AssessmentKind, EntryStatus, SetOutcome
from station.services.vitals import VitalEntry
from station.store.rows.vitals import AssessmentRow, VitalOrderRow, VitalRow, VitalsBefore
from station.views.panel.desk import placed
from station.views.panel.measures import Measure
from station.views.panel.patient import PatientPanel
from station.views.panel.vitals import VitalsForm
from tests.views.desk_fakes import BELLO, FakeCommands, FakeReads, desk, unit
from tests.views.showing import dress
from tests.views.snapshots import ago

BEFORE = VitalsBefore(
    (("hr", 76.0, ago(hours=2)), ("sbp", 122.0, ago(hours=2)), ("dbp", 78.0, ago(hours=2)),
     ("temp", 36.8, ago(hours=2)), ("weight", 71.2, ago(days=1)), ("acvpu", "A", ago(hours=2))),
    1, "", (71.2, ago(days=1)), 178.0, False, (),
)  # fmt: skip
WHOLE = {"hr": "76", "bp": "122/78", "rr": "16", "spo2": "97", "temp": "36.8"}


@dataclass
class Reads(FakeReads):
    before: VitalsBefore = BEFORE
    sets: tuple[VitalRow, ...] = ()
    ordered: tuple[VitalOrderRow, ...] = ()
    assessed: tuple[AssessmentRow, ...] = ()
    asked_before: list[int] = field(default_factory=list)

    @override
    def vitals_before(self, stay_id: int) -> VitalsBefore:
        self.asked_before.append(stay_id)
        return self.before

    @override
    def vitals(self, stay_id: int, limit: int = 24) -> tuple[VitalRow, ...]:
        return self.sets[:limit]

    @override
    def assessments(self, stay_id: int, limit: int = 60) -> tuple[AssessmentRow, ...]:
        return self.assessed[:limit]

    @override
    def vital_orders(self, stay_id: int) -> tuple[VitalOrderRow, ...]:
        return self.ordered


@dataclass
class Panel:
    commands: FakeCommands
    reads: Reads
    panel: PatientPanel

    def form(self) -> VitalsForm:
        self.panel.open_deed("vitals")
        made = self.panel.form
        assert isinstance(made, VitalsForm)
        QApplication.processEvents()
        return made

    def sent(self, name: str) -> list[Any]:
        return [arguments for called, arguments in self.commands.calls if called == name]


def opened(qtbot: QtBot) -> Iterator[Panel]:
    """The panel of 1204, with a nurse at the desk."""
    dress("light")
    commands, reads = FakeCommands(), Reads()
    at = desk(commands=commands, reads=reads)
    at.recorder.choose(BELLO)
    shown = unit()
    one = placed(shown, 4)
    assert one is not None
    panel = PatientPanel(at, shown, one)
    qtbot.addWidget(panel)
    panel.resize(400, 900)
    panel.show()
    qtbot.waitActive(panel)
    yield Panel(commands, reads, panel)
    at.bridge.shutdown()


def fill(form: VitalsForm, **typed: str) -> None:
    for name, text in (WHOLE | typed).items():
        one = form.fields.measure(name)
        one.editor.clear()
        QTest.keyClicks(one.editor, text)
    form.fields.o2.button_of("air").click()
    form.fields.acvpu.button_of("A").click()


def entry(made: Panel) -> VitalEntry:
    (_, said, _) = made.sent("record_set")[-1]
    assert isinstance(said, VitalEntry)
    return said


def leave(one: Measure) -> None:
    one.left.emit(one.name)


def assessed(**more: Any) -> AssessmentRow:
    items = (("confused", 1), ("irritable", 1), ("boisterous", 0), ("verbal", 0), ("physical", 0), ("objects", 0))
    row = AssessmentRow(
        5, AssessmentKind.BVC, "J. Moore", SetOutcome.WHOLE, "", items, 2, ago(hours=1), False, EntryStatus.CURRENT
    )
    return replace(row, **more)
