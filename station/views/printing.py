"""Prints what a page shows: a PDF to a place that is chosen, then opened with whatever shows PDFs here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.reports.canvas import Paper, Stopped
from station.reports.inter import FontMissing
from station.services.errors import Refused
from station.views.panel.controls import Segments, button
from station.views.panel.desk import Desk
from station.views.panel.form import Notice

PRINTING: Final = "Printing…"
_PAPERS: Final = ((Paper.A4.value, "A4"), (Paper.LETTER.value, "Letter"))


@dataclass(frozen=True, slots=True)
class Printable:
    """Something that can be printed as it stands now."""

    title: str
    """Of the dialog that asks where to."""
    file_name: str
    make: Callable[[Paper, datetime, str, Callable[[], bool]], bytes]
    """The PDF for a paper, printed then, by whom; asked whether it was called off. Off the GUI thread."""


class Printing(QWidget):
    """One printing at a time; it can be stopped."""

    shown = Signal(QWidget)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._offered: Printable | None = None
        self._asked: Printable | None = None
        self._stop = Event()
        self.dialog: QFileDialog | None = None
        self.paper = Segments("Paper", _PAPERS)
        self.paper.choose(Paper.A4.value)
        self.go, self.cancel = button("Print…"), button("Stop")
        self.notice = Notice()
        self.notice.shown.connect(self.shown)
        row = QHBoxLayout()
        row.setSpacing(8)
        for one in (self.paper, self.go, self.cancel):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.notice)
        self.go.clicked.connect(self.open_dialog)
        self.cancel.clicked.connect(self.stop)
        self._show_running(running=False)

    def offer(self, printable: Printable) -> None:
        """What is printed from now on."""
        self._offered = printable

    def _show_running(self, *, running: bool) -> None:
        self.go.setEnabled(not running)
        self.cancel.setVisible(running)

    @Slot()
    def open_dialog(self) -> None:
        """Ask where to. What is printed is the page as it stands now."""
        if self._offered is None:
            return
        self._asked = self._offered
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.dialog = made = QFileDialog(self, self._asked.title, folder, "PDF (*.pdf)")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        made.setDefaultSuffix("pdf")
        made.selectFile(self._asked.file_name)
        made.fileSelected.connect(self.save)
        made.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the PDF there, and show it."""
        printable, here = self._asked or self._offered, self._desk.recorder.staff
        if printable is None or here is None:
            self.notice.say("This desk is locked. Sign in, then print again.", "refusal")
            return
        self._stop.clear()
        self._show_running(running=True)
        self.notice.say(PRINTING)
        write = partial(self._write, printable, Paper(self.paper.value or Paper.A4.value), here.name, Path(path))
        self._desk.bridge.run(write, self._saved, self._not_saved)

    @Slot()
    def stop(self) -> None:
        self._stop.set()

    def _write(self, printable: Printable, paper: Paper, who: str, target: Path) -> Path:
        """Off the GUI thread. A file that is half written is never left."""
        try:
            target.write_bytes(printable.make(paper, self._desk.now(), who, self._stop.is_set))
        except (Stopped, FontMissing) as ended:
            raise Refused(str(ended)) from ended
        except OSError as error:
            raise Refused(
                f"{target} could not be written ({error.strerror}). Choose another place. Nothing is lost."
            ) from error
        return target

    @Slot(object)
    def _saved(self, target: Path) -> None:
        self._show_running(running=False)
        self.go.setFocus()  # where it was: being set still it has lost it to whatever stands first in the window
        if open_file(target):
            self.notice.say(f"Saved as {target}, and opened to be printed.", "done")
        else:
            self.notice.say(f"Saved as {target}. Nothing here shows a PDF: print it at another computer.", "done")

    @Slot(object)
    def _not_saved(self, failure: Exception) -> None:
        self._show_running(running=False)
        self.go.setFocus()
        self.notice.say(str(failure), "refusal")


def open_file(target: Path) -> bool:
    """Show it with the system's own program for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.absolute())))
