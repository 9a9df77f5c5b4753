"""The card of one block: what it is, of what, from when to when, and whose. Every change is a step of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from station.models.enums import BlockKind
from station.rules import plan_edits
from station.rules.plan import Block, Plan
from station.views.assignments.parts import Beside, act, choices, choose, show_typed, side_by_side
from station.views.assignments.rows import in_order
from station.views.assignments.typed import parse_in_shift
from station.views.assignments.words import KIND_WORDS, Names, block_title, held_words, said
from station.views.panel.controls import button
from station.views.panel.fields import Field, line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Notice
from station.views.panel.times import NotATime

WHOLE_UNIT: Final = "Whole unit"
NOBODY_YET: Final = "Not said yet"
_TITLES: Final = {
    BlockKind.ROUNDS: "Area",
    BlockKind.CONTINUOUS: "Patient",
    BlockKind.ESCORT: "Where to",
    BlockKind.GROUP: "Which group",
    BlockKind.ADMISSION: "What is to be done",
    BlockKind.OTHER: "What",
}


class BlockForm(Beside):
    """Made anew for every block; shows the plan it is told of while it is open."""

    def __init__(
        self, plan: Plan, key: str, names: Names, suggested: Sequence[str], new_key: Callable[[], str]
    ) -> None:
        """`suggested`: words for groups or other duties. Raises KeyError when the block is not in the plan."""
        super().__init__()
        block = plan.block(key)
        if block is None:
            raise KeyError(key)
        self._plan, self._block, self._names, self._new_key = plan, block, names, new_key
        self.say_title(block_title(block, names), names.name_of(block.staff_id, plan))
        self.notice = Notice()
        self.notice.shown.connect(self.shown)
        kinds = [(word, kind) for kind, word in KIND_WORDS.items()]
        self.kind = Field("What", choices("What", kinds, block.kind))
        self.column.addWidget(self.notice)
        self.column.addWidget(self.kind)
        self.subject, self.words = self._subject_field(), self._words_field(suggested)
        self.since, self.until = self._time("From", block.starts_at), self._time("To", block.ends_at)
        self.column.addLayout(side_by_side(self.since, self.until))
        people = [(names.name_of(one.staff_id, plan), one.staff_id) for one in in_order(plan.people, names)]
        self.whom = Field("Who", choices("Who", people, block.staff_id))
        self.column.addWidget(self.whom)
        self.split = act("Split", self._split, tip="S", name="Split in two")
        self.copy = act("Copy", self._copy, tip="C", name="Copy this block")
        self.remove = act("Delete", self._remove, tip="Delete", name="Delete this block")
        self.column.addLayout(side_by_side(self.split, self.copy, self.remove))
        self._connect()

    def _subject_field(self) -> Field | None:  # type: ignore[type-arg]  # any editor
        """An area, or a patient on a continuous level."""
        block, options = self._block, list[tuple[str, object]]()
        if block.kind is BlockKind.ROUNDS:
            options = [(one.name, one.area_id) for one in self._names.areas] + [(WHOLE_UNIT, None)]
            chosen: object = block.area_id
        elif block.kind is BlockKind.CONTINUOUS:
            options = [(held_words(one), one.stay_id) for one in self._names.continuous]
            chosen = block.stay_id
        elif block.kind is BlockKind.ESCORT:
            beds = sorted((bed, stay_id) for stay_id, bed in self._names.beds.items())
            options, chosen = [(NOBODY_YET, None), *beds], block.stay_id
        else:
            return None
        title = "Whom" if block.kind is BlockKind.ESCORT else _TITLES[block.kind]
        made = Field(title, choices(title, options, chosen))
        if not options:
            made.show_problem("Nobody is on a continuous level now.")
        self.column.addWidget(made)
        return made

    def _words_field(self, suggested: Sequence[str]) -> Field[QLineEdit] | None:
        if self._block.kind in (BlockKind.ROUNDS, BlockKind.CONTINUOUS, BlockKind.BREAK):
            return None
        made = Field(_TITLES[self._block.kind], line(text=self._block.words, name=_TITLES[self._block.kind]))
        self.column.addWidget(made)
        if suggested:
            row = QWidget()
            flow = FlowLayout(row, spacing=6)
            for word in suggested:
                one = button(word, "tag")
                one.clicked.connect(self._word_tapped)
                flow.addWidget(one)
            self.column.addWidget(row)
        return made

    def _time(self, title: str, at: datetime) -> Field[QLineEdit]:
        return Field(title, line(text=self._names.clock(at), name=title))

    def _connect(self) -> None:
        self.kind.editor.activated.connect(self._kind_chosen)
        self.whom.editor.activated.connect(self._whom_chosen)
        if self.subject is not None:
            self.subject.editor.activated.connect(self._subject_chosen)
        if self.words is not None:
            self.words.editor.editingFinished.connect(self._words_typed)
        self.since.editor.editingFinished.connect(self._since_typed)
        self.until.editor.editingFinished.connect(self._until_typed)

    @property
    def key(self) -> str:
        return self._block.key

    def show_plan(self, plan: Plan, names: Names) -> bool:
        """The plan has changed; what is being typed stays. Returns whether this form still fits."""
        block = plan.block(self.key)
        if block is None or block.kind is not self._block.kind or names.continuous != self._names.continuous:
            return False
        self._plan, self._block, self._names = plan, block, names
        self.say_title(block_title(block, names), names.name_of(block.staff_id, plan))
        show_typed(self.since.editor, names.clock(block.starts_at))
        show_typed(self.until.editor, names.clock(block.ends_at))
        if self.words is not None:
            show_typed(self.words.editor, block.words)
        for field, value in ((self.whom, block.staff_id), (self.subject, block.area_id or block.stay_id)):
            if field is not None:
                choose(field.editor, value)
        return bool(self.whom.editor.currentData() == block.staff_id)

    def show_faults(self, faults: Sequence[str]) -> None:
        """What is said against this block."""
        said_now = "\n".join(faults)
        if said_now != self.notice.text:
            self.notice.say(said_now, "refusal")

    def commit(self) -> None:
        """What has been typed and not left yet counts too."""
        for typed in (self._words_typed, self._since_typed, self._until_typed):
            typed()

    # What is done

    def _put(self, words: str, block: Block) -> None:
        if block != self._block:
            self.edit(words, plan_edits.with_block(self._plan, block))

    @property
    def _said(self) -> str:
        return f"{self._names.name_of(self._block.staff_id, self._plan)}'s {said(self._block, self._names)}"

    @Slot(int)
    def _kind_chosen(self, _: int) -> None:
        kind = BlockKind(self.kind.editor.currentData())  # Qt hands back the bare word
        if kind is not self._block.kind:
            self._put(f"change {self._said}", as_kind(self._block, kind, self._names))

    @Slot(int)
    def _subject_chosen(self, _: int) -> None:
        if self.subject is None:
            return
        chosen = self.subject.editor.currentData()
        which = "area_id" if self._block.kind is BlockKind.ROUNDS else "stay_id"
        self._put(f"change {self._said}", replace(self._block, **{which: chosen}))

    @Slot(int)
    def _whom_chosen(self, _: int) -> None:
        chosen = self.whom.editor.currentData()
        self._put(f"give away {self._said}", replace(self._block, staff_id=int(chosen)))

    @Slot()
    def _words_typed(self) -> None:
        if self.words is not None:
            self._put(f"change {self._said}", replace(self._block, words=self.words.editor.text().strip()))

    @Slot()
    def _word_tapped(self) -> None:
        tapped = self.sender()
        if self.words is not None and isinstance(tapped, QPushButton):
            self.words.editor.setText(tapped.text())
            self._words_typed()

    @Slot()
    def _since_typed(self) -> None:
        at = self._read(self.since, self._block.starts_at, later=False)
        if at is not None and at != self._block.starts_at:
            if at >= self._block.ends_at:
                self.since.show_problem("It must begin before it ends.")
                return
            self.edit(f"stretch {self._said}", plan_edits.stretched(self._plan, self.key, starts_at=at))

    @Slot()
    def _until_typed(self) -> None:
        at = self._read(self.until, self._block.ends_at, later=True)
        if at is not None and at != self._block.ends_at:
            if at <= self._block.starts_at:
                self.until.show_problem("It must end after it begins.")
                return
            self.edit(f"stretch {self._said}", plan_edits.stretched(self._plan, self.key, ends_at=at))

    def _read(self, field: Field[QLineEdit], now_is: datetime, *, later: bool) -> datetime | None:
        """None, and said beside the field, for what is no time of this shift."""
        typed = field.editor.text().strip()
        if typed == self._names.clock(now_is):
            field.show_problem("")
            return now_is
        try:
            at = parse_in_shift(typed, self._plan.starts_at, self._plan.ends_at, self._names, later=later)
        except NotATime as problem:
            field.show_problem(str(problem))
            self.shown.emit(field)
            return None
        field.show_problem("")
        return at

    @Slot()
    def _split(self) -> None:
        self.edit(f"split {self._said}", plan_edits.split(self._plan, self.key, self._new_key()))

    @Slot()
    def _copy(self) -> None:
        self.edit(f"copy {self._said}", plan_edits.copied(self._plan, self.key, self._new_key()))

    @Slot()
    def _remove(self) -> None:
        self.edit(f"delete {self._said}", plan_edits.without_block(self._plan, self.key))


def as_kind(block: Block, kind: BlockKind, names: Names) -> Block:
    """The same stretch for something else: of the first area or patient there is."""
    area = names.areas[0].area_id if kind is BlockKind.ROUNDS and names.areas else None
    stay = names.continuous[0].stay_id if kind is BlockKind.CONTINUOUS and names.continuous else None
    return replace(block, kind=kind, area_id=area, stay_id=stay, words="")
