"""What the side panel closes is freed: no form, and no widget of one, is kept alive by a signal or a lambda."""

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.shell import DeskShell
from tests.views.desk_fakes import RUIZ, FakeCommands, FakeReads, steps, twelve, unit
from tests.views.snapshots import NOW


@pytest.fixture
def shell(qtbot: QtBot) -> DeskShell:
    made = DeskShell(
        commands=FakeCommands(),
        reads=FakeReads(rows=twelve(), steps=steps()),
        bridge=DirectBridge(),
        now=lambda: NOW,
        theme=themes.load("light"),
    )
    qtbot.addWidget(made)
    made.add_page("board", "Board", "board", QWidget())
    made.show_snapshot(unit())
    made.recorder.choose(RUIZ)
    made.show()
    return made


def collect() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
        gc.collect()


_DEEDS = ("level", "observer", "provider", "review", "move", "swap", "look for", "photo", "belongings search", "weight")


@pytest.mark.parametrize("deed", [*_DEEDS, "discharge"])
def test_a_form_is_freed_when_it_closes(shell: DeskShell, deed: str) -> None:
    shell.open_bed(4)
    panel = shell.panel.patient_panel()
    assert panel is not None
    panel.open_deed(deed)
    assert panel.form is not None
    form = weakref.ref(panel.form)
    panel.back()
    collect()
    left = form()
    assert left is None or not shiboken6.isValid(left)


def test_everything_is_freed_when_the_panel_closes(shell: DeskShell) -> None:
    before = len(shell.findChildren(QWidget))
    for bed_id in (4, 24, 10):
        shell.open_bed(bed_id)
        assert shell.strip.entry is not None
        shell.open_alert(shell.strip.entry.alert_ids[0])
        shell.panel.shut()
        collect()
    assert len(shell.findChildren(QWidget)) == before


def test_many_panels_leave_nothing_behind(shell: DeskShell) -> None:
    shell.open_bed(4)
    shell.panel.shut()
    collect()
    before = len(gc.get_objects())
    for _ in range(6):
        shell.open_bed(4)
        shell.panel.shut()
        collect()
    assert len(gc.get_objects()) - before < 600
