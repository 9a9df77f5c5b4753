"""The form of vital signs, and the list of what was recorded, as they were approved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views import theme as themes
from station.views.panel.patient import PatientPanel
from tests.views import look_desk, look_vitals
from tests.views.patient_fakes import worsening
from tests.views.pictures import compare
from tests.views.showing import dress
from tests.views.vital_fakes import FakeVitalReads


@pytest.mark.parametrize("theme", themes.THEME_NAMES)
@pytest.mark.parametrize(("name", "scene"), [("filled", look_vitals.filled), ("lately", look_vitals.lately)])
def test_it_looks_as_approved(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    theme: themes.ThemeName,
    name: str,
    scene: Callable[[PatientPanel], None],
) -> None:
    monkeypatch.setattr(FakeVitalReads, "vitals_before", lambda self, stay_id: look_vitals.BEFORE)
    monkeypatch.setattr(FakeVitalReads, "vitals", lambda self, stay_id, limit=24: (*reversed(worsening()[-4:]),))
    dress(theme)
    made = look_desk.shell(themes.load(theme))
    qtbot.addWidget(made)
    made.resize(1366, 1400)
    made.show()
    QApplication.processEvents()
    scene(look_desk.patient(made))
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for _ in range(8):
        QApplication.processEvents()
    compare(made.panel, f"vitals-{name}-{theme}", tmp_path)
