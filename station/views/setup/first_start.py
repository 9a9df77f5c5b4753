"""The first start: an empty database, three ways to begin, and a calm walk through naming the unit."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from station.services.setup import AreaPlan, UnitPlan
from station.views.bridge import Bridge
from station.views.commands import Founding, NewUnit
from station.views.dress import sheet
from station.views.panel.controls import button, label, restyle
from station.views.panel.focus import focus_first
from station.views.panel.form import Notice
from station.views.panel.scroll import FollowingScroll
from station.views.setup.administrator import AdministratorStep
from station.views.setup.census import CensusStep, census_dialog
from station.views.setup.steps import BedsStep, PeopleStep, Step, UnitStep
from station.views.theme import Theme

Propose = Callable[[Path], Sequence[AreaPlan]]
"""Called off the GUI thread; raises Refused for a file without beds."""


class Way(StrEnum):
    """How a unit begins."""

    DEMO = "demo"
    SET_UP = "set up"
    IMPORT = "import"


_WAYS = (
    (
        Way.DEMO,
        "Try the demo unit",
        "A unit that lives: people make rounds, checks fall due. Nobody in it is real.",
        "Open the demo",
    ),
    (
        Way.SET_UP,
        "Set up this unit",
        "Name the unit, its areas and beds, and the people who work here. Takes a few minutes.",
        "Set up",
    ),
    (
        Way.IMPORT,
        "Import a census file",
        "Set up the unit, then bring in its patients from a file.",
        "Set up and import",
    ),
)
"""Each way, what it is called, what it means, and the word on its button."""


class FirstStart(QWidget):
    """Leads from an empty database to a unit. Nothing is stored before the last step of describing it."""

    ready = Signal()
    """A unit exists now: open the board."""

    def __init__(self, bridge: Bridge, founding: Founding, theme: Theme, *, propose: Propose | None = None) -> None:
        """`propose` reads the areas and beds a census file speaks of; without it they are typed."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Station: first start")
        self.setMinimumSize(900, 640)
        self._bridge, self._founding, self._propose = bridge, founding, propose
        self._census_path = ""
        self._way = Way.SET_UP
        self.unit, self.beds, self.people = UnitStep(), BedsStep(), PeopleStep()
        self.census = CensusStep(bridge, founding)
        self.administrator = AdministratorStep()
        self.steps: tuple[Step, ...] = (self.unit, self.beds, self.people, self.administrator)
        self._at: int | None = None
        self.ways: dict[Way, QPushButton] = {}
        self.stack = QStackedWidget()
        self._step_label = label(tone="muted", weight=QFont.Weight.DemiBold)
        self._title = label(scale=1.9, weight=QFont.Weight.Bold)
        self._text = label(tone="muted")
        self.notice = Notice()
        self.back, self.forward = button("Back"), button("Next", "primary")
        self._lay_out()
        self._connect()
        self.setStyleSheet(sheet(theme))
        self._show_ways()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(self.fontMetrics().averageCharWidth() * 110)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 28, 36, 28)
        inside.setSpacing(12)
        for one in (self._step_label, self._title, self._text):
            inside.addWidget(one)
        inside.addSpacing(6)
        scroll = FollowingScroll(margin=0)
        scroll.body.addWidget(self.stack)
        inside.addWidget(scroll, 1)
        inside.addWidget(self.notice)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.forward)
        inside.addLayout(row)
        across = QHBoxLayout(self)
        across.setContentsMargins(32, 32, 32, 32)
        across.addStretch(1)
        across.addWidget(card, 8)
        across.addStretch(1)
        self.stack.addWidget(self._make_ways())
        for step in (*self.steps, self.census):
            self.stack.addWidget(_topped(step))

    def _make_ways(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for way, title, text, go in _WAYS:
            column.addWidget(self._make_way(way, title, text, go))
        column.addStretch(1)
        return made

    def _make_way(self, way: Way, title: str, text: str, go: str) -> QWidget:
        made = QFrame()
        made.setObjectName("card")
        row = QHBoxLayout(made)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(20)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(title, scale=1.15, weight=QFont.Weight.DemiBold))
        words.addWidget(label(text, tone="muted"))
        one = button(go, "primary" if way is Way.SET_UP else "", name=f"{title}. {text}")
        one.setMinimumWidth(self.fontMetrics().averageCharWidth() * 22)
        one.setProperty("way", way.value)
        one.clicked.connect(self._way_clicked)
        self.ways[way] = one
        row.addLayout(words, 1)
        row.addWidget(one)
        return made

    def _connect(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.forward.clicked.connect(self._go_on)
        self.census.imported.connect(self._census_imported)

    @Slot()
    def _way_clicked(self) -> None:
        clicked = self.sender()
        self.begin(Way(str(clicked.property("way"))))

    def begin(self, way: Way) -> None:
        """Take one of the three ways."""
        self._way = way
        self.notice.say("")
        if way is Way.DEMO:
            self._work("Building the demo unit…")
            self._bridge.run(self._founding.start_demo, self._founded, self._failed)
            return
        self._show_step(0)
        if way is Way.IMPORT and self._propose is not None:
            self._choose_census()

    def _choose_census(self) -> None:
        """Not modal to the program; closing it without a file leaves the beds to be typed."""
        dialog = census_dialog(self)
        dialog.fileSelected.connect(self.propose_from)
        dialog.open()

    @Slot(str)
    def propose_from(self, path: str) -> None:
        """Take the areas and beds from this census file, to be corrected; its patients come at the end."""
        if self._propose is not None:
            self._census_path = path
            self._work("Reading the file…")
            self._bridge.run(partial(self._propose, Path(path)), self._proposed, self._failed)

    @Slot(object)
    def _proposed(self, areas: Sequence[AreaPlan]) -> None:
        self.setEnabled(True)
        self.beds.propose(areas)
        beds = sum(len(room.beds) for area in areas for room in area.rooms)
        self.notice.say(f"The file names {beds} beds. They stand in the next step, for you to correct.", "done")
        focus_first(self.unit)

    @property
    def new_unit(self) -> NewUnit:
        """The unit as described so far."""
        name, zone = self.unit.name.editor.text().strip(), self.unit.zone.editor.currentText()
        plan = UnitPlan(name=name, zone=zone, areas=self.beds.areas)
        signed_by = self.unit.signed_by.editor.text().strip()
        return NewUnit(plan, self.people.people, signed_by, self.administrator.administrator)

    def _show_ways(self) -> None:
        self._at = None
        self.stack.setCurrentIndex(0)
        self._step_label.setText("Station")
        self._title.setText("Welcome")
        self._text.setText("This database is empty. Choose how to begin; nothing is stored until you have finished.")
        self.back.hide()
        self.forward.hide()

    def _show_step(self, number: int) -> None:
        self._at = number
        self.administrator.set_taken({one.name for one in self.people.people})
        step = self.steps[number]
        total = len(self.steps) + (1 if self._way is Way.IMPORT else 0)
        self._show_page(number + 1, f"Step {number + 1} of {total}", step)
        last = number == len(self.steps) - 1
        self.back.show()
        self.forward.setText("Create the unit" if last else "Next")
        if step is self.people and not self.people.people:
            self.people.rows[0][0].setText(self.unit.signed_by.editor.text().strip())

    def _show_page(self, index: int, numbered: str, step: Step) -> None:
        self.notice.say("")
        self.stack.setCurrentIndex(index)
        self._step_label.setText(numbered)
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.forward.show()
        focus_first(step)

    @Slot()
    def _go_back(self) -> None:
        if self._at:
            self._show_step(self._at - 1)
        else:
            self._show_ways()

    @Slot()
    def _go_on(self) -> None:
        if self._at is None:
            self.ready.emit()
        elif not self.steps[self._at].check():
            self.notice.say("Something above needs another look. Nothing has been lost.", "refusal")
        elif self._at + 1 < len(self.steps):
            self._show_step(self._at + 1)
        else:
            self._work("Creating the unit…")
            self._bridge.run(partial(self._founding.create_unit, self.new_unit), self._founded, self._failed)

    def _work(self, words: str) -> None:
        self.setEnabled(False)
        self.notice.say(words)

    @Slot(object)
    def _founded(self, _: object) -> None:
        self.setEnabled(True)
        self.administrator.fields.forget_pin()
        self.notice.say("")
        if self._way is Way.IMPORT:
            self._show_census()
        else:
            self.ready.emit()

    def _show_census(self) -> None:
        self._at = None
        total = len(self.steps) + 1
        self._show_page(total, f"Step {total} of {total}", self.census)
        self.back.hide()
        if self._census_path:
            self.census.check_file(self._census_path)
        self.forward.setText("Open the board without patients")
        restyle(self.forward, "kind", "")

    @Slot(int)
    def _census_imported(self, _: int) -> None:
        self.forward.setText("Open the board")
        restyle(self.forward, "kind", "primary")

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self.notice.say(str(error), "refusal")


def _topped(step: Step) -> QWidget:
    """A step at the top of its page."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(step)
    column.addStretch(1)
    return made
