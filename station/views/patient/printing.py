"""Prints the patient who is shown: a PDF to a place that is chosen, then opened with whatever shows PDFs here."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from station.reports.canvas import Paper
from station.reports.inter import FontMissing
from station.reports.patient import PatientSheet, file_name, patient_pdf
from station.reports.patient_words import Owed
from station.reports.vital_panels import panels_of
from station.rules.wording import clock_time
from station.services.errors import Refused
from station.store.rows.levels import LevelStretchRow
from station.store.rows.vitals import PatientDay
from station.views.handover.printing import PRINTING, open_file
from station.views.panel.desk import Desk

LOCKED: Final = "This desk is locked. Sign in, then print again."


class Printing(QObject):
    """Asks where to, writes it off the GUI thread, and says what came of it."""

    said = Signal(str, str)
    """A sentence, and its kind: "note", "done" or "refusal"."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._asked: PatientSheet | None = None
        self.dialog: QFileDialog | None = None
        self.paper = Paper.A4

    def open_dialog(self, unit: str, day: PatientDay, levels: Sequence[LevelStretchRow]) -> None:
        """What is printed is the page as it stands now."""
        self._asked = sheet = self._sheet(unit, day, levels)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.dialog = made = QFileDialog(self._window, "Save this patient as a PDF", folder, "PDF (*.pdf)")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        made.setDefaultSuffix("pdf")
        made.selectFile(file_name(sheet))
        made.fileSelected.connect(self.save)
        made.open()

    def _sheet(self, unit: str, day: PatientDay, levels: Sequence[LevelStretchRow]) -> PatientSheet:
        desk, zone = self._desk, self._desk.zone
        scale = day.sets[-1].scale if day.sets else 1
        begun = [one for one in levels if one.ended_at is None or one.ended_at >= day.since]
        said = tuple(f"{one.words} from {clock_time(one.starts_at, zone, day.until)}" for one in begun)
        panels = panels_of(desk.facts.policy.vitals, scale)
        return PatientSheet(unit, zone, day, panels, said, Owed(desk.facts.policy, zone).after)

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the PDF there, and show it."""
        sheet, here = self._asked, self._desk.recorder.staff
        if sheet is None or here is None:
            self.said.emit(LOCKED, "refusal")
            return
        self.said.emit(PRINTING, "note")
        self._desk.bridge.run(partial(self._write, sheet, here.name, Path(path)), self._saved, self._not_saved)

    def _write(self, sheet: PatientSheet, who: str, target: Path) -> Path:
        """Off the GUI thread. A file that is half written is never left."""
        try:
            target.write_bytes(patient_pdf(sheet, self.paper, printed_at=self._desk.now(), printed_by=who))
        except FontMissing as missing:
            raise Refused(str(missing)) from missing
        except OSError as problem:
            raise Refused(
                f"{target} could not be written ({problem.strerror}). Choose another place. Nothing is lost."
            ) from problem
        return target

    @Slot(object)
    def _saved(self, target: Path) -> None:
        shown = "and opened to be printed" if open_file(target) else "print it at a computer that shows PDFs"
        self.said.emit(f"Saved as {target}, {shown}.", "done")

    @Slot(object)
    def _not_saved(self, failure: Exception) -> None:
        self.said.emit(str(failure), "refusal")
