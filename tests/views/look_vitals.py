"""Draws the forms of vital signs into pictures, to be looked at: python -m tests.views.look_vitals [folder] [word]."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.models.enums import SetOutcome
from station.store.rows.vitals import VitalsBefore
from station.views import theme as themes
from station.views.panel.assessment import AssessmentForm
from station.views.panel.patient import PatientPanel
from station.views.panel.vitals import VitalsForm
from tests.views import look_desk
from tests.views.patient_fakes import vital, worsening
from tests.views.snapshots import ago
from tests.views.vital_fakes import FakeVitalReads

BEFORE = VitalsBefore(
    (
        ("hr", 109.0, ago(hours=2)), ("sbp", 110.0, ago(hours=2)), ("dbp", 78.0, ago(hours=2)),
        ("rr", 20.0, ago(hours=2)), ("spo2", 95.0, ago(hours=2)), ("temp", 37.6, ago(hours=2)),
        ("acvpu", "A", ago(hours=2)), ("weight", 71.2, ago(days=1)),
    ),
    1, "", (71.2, ago(days=1)), 178.0, False, (),
)  # fmt: skip


def empty(panel: PatientPanel) -> None:
    panel.open_deed("vitals")


def filled(panel: PatientPanel) -> None:
    panel.open_deed("vitals")
    form = panel.form
    assert isinstance(form, VitalsForm)
    said = form.fields
    for field, text in (
        (said.hr, "118"), (said.bp, "106/66"), (said.rr, "22"), (said.spo2, "95"), (said.temp, "101"),
    ):  # fmt: skip
        field.editor.setText(text)
        field.left.emit(field.name)
    said.o2.button_of("air").click()
    said.acvpu.button_of("A").click()


def refused(panel: PatientPanel) -> None:
    panel.open_deed("vitals")
    form = panel.form
    assert isinstance(form, VitalsForm)
    form.outcome.button_of("refused").click()
    form.submit()


def bvc(panel: PatientPanel) -> None:
    panel.open_deed("BVC")
    form = panel.form
    assert isinstance(form, AssessmentForm)
    for key in ("confused", "irritable"):
        form.items[key].button_of("1").click()


def ciwa(panel: PatientPanel) -> None:
    panel.open_deed("CIWA-Ar")


def ordering(panel: PatientPanel) -> None:
    panel.open_deed("vital order")


def lately(panel: PatientPanel) -> None:
    panel.open_deed("sets")


SCENES: dict[str, Callable[[PatientPanel], None]] = {
    "empty": empty, "filled": filled, "refused": refused, "bvc": bvc, "ciwa": ciwa, "order": ordering, "lately": lately,
}  # fmt: skip


def answer_reads() -> None:
    """What was measured before, and the last sets, of everybody."""
    FakeVitalReads.vitals_before = lambda self, stay_id: BEFORE  # type: ignore[method-assign]
    lately_rows = (*reversed(worsening()[-4:]), vital(ago(days=1), 9, outcome=SetOutcome.WHOLE))
    FakeVitalReads.vitals = lambda self, stay_id, limit=24: lately_rows  # type: ignore[method-assign]


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    answer_reads()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, scene in SCENES.items():
        for look in themes.THEME_NAMES:
            full = f"{name}-{look}"
            if wanted not in full:
                continue
            theme = themes.load(look)
            themes.apply(app, theme)
            made = look_desk.shell(theme)
            made.resize(1366, 1400)
            made.show()
            app.processEvents()
            scene(look_desk.patient(made))
            for _ in range(8):
                app.processEvents()
            made.panel.grab().save(str(folder / f"vitals-{full}.png"))
            made.close()
            made.deleteLater()


if __name__ == "__main__":
    main()
