"""Asks for evidence of the patient on the page: from when to when, and into which folder."""

from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from station.reports.canvas import Paper
from station.rules.evidence_range import RangeError, read_moment
from station.rules.permissions import Deed
from station.services.evidence import Asked, PackMade
from station.views.panel.controls import TOUCH, Segments, button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Notice
from station.views.panel.times import typed_moment
from station.views.permit import Permit
from station.views.printing import open_file

TITLE: Final = "Evidence for a surveyor"
MAKING: Final = "Making the evidence…"


class EvidenceAsked(QWidget):
    """One pack at a time; it can be stopped."""

    shown = Signal(QWidget)

    def __init__(self, desk: Desk, paper: Segments) -> None:
        """`paper`: what is chosen for printing holds for this as well."""
        super().__init__()
        self._desk = desk
        self._stay_id: int | None = None
        self._asked: Asked | None = None
        self._stop = Event()
        self.dialog: QFileDialog | None = None
        self.since = line(placeholder="2026-11-23 14:00", name="Evidence from, by the unit's clock")
        self.until = line(placeholder="2026-11-23 15:00", name="Evidence to, by the unit's clock")
        self.paper = paper
        self.go, self.cancel = button("Make evidence…"), button("Stop", name="Stop making evidence")
        self.notice = Notice()
        self.notice.shown.connect(self.shown)
        self._lay_out()
        self.go.clicked.connect(self.open_dialog)
        self.cancel.clicked.connect(self.stop)
        self._show_running(running=False)
        Permit(self.go, desk.recorder, Deed.EVIDENCE)

    def _lay_out(self) -> None:
        row = FlowLayout(spacing=8)
        title, to = label(TITLE), label("to")
        for one in (title, to):
            one.setWordWrap(False)
            one.setMinimumHeight(TOUCH)
        for field in (self.since, self.until):
            field.setFixedWidth(field.fontMetrics().averageCharWidth() * 24)
        for widget in (title, self.since, to, self.until, self.go, self.cancel):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.notice)

    def offer(self, stay_id: int, since: datetime, now: datetime) -> None:
        """Of whom. What was typed for him stays; for another it begins with what the page shows."""
        if stay_id == self._stay_id:
            return
        self._stay_id = stay_id
        self.since.setText(typed_moment(since, self._desk.zone))
        self.until.setText(typed_moment(now, self._desk.zone))
        self.notice.say("")

    def _show_running(self, *, running: bool) -> None:
        self.go.setEnabled(not running)
        self.cancel.setVisible(running)

    @Slot()
    def open_dialog(self) -> None:
        """Ask for the folder, once the times can be read."""
        if self._stay_id is None:
            return
        try:
            for text, last in ((self.since.text(), False), (self.until.text(), True)):
                read_moment(text, self._desk.zone, last=last)
        except RangeError as error:
            self.notice.say(str(error), "refusal")
            return
        self._asked = Asked(f"stay:{self._stay_id}", self.since.text(), self.until.text())
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.dialog = made = QFileDialog(self, "The folder to put the evidence into", home)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.setFileMode(QFileDialog.FileMode.Directory)
        made.setOption(QFileDialog.Option.ShowDirsOnly)
        made.fileSelected.connect(self.save)
        made.open()

    @Slot(str)
    def save(self, folder: str) -> None:
        """Write it there, in a folder of its own."""
        here = self._desk.recorder.staff
        if self._asked is None or here is None:
            self.notice.say("This desk is locked. Sign in, then make the evidence again.", "refusal")
            return
        self._stop.clear()
        self._show_running(running=True)
        self.notice.say(MAKING)
        paper = Paper(self.paper.value or Paper.A4.value)
        make = self._desk.commands.make_evidence
        work = partial(make, here.id, self._asked, Path(folder), paper, self._stop.is_set)
        self._desk.bridge.run(work, self._made, self._not_made)

    @Slot()
    def stop(self) -> None:
        self._stop.set()

    @Slot(object)
    def _made(self, made: PackMade) -> None:
        self._show_running(running=False)
        self.go.setFocus()
        open_file(made.place)
        self.notice.say(" ".join((*made.sentences, "That you made it is in the journal.")), "done")

    @Slot(object)
    def _not_made(self, failure: Exception) -> None:
        self._show_running(running=False)
        self.go.setFocus()
        self.notice.say(str(failure), "refusal")
