"""Which card stands beside the timeline, and what comes of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from station.models.enums import BlockKind
from station.rules.plan import Block
from station.rules.plan_changes import changes
from station.rules.plan_merge import merge
from station.views.assignments.block_form import BlockForm
from station.views.assignments.derived import load_words
from station.views.assignments.gap_card import GapCard
from station.views.assignments.items import Choice, OfBlock, OfGap, OfPerson
from station.views.assignments.offers import offers
from station.views.assignments.overtaken_card import MergedCard, OvertakenCard
from station.views.assignments.overview import Overview
from station.views.assignments.parts import Beside
from station.views.assignments.people_card import PeopleCard
from station.views.assignments.person_form import PersonForm
from station.views.assignments.publish_card import Before, PublishCard
from station.views.assignments.suggest_flow import SuggestFlow
from station.views.assignments.words import published_words

if TYPE_CHECKING:
    from station.views.assignments.planner import Planner


class Cards(QObject):
    """Makes them, and has the planner do what they ask for."""

    def __init__(self, planner: "Planner") -> None:
        super().__init__(planner)
        self._planner = planner
        self.suggest = SuggestFlow(planner, self)

    @property
    def content(self) -> object:
        return self._planner.side.content

    @property
    def is_idle(self) -> bool:
        """Nothing is being done in the card."""
        return self.content is None or isinstance(self.content, Overview)

    def show_choice(self, choice: Choice | None, *, focus: bool = False) -> None:
        """The card of what is chosen; made anew unless it is there already."""
        made: Beside | None = None
        if isinstance(choice, OfBlock):
            made = self._block(choice.key)
        elif isinstance(choice, OfPerson):
            made = self._person(choice.staff_id)
        elif isinstance(choice, OfGap):
            made = self._gap(choice)
        self.put(made or self._overview(), focus=focus)
        self.show_plan()

    def show_plan(self) -> None:
        """The plan has changed: what is open goes on with it, or goes."""
        content, planner = self.content, self._planner
        plan, names, derived = planner.editor.plan, planner.names, planner.derived
        if isinstance(content, BlockForm):
            if not content.show_plan(plan, names):
                self._again(OfBlock(content.key) if plan.block(content.key) else None)
                return
            content.show_faults(derived.of_block(content.key))
        elif isinstance(content, PersonForm):
            if not content.show_plan(plan, names, load_words(planner.load, content.staff_id)):
                self._again(None)
                return
            content.show_faults(derived.of_person(content.staff_id))
        elif isinstance(content, GapCard) and content.plan is not plan:
            still = next((one for one in derived.gaps if one.need.subject == content.gap.need.subject), None)
            self._again(OfGap(still) if still else None)
        elif isinstance(content, PublishCard) and not content.busy and content.before.working != planner.editor.working:
            self._again(None)
        elif content is None or isinstance(content, Overview):
            self.put(self._overview())

    def show_load(self) -> None:
        """What people have to do has been worked out anew."""
        content, planner = self.content, self._planner
        if isinstance(content, PersonForm):
            content.show_plan(planner.editor.plan, planner.names, load_words(planner.load, content.staff_id))

    def _again(self, choice: Choice | None) -> None:
        focus = self._planner.side.has_focus() and choice is not None
        self._planner.timeline.choose(choice)
        self.show_choice(choice, focus=focus)

    def put(self, made: Beside, *, focus: bool = False) -> None:
        """In the card from now on; what it asks for is done."""
        if made is not self.content:
            made.edited.connect(self._planner.edit)
            made.closed.connect(self.close)
        made.setEnabled(self._planner.may_edit or isinstance(made, Overview))
        side = self._planner.side
        was_here = side.has_focus()
        side.put(made, focus=focus)
        if was_here and not side.has_focus():
            self._planner.timeline.take_focus()

    # The cards of what is chosen

    def _overview(self) -> Overview:
        derived, planner = self._planner.derived, self._planner
        plan = planner.editor.plan
        empty = not plan.people and not plan.blocks
        made = Overview(derived.faults, derived.uncovered(planner.names, planner.now), planner.why_not, empty=empty)
        made.let_go_back(can=planner.may_edit and planner.changed)
        made.back_wanted.connect(planner.go_back)
        return made

    def _block(self, key: str) -> Beside | None:
        planner = self._planner
        block = planner.editor.plan.block(key)
        if block is None:
            return None
        there = self.content
        if isinstance(there, BlockForm) and there.key == key and there.show_plan(planner.editor.plan, planner.names):
            return there
        return BlockForm(planner.editor.plan, key, planner.names, self._usual_words(block), planner.desk.request_id)

    def _usual_words(self, block: Block) -> tuple[str, ...]:
        words = self._planner.desk.facts.policy.assignments
        return {BlockKind.GROUP: words.groups, BlockKind.OTHER: words.other}.get(block.kind, ())

    def _person(self, staff_id: int) -> Beside | None:
        planner = self._planner
        if planner.editor.plan.worker(staff_id) is None:
            return None
        load = load_words(planner.load, staff_id)
        made = PersonForm(planner.editor.plan, staff_id, planner.names, planner.desk.now, load)
        made.new_wanted.connect(planner.deeds.add_block)
        return made

    def _gap(self, choice: OfGap) -> Beside:
        planner = self._planner
        longest = planner.desk.facts.policy.assignments.longest_continuous
        found = offers(planner.editor.plan, choice.gap, longest)
        return GapCard(planner.editor.plan, choice.gap, found, planner.names, planner.desk.request_id())

    # The cards of the whole plan

    @Slot()
    def show_people(self) -> None:
        if self._planner.may_edit:
            self._planner.timeline.choose(None)
            self.put(PeopleCard(self._planner.editor.plan, self._planner.sheet.staff), focus=True)

    @Slot()
    def show_publishing(self) -> None:
        """What changes, in words; or first what somebody else has changed meanwhile."""
        planner = self._planner
        if planner.overtaken:
            self.show_overtaken()
            return
        if not planner.may_edit or planner.side.is_busy():
            return
        derived = planner.derived
        before = Before(
            planner.editor.working, derived.changes, derived.faults, derived.uncovered(planner.names, planner.now)
        )
        made = PublishCard(planner.desk, before)
        made.finished.connect(self._published)
        made.cancelled.connect(self.close)
        made.refusing.connect(planner.reload_wanted)
        planner.timeline.choose(None)
        planner.side.put(made)
        made.publish.setFocus()

    @Slot(str)
    def _published(self, said: str) -> None:
        card = self.sender()
        if isinstance(card, PublishCard):
            self._planner.published(card.before.working)
            self.close()
            self._planner.side.say(said, "done")

    def show_overtaken(self) -> None:
        planner, base = self._planner, self._planner.base
        if base is None or planner.side.is_busy():
            return
        theirs = planner.sheet.published
        told = changes(base.plan, theirs.plan, planner.names.terms)
        made = OvertakenCard(published_words(theirs, planner.names, planner.now), told)
        made.merge_wanted.connect(self._merge)
        made.theirs_wanted.connect(self._take_theirs)
        planner.timeline.choose(None)
        self.put(made)

    @Slot()
    def _merge(self) -> None:
        planner, base = self._planner, self._planner.base
        if base is None or not planner.may_edit:
            return
        theirs = planner.sheet.published
        merged = merge(base.plan, planner.editor.plan, theirs.plan, planner.names.terms)
        planner.editor.do("merge", merged.plan, theirs.number)
        self.put(MergedCard([one.words for one in merged.conflicts]))

    @Slot()
    def _take_theirs(self) -> None:
        planner = self._planner
        theirs = planner.sheet.published
        if planner.may_edit:
            planner.editor.do("take theirs", theirs.plan, theirs.number)
            self.close()

    @Slot()
    def close(self) -> None:
        self._planner.choose(None)
