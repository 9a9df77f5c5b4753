"""One person's plan of one shift: the timeline, the card beside it, and everything that is done to the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.rules.plan import Gap, Plan
from station.rules.workload import Workload, workload
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.store.rows.plan import ShiftRow
from station.views.assignments.begin import Begin
from station.views.assignments.canvas import Shown
from station.views.assignments.cards import Cards
from station.views.assignments.deeds import Deeds
from station.views.assignments.derived import Derived, derive, gaps_while_held
from station.views.assignments.editor import PlanEditor, Working
from station.views.assignments.following import News, first_working, news
from station.views.assignments.head import Head
from station.views.assignments.items import Choice, OfBlock, OfPerson
from station.views.assignments.keeping import DraftKeeper
from station.views.assignments.keys import key_edit
from station.views.assignments.paper import printable
from station.views.assignments.side import Side
from station.views.assignments.strip import LoadStrip
from station.views.assignments.timeline import Timeline
from station.views.assignments.words import Names, counted, published_words
from station.views.bridge import Refresh
from station.views.panel.desk import Desk
from station.views.printing import Printing
from station.views.theme import Theme

_SIDE_BY_SIDE = 860
"""Pixels in which the timeline and the card stand beside one another."""
_NARROWEST = 480
"""Pixels it can be squeezed into."""
_HOUR = timedelta(hours=1)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Planner(QWidget):
    """Nothing of it is lost while somebody else works here: it is only not shown."""

    shift_chosen = Signal(object)
    """datetime: another shift is wanted."""
    reload_wanted = Signal()

    def __init__(self, desk: Desk, staff_id: int, sheet: PlanSheet, beds: Mapping[int, str], theme: Theme) -> None:
        super().__init__()
        self._desk, self._staff_id, self._sheet, self._beds = desk, staff_id, sheet, beds
        self._now = desk.now()
        self._published_here = 0
        self._is_shown = False
        self._names = Names.of(sheet, desk.zone, beds)
        self._bases: dict[int, PublishedPlan] = {}
        self.editor = PlanEditor(first_working(sheet), self)
        self.keeper = DraftKeeper(desk, staff_id, sheet.shift.starts_at, self)
        self.head, self.strip, self.timeline = Head(theme), LoadStrip(theme), Timeline(theme)
        self.begin, self.side = Begin(theme), Side(self.editor.stack, Printing(desk), theme)
        self.deeds, self.cards = Deeds(self), Cards(self)
        self.load: Workload | None = None
        """Of the plan a moment ago; None until it has been worked out."""
        self._loads = Refresh(desk.bridge, self._work_out, self._show_load, None, self)
        self._derived = self._derive()
        self._lay_out()
        self._connect()
        self.keeper.pause_while(self.side.is_busy)
        self._take_base(sheet.published)
        self.show_sheet(sheet, beds)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for one in (self.timeline, self.begin):
            self._stack.addWidget(one)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(14)
        self._row.addWidget(self._stack, 5)
        self._row.addWidget(self.side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.strip)
        column.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.editor.changed.connect(self._edited)
        self.editor.begun.connect(self._show)
        self.keeper.told.connect(self._say_state)
        self._desk.recorder.changed.connect(self.follow_person)
        hands = self.timeline.hands
        hands.chosen.connect(self.choose)
        hands.dropped.connect(self.deeds.dropped)
        hands.drawn_out.connect(self.deeds.drawn_out)
        self.timeline.keyed.connect(self._keyed)
        self.head.shift_chosen.connect(self.shift_chosen)
        self.head.publish_wanted.connect(self.cards.show_publishing)
        for one in (self.head, self.begin):
            one.copy_wanted.connect(self.deeds.copy_last)
            one.suggest_wanted.connect(self.cards.suggest.begin)
        self.side.new_wanted.connect(self.deeds.add_block)
        for wanted in (self.side.people_wanted, self.begin.people_wanted):
            wanted.connect(self.cards.show_people)
        for keys, act in (
            ("Ctrl+Z", self.editor.undo), ("Ctrl+Y", self.editor.redo), ("Ctrl+Shift+Z", self.editor.redo),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # What there is

    @property
    def desk(self) -> Desk:
        return self._desk

    @property
    def staff_id(self) -> int:
        return self._staff_id

    @property
    def sheet(self) -> PlanSheet:
        return self._sheet

    @property
    def names(self) -> Names:
        return self._names

    @property
    def derived(self) -> Derived:
        return self._derived

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def why_not(self) -> str:
        """Why the person here may not plan; empty while he may."""
        return self._desk.recorder.why_not(Deed.ASSIGN)

    @property
    def may_edit(self) -> bool:
        """Only whoever this is for, and only while he is here."""
        here = self._desk.recorder.staff
        return here is not None and here.id == self._staff_id and not self.why_not

    @property
    def base(self) -> PublishedPlan | None:
        """The published plan that this one was made from; None until it has been read."""
        return self._bases.get(self.editor.based_on)

    @property
    def changed(self) -> bool:
        """The plan differs from the one it was made from."""
        return bool(self._derived.changes)

    @property
    def overtaken(self) -> bool:
        return self._sheet.published.number > self.editor.based_on and self.base is not None and self.changed

    # What it is told

    def set_theme(self, theme: Theme) -> None:
        for one in (self.head, self.strip, self.timeline, self.begin, self.side):
            one.set_theme(theme)

    def fit(self) -> None:
        self.head.fit()
        self.timeline.fit()
        self.side.fit()

    def show_shifts(self, shifts: Sequence[ShiftRow]) -> None:
        self.head.show_shifts(shifts, self._sheet.shift.starts_at, self._desk.zone, self._now)

    def tick(self, now: datetime) -> None:
        hour, self._now = self._now.replace(minute=0, second=0, microsecond=0), now
        if now - hour >= _HOUR:  # what was the worst one may be over
            self._loads.request()
        self.timeline.tick(now)
        self.keeper.tick(now)

    @Slot()
    def follow_person(self) -> None:
        """Somebody else is here, or nobody, or he may do something else."""
        self.timeline.hands.cancel()
        self.cards.suggest.cancel()
        self._show()
        self.keeper.tick(self._desk.now())

    def show_sheet(self, sheet: PlanSheet, beds: Mapping[int, str]) -> None:
        """What is stored, read again."""
        self._derived = self._derive()
        draft = sheet.draft
        ours = draft is not None and self.keeper.is_ours(Working(draft.plan, draft.based_on))
        told = news(
            sheet,
            self.editor.working,
            changed=self.base is None or self.changed,
            published_here=self._published_here,
            waiting=self.keeper.waiting,
            ours=ours or draft is self._sheet.draft,
        )
        if told is News.OLD or (told is News.NONE and self._is_same(sheet, beds)):
            return
        known = self._sheet.published.number
        self._sheet, self._beds, self._names = sheet, beds, Names.of(sheet, self._desk.zone, beds)
        self.side.printing.offer(printable(sheet, self._names))
        self._take_base(sheet.published)
        if told is News.ADOPT:
            self.editor.begin(Working(sheet.published.plan, sheet.published.number))
        elif told is News.ELSEWHERE and draft is not None:
            self.editor.do("what was changed at another desk", draft.plan, draft.based_on)
        self._show()
        if told is News.OVERTAKEN and (known != sheet.published.number or self.cards.is_idle):
            self.cards.show_overtaken()
        elif told is News.ADOPT and known and self._published_here != sheet.published.number:
            self.side.say(f"{published_words(sheet.published, self._names, self._now)}. You see that plan now.")

    def _is_same(self, sheet: PlanSheet, beds: Mapping[int, str]) -> bool:
        """Only the moment of reading differs from what is shown."""
        return self._is_shown and beds == self._beds and replace(sheet, read_at=self._sheet.read_at) == self._sheet

    def _take_base(self, published: PublishedPlan) -> None:
        self._bases[published.number] = published
        plan = self.editor.plan
        self._bases.setdefault(0, PublishedPlan(0, "", None, Plan(plan.starts_at, plan.ends_at)))
        if self.base is None:
            read = partial(self._desk.reads.published_plan, self._sheet.shift.starts_at, self.editor.based_on)
            self._desk.bridge.run(read, self._base_read, self._base_unread)

    @Slot(object)
    def _base_read(self, published: PublishedPlan) -> None:
        self._bases[published.number] = published
        self.show_sheet(self._sheet, self._beds)

    @Slot(object)
    def _base_unread(self, error: Exception) -> None:
        self.side.say(f"The plan yours was made from cannot be read. {error}", "refusal")

    # What is done to the plan

    @Slot(str, object)
    def edit(self, words: str, plan: Plan) -> bool:
        """One step, if the person here may take it."""
        return self.may_edit and self.editor.do(words, plan)

    @Slot()
    def _edited(self) -> None:
        self._show()
        if self.may_edit:
            self.side.say("")
            self.keeper.keep(self.editor.working)

    def go_back(self) -> None:
        """To what is published; what was drafted can be had again with Undo, and the journal keeps it."""
        base = self.base
        if base is not None and self.edit("go back to what is published", base.plan):
            self.keeper.drop()

    def published(self, working: Working) -> None:
        """That plan is in force now."""
        number = working.based_on + 1
        self._published_here = number
        self._bases[number] = PublishedPlan(number, "", self._now, working.plan)
        self.keeper.forget()
        self.editor.begin(Working(working.plan, number))
        self.reload_wanted.emit()

    # What is chosen

    @Slot(object)
    def choose(self, choice: Choice | None) -> None:
        self.timeline.choose(choice)
        self.cards.show_choice(choice)

    def back(self) -> bool:
        """Esc: let go of what is held; out of the card; choose nothing."""
        if self.timeline.hands.cancel():
            return True
        if self.side.has_focus() and self.timeline.item_of(self.timeline.chosen) is not None:
            self.timeline.choose(self.timeline.chosen, focus=True)
            return True
        if self.timeline.chosen is not None or not self.cards.is_idle:
            self.cards.suggest.cancel()
            self.choose(None)
            return True
        return False

    @Slot(object, object)
    def _keyed(self, choice: Choice, event: QKeyEvent) -> None:
        if event.key() in _OPENS:
            self.timeline.choose(choice)
            self.cards.show_choice(choice, focus=True)
            event.accept()
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self.timeline.choose(choice)
            self.deeds.add_block()
            event.accept()
        elif isinstance(choice, OfBlock) and self._edit_by_key(choice, event):
            event.accept()

    def _edit_by_key(self, choice: OfBlock, event: QKeyEvent) -> bool:
        plan, new_key = self.editor.plan, self._desk.request_id()
        block = plan.block(choice.key)
        found = key_edit(plan, choice.key, self._names, event.key(), event.modifiers(), new_key)
        if found is None or block is None:
            return False
        self.edit(found.words, found.plan)
        after = self.editor.plan
        made = OfBlock(new_key) if after.block(new_key) else choice
        self.timeline.choose(made if after.block(choice.key) else OfPerson(block.staff_id), focus=True)
        self.cards.show_choice(self.timeline.chosen)
        return True

    # How it stands

    def gaps_of(self, plan: Plan, key: str) -> tuple[Gap, ...]:
        """While this block is held."""
        return gaps_while_held(plan, key, self._derived.gaps, self._sheet)

    def _work_out(self) -> Workload:
        """Off the GUI thread."""
        sheet = self._sheet
        return workload(self.editor.plan, sheet.needs, sheet.checks_per_hour, self._desk.zone, now=self._now)

    @Slot(object)
    def _show_load(self, load: Workload) -> None:
        self.load = load
        self.strip.show_load(load, measured=self._sheet.measured)
        self.cards.show_load()

    def _derive(self) -> Derived:
        base = self.base.plan if self.base is not None else self.editor.plan
        return derive(self.editor.plan, base, self._sheet, self._names, self._desk.facts.policy)

    @Slot()
    def _show(self) -> None:
        plan, derived = self.editor.plan, self._derive()
        self._derived, self._is_shown = derived, True
        shown = Shown(plan, self._names, derived.gaps, derived.faulty, editable=self.may_edit)
        self.timeline.show_plan(shown, self.gaps_of, self._now)
        self._loads.request()
        self._stack.setCurrentWidget(self.timeline if plan.people or plan.blocks else self.begin)
        for one in (self.head, self.side, self.begin):
            one.let_edit(self.why_not)
        self._say_state()
        self.cards.show_plan()

    @Slot()
    def _say_state(self) -> None:
        count = len(self._derived.changes)
        self.head.say_state(self._state_words(count))
        nothing = "" if count else "Nothing differs from what is published."
        self.head.show_publish(count, self.why_not or nothing)

    def _state_words(self, count: int) -> str:
        published = self._sheet.published
        if self.keeper.trouble:
            return f"Draft not stored yet: {self.keeper.trouble}"
        if self.overtaken:
            return f"{published_words(published, self._names, self._now)} meanwhile"
        if not count:
            return published_words(published, self._names, self._now)
        if not self.editor.based_on:
            return "Draft, not published yet"
        return f"Draft, {counted(count, 'change')} not published"

    @override
    def minimumSizeHint(self) -> QSize:
        """What stands side by side now may stand beneath one another."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if wanted != self._row.direction():
            self._row.setDirection(wanted)
            self._row.setStretch(1, 1 if beside else 4)
