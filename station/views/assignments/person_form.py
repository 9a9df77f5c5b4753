"""The card of somebody on the shift: when he comes and goes, what he has to do, and that he is not here."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit

from station.rules import plan_edits
from station.rules.plan import Plan
from station.views.assignments.parts import Beside, act, show_typed, side_by_side
from station.views.assignments.typed import parse_in_shift
from station.views.assignments.words import Names, counted, person_line
from station.views.panel.controls import label
from station.views.panel.fields import Field, Question, line
from station.views.panel.form import Notice
from station.views.panel.times import NotATime


class PersonForm(Beside):
    """Made anew for every person."""

    new_wanted = Signal(int)
    """A block for this person."""

    def __init__(self, plan: Plan, staff_id: int, names: Names, now: Callable[[], datetime], load: str) -> None:
        """`load`: what he has to do, in words. Raises KeyError when he is not on the shift."""
        super().__init__()
        worker = plan.worker(staff_id)
        if worker is None:
            raise KeyError(staff_id)
        self._plan, self._worker, self._names, self._now = plan, worker, names, now
        self._name = names.name_of(staff_id, plan)
        self.say_title(self._name, person_line(worker, names, plan))
        self.notice = Notice()
        self.notice.shown.connect(self.shown)
        self.column.addWidget(self.notice)
        self.load = label(load)
        self.column.addWidget(self.load)
        self.since = Field("Comes", line(text=names.clock(worker.starts_at), name="Comes"))
        self.until = Field("Goes", line(text=names.clock(worker.ends_at), name="Goes"))
        self.column.addLayout(side_by_side(self.since, self.until))
        self.new = act("Add a block", self._new, tip="N", name=f"Add a block for {self._name}")
        self.home = act("Goes home now", self._home, name=f"{self._name} goes home now")
        self.off = act("Not on this shift…", self._ask_off, name=f"{self._name} is not on this shift")
        for one in (self.new, self.home, self.off):
            self.column.addWidget(one)
        self.question = Question()
        self.question.shown.connect(self.shown)
        self.question.answered.connect(self._answered)
        self.column.addWidget(self.question)
        self.home.setVisible(worker.starts_at < now() < worker.ends_at)
        self.since.editor.editingFinished.connect(self._hours_typed)
        self.until.editor.editingFinished.connect(self._hours_typed)

    @property
    def staff_id(self) -> int:
        return self._worker.staff_id

    def show_plan(self, plan: Plan, names: Names, load: str) -> bool:
        """The plan has changed; what is being typed stays. Returns whether he is still on the shift."""
        worker = plan.worker(self.staff_id)
        if worker is None:
            return False
        self._plan, self._worker, self._names = plan, worker, names
        self.say_title(self._name, person_line(worker, names, plan))
        self.load.setText(load)
        show_typed(self.since.editor, names.clock(worker.starts_at))
        show_typed(self.until.editor, names.clock(worker.ends_at))
        return True

    def show_faults(self, faults: Sequence[str]) -> None:
        said = "\n".join(faults)
        if said != self.notice.text:
            self.notice.say(said, "refusal")

    def commit(self) -> None:
        """What has been typed and not left yet counts too."""
        self._hours_typed()

    @Slot()
    def _new(self) -> None:
        self.new_wanted.emit(self.staff_id)

    @Slot()
    def _hours_typed(self) -> None:
        since = self._read(self.since, self._worker.starts_at, later=False)
        until = self._read(self.until, self._worker.ends_at, later=True)
        if since is None or until is None or (since, until) == (self._worker.starts_at, self._worker.ends_at):
            return
        if until <= since:
            self.until.show_problem("He must go after he comes.")
            return
        self._set_hours(since, until)

    def _set_hours(self, since: datetime, until: datetime) -> None:
        after = plan_edits.with_hours(self._plan, self.staff_id, since, until)
        self.edit(f"change the hours of {self._name}", after)

    def _read(self, field: Field[QLineEdit], now_is: datetime, *, later: bool) -> datetime | None:
        typed = field.editor.text().strip()
        field.show_problem("")
        if typed == self._names.clock(now_is):
            return now_is
        try:
            return parse_in_shift(typed, self._plan.starts_at, self._plan.ends_at, self._names, later=later)
        except NotATime as problem:
            field.show_problem(str(problem))
            return None

    @Slot()
    def _home(self) -> None:
        minute = self._now().replace(second=0, microsecond=0)
        self._set_hours(self._worker.starts_at, max(minute, self._worker.starts_at + plan_edits.SHORTEST))

    @Slot()
    def _ask_off(self) -> None:
        blocks = len(self._plan.blocks_of(self.staff_id))
        if not blocks:
            self._answered(yes=True)
            return
        self.question.ask(
            f"Take {self._name} off this shift? What was planned ({counted(blocks, 'block')}) is nobody's then. "
            "It can be taken back.",
            yes="Take off",
            no="Keep",
        )

    @Slot(bool)
    def _answered(self, yes: bool) -> None:
        if yes:
            self.edit(f"take {self._name} off the shift", plan_edits.without_person(self._plan, self.staff_id))
