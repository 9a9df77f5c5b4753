"""Bringing in the patients of a census file: choose it, see what is wrong with it, then import it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from station.views.bridge import Bridge
from station.views.commands import CensusChecked, Founding
from station.views.panel.controls import button, label
from station.views.panel.form import Notice
from station.views.setup.steps import Step

COLUMNS = "mrn, family, given, birth date, bed, level, precautions, admitted at"


class CensusStep(Step):
    """The unit and its beds exist by now; nothing is changed until "Import" is pressed."""

    title = "Bring in the patients"
    text = f"A text file with a heading line and the columns {COLUMNS}. The whole file is checked first."

    imported = Signal(int)
    """How many patients were admitted."""

    def __init__(self, bridge: Bridge, founding: Founding) -> None:
        super().__init__()
        self._bridge, self._founding = bridge, founding
        self._checked: CensusChecked | None = None
        self.choose = button("Choose a file…", "primary")
        self.file = label(tone="muted")
        self.notice = Notice()
        self.problems = _Problems()
        self.take = button("Import", "primary")
        self.take_good = button("Import without the bad lines")
        self._lay_out()
        self.choose.clicked.connect(self._open_dialog)
        self.take.clicked.connect(self._import_all)
        self.take_good.clicked.connect(self._import_good)
        self._show_buttons()

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.choose)
        top.addWidget(self.file, 1)
        bottom.addWidget(self.take)
        bottom.addWidget(self.take_good)
        bottom.addStretch(1)
        self.column.addLayout(top)
        self.column.addWidget(self.notice)
        self.column.addWidget(self.problems)
        self.column.addLayout(bottom)

    @Slot()
    def _open_dialog(self) -> None:
        """Not modal to the program: it goes on while a file is looked for."""
        dialog = census_dialog(self)
        dialog.fileSelected.connect(self.check_file)
        dialog.open()

    @Slot(str)
    def check_file(self, path: str) -> None:
        """Check a file; what is found is shown, and nothing is changed."""
        self._checked = None
        self.file.setText(path)
        self.problems.show_problems([])
        self._work("Checking the file…")
        self._bridge.run(partial(self._founding.check_census, Path(path)), self._show_checked, self._failed)

    @Slot(object)
    def _show_checked(self, checked: CensusChecked) -> None:
        self._checked = checked
        self.setEnabled(True)
        self.notice.say(found_words(checked), "refusal" if checked.problems else "note")
        self.problems.show_problems([one.problem for one in checked.problems])
        self._show_buttons()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self.notice.say(str(error), "refusal")
        self._show_buttons()

    def _work(self, words: str) -> None:
        self.setEnabled(False)
        self.notice.say(words)
        self._show_buttons()

    def _show_buttons(self) -> None:
        checked = self._checked
        self.take.setVisible(checked is not None)
        self.take.setEnabled(checked is not None and not checked.problems and checked.patients > 0)
        self.take.setToolTip("" if self.take.isEnabled() else "Put the bad lines right first, or import without them")
        self.take_good.setVisible(checked is not None and bool(checked.problems))
        self.take_good.setEnabled(checked is not None and checked.patients > 0)
        if checked is not None:
            self.take.setText(f"Import {_patients(checked.patients)}")

    @Slot()
    def _import_all(self) -> None:
        self._import(skip_bad=False)

    @Slot()
    def _import_good(self) -> None:
        self._import(skip_bad=True)

    def _import(self, *, skip_bad: bool) -> None:
        if self._checked is None:
            return
        work = partial(self._founding.import_census, self._checked.path, skip_bad)
        self._work("Importing…")
        self._bridge.run(work, self._imported, self._failed)

    @Slot(object)
    def _imported(self, count: int) -> None:
        self.setEnabled(True)
        self._checked = None
        self.notice.say(f"{_patients(count)} imported.", "done")
        self._show_buttons()
        self.imported.emit(count)


class _Problems(QScrollArea):
    """Every bad line and why."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Bad lines")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self._words)
        self.setMinimumHeight(160)
        self.hide()

    def show_problems(self, problems: list[str]) -> None:
        self._words.setText("\n".join(problems))
        self.setVisible(bool(problems))

    def problems(self) -> list[str]:
        return self._words.text().splitlines()


def census_dialog(parent: QWidget) -> QFileDialog:
    """Asks for one file; frees itself when it closes."""
    made = QFileDialog(parent, "Choose a census file", "", "Census files (*.csv *.txt);;All files (*)")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.setFileMode(QFileDialog.FileMode.ExistingFile)
    return made


def found_words(checked: CensusChecked) -> str:
    """24 patients can be imported; 2 lines are wrong, listed below"""
    said = f"{_patients(checked.patients)} can be imported"
    said += f", {checked.already_here} of them already here and left as they are" if checked.already_here else ""
    count = len(checked.problems)
    if not count:
        return f"{said}. Nothing has been changed yet."
    wrong = "1 line is wrong" if count == 1 else f"{count} lines are wrong"
    return f"{said}; {wrong}, listed below. Nothing has been changed yet."


def _patients(count: int) -> str:
    return f"{count} patient{'' if count == 1 else 's'}"
