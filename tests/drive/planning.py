"""The plan of the shift: people, cover, changes by hand and by keys, publishing; two charges at once; a sick call."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QPoint

from station.models.enums import BlockKind
from station.rules import plan_edits
from station.rules.plan import Block, Plan
from station.services import Actor, assignments, plan_reading
from station.services.assignments import Publishing
from station.views.assignments.items import BlockItem, OfBlock
from station.views.assignments.words import block_sentence
from tests.drive import eyes
from tests.drive.hand import Lost, Script, Until
from tests.drive.shift import Shift
from tests.drive.ways import ByMouse, place_in

_PUBLISHED: Final = "The plan is published"


class Planning:
    """Each method is a step."""

    def __init__(self, shift: Shift) -> None:
        self._s = shift

    # What can be seen

    @property
    def _plan(self) -> Plan:
        return self._s.planner.editor.plan

    def _wait(self, true: Callable[[Plan], bool], what: str) -> Until:
        return Until(lambda: true(self._plan), what)

    def _some_block(self, kind: BlockKind, *, lasts: timedelta = timedelta(hours=1)) -> Block:
        for one in sorted(self._plan.blocks, key=lambda block: (block.starts_at, block.staff_id)):
            if one.kind is kind and one.lasts >= lasts and one.ends_at < self._plan.ends_at:
                return one
        raise Lost(f"no block for {kind}")

    def _item(self, block: Block) -> BlockItem:
        item = self._s.planner.timeline.item_of(OfBlock(block.key))
        if not isinstance(item, BlockItem):
            raise Lost("the block is not on the timeline")
        return item

    def _choose(self, block: Block) -> Script:
        """By what a screen reader says of it."""
        words = re.escape(block_sentence(block, self._s.planner.names, self._plan))
        yield from self._s.way.item(words, inside=self._s.desk.assignments)

    # Steps

    def sign_in(self) -> Script:
        yield from self._s.show_picture("locked")
        yield from self._s.be("charge")
        yield from self._s.show_picture("signed-in")

    def choose_the_shift(self) -> Script:
        s = self._s
        yield from s.page("Assignments")
        yield from s.show_picture("assignments")
        day = f"{s.now():%a} {s.now().day} {s.now():%b}"
        yield from s.way.pick("Shift", f"Evening, {day} 15:00", inside=s.desk.assignments)
        yield Until(lambda: s.planner.sheet.shift.name == "Evening", "the evening shift shown")
        yield from s.hand.pause(0.3)
        yield from s.show_picture("no-plan-yet")

    def copy_from_the_last(self) -> Script:
        """There is none: it is said."""
        s = self._s
        yield from s.way.press("Copy the plan of the last shift like it", inside=s.desk.assignments)
        yield from s.hand.wait_for("has a published plan")
        yield from s.show_picture("nothing-to-copy")

    def people_on(self) -> Script:
        s, page = self._s, self._s.desk.assignments
        yield from s.way.press("Choose who works, and plan by hand", inside=page)
        yield from s.hand.wait_for("Tap everybody who comes")
        yield from s.show_picture("who-works")
        evening = s.figures["evening"]
        for name in evening:
            yield from s.way.press(f"{name}, .*", inside=page)
        yield from s.show_picture("who-works-chosen")
        yield from s.way.press(f"Add {len(evening)} people", inside=page)
        yield self._wait(lambda plan: len(plan.people) == len(evening), "they are on the shift")
        yield from s.hand.pause(0.4)
        yield from s.show_picture("people-on")

    def suggest_cover(self) -> Script:
        yield from self._suggest("suggested")
        yield self._wait(lambda plan: len(plan.blocks) > 10, "blocks suggested")

    def _suggest(self, picture: str) -> Script:
        s, page = self._s, self._s.desk.assignments
        yield from s.way.press("Suggest cover", inside=page)
        yield from s.hand.wait_for("Fill what is open")
        yield from s.show_picture(f"{picture}-asked")
        yield from s.way.press("Fill what is open, and keep what is drawn", inside=page)
        began = s.hand.acted_at
        yield Until(lambda: eyes.ready("Keep it", inside=page) is not None, "a suggestion", 30)
        s.figures.setdefault("suggestion_s", []).append(round(s.hand.now() - began, 2))
        yield from s.show_picture(picture)
        yield from s.way.press("Keep it", inside=page)

    def edit(self) -> Script:
        """Later, longer, in two, to somebody else; and everything taken back."""
        before = self._plan
        block = self._some_block(BlockKind.ROUNDS)
        later = timedelta(minutes=30)
        yield from self._move(block, later)
        moved = self._plan.block(block.key)
        if moved is None:
            raise Lost("the block has gone")
        yield from self._stretch(moved, timedelta(minutes=15))
        yield from self._s.show_picture("stretched")
        yield from self._split(block.key)
        yield from self._give(block.key)
        yield from self._s.show_picture("edited")
        yield from self._undo_to(before)

    def _move(self, block: Block, by: timedelta) -> Script:
        s, at = self._s, block.starts_at + by
        if isinstance(s.way, ByMouse):
            yield from self._drag(block, 0.5, by)
        else:
            yield from self._choose(block)
            yield from s.step_out()
            yield from s.hand.key(*["ctrl+Right"] * int(by / timedelta(minutes=15)))
        yield self._wait(lambda plan: _starts(plan, block.key) == at, "the block half an hour later")

    def _stretch(self, block: Block, by: timedelta) -> Script:
        s, at = self._s, block.ends_at + by
        if isinstance(s.way, ByMouse):
            yield from self._drag(block, 1.0, by)
        else:
            yield from s.hand.key(*["shift+Right"] * int(by / timedelta(minutes=15)))
        yield self._wait(lambda plan: _ends(plan, block.key) == at, "the block longer")

    def _drag(self, block: Block, share: float, by: timedelta) -> Script:
        item = self._item(block)
        start = place_in(item, share) - QPoint(4 if share == 1.0 else 0, 0)
        scale = self._s.planner.timeline.canvas.scale
        if scale is None:
            raise Lost("the timeline has no scale")
        far = round(scale.x(block.starts_at + by) - scale.x(block.starts_at))
        steps = [start + QPoint(round(far * part / 6), 0) for part in range(7)]
        yield from self._s.hand.drag(steps)

    def _split(self, key: str) -> Script:
        s, count = self._s, len(self._plan.blocks)
        if isinstance(s.way, ByMouse):
            block = self._plan.block(key)
            if block is not None:
                yield from self._choose(block)
            yield from s.way.press("Split in two", inside=s.desk.assignments)
        else:
            yield from s.hand.key("s")
        yield self._wait(lambda plan: len(plan.blocks) == count + 1, "one block more")
        yield from s.hand.pause(0.3)

    def _give(self, key: str) -> Script:
        s, block = self._s, self._plan.block(key)
        if block is None:
            raise Lost("the block has gone")
        if isinstance(s.way, ByMouse):
            item, row = self._item(block), s.planner.timeline.canvas.names
            others = [one for staff, one in row.items() if staff != block.staff_id]
            below = min(others, key=lambda one: abs(eyes.middle_of(one).y() - eyes.middle_of(item).y()))
            start, to = place_in(item, 0.5), QPoint(place_in(item, 0.5).x(), eyes.middle_of(below).y())
            yield from s.hand.drag([start, (start + to) / 2, to, to + QPoint(1, 0)])
        else:
            yield from self._choose(block)
            yield from s.step_out()
            yield from s.hand.key("ctrl+Down")
        yield self._wait(lambda plan: _whose(plan, key) != block.staff_id, "the block with somebody else")

    def _undo_to(self, before: Plan) -> Script:
        for _ in range(12):
            if self._plan == before:
                return
            if isinstance(self._s.way, ByMouse):
                yield from self._s.way.press("Undo: .*", inside=self._s.desk.assignments)
            else:
                yield from self._s.hand.key("ctrl+z")
            yield from self._s.hand.pause(0.3)
        raise Lost("Undo does not lead back")

    # What cannot be

    def overlapping_duties(self) -> Script:
        """Somebody is planned twice: said, not published, taken back."""
        s, before = self._s, self._plan
        rounds = [one for one in before.blocks if one.kind is BlockKind.ROUNDS]
        block = next(one for one in rounds if _is_followed(before, one))
        yield from self._choose(block)
        until = s.planner.names.clock(block.ends_at + timedelta(minutes=30))
        yield from s.way.fill("To", until, inside=s.desk.assignments)
        yield from s.hand.key("Tab")
        yield from s.hand.wait_for("at once, from")
        yield from s.show_picture("twice-at-once")
        yield from s.way.press("Publish.*", inside=s.planner.head)
        yield from s.hand.wait_for("has to be mended")
        yield from s.show_picture("not-published")
        yield from s.hand.key("Escape")
        yield from self._undo_to(before)

    def gone_at_midnight(self) -> Script:
        """Hours outside the shift, and hours before what is planned."""
        s, before = self._s, self._plan
        last = max(before.blocks, key=lambda one: one.ends_at)
        name = s.planner.names.name_of(last.staff_id, before)
        page = s.desk.assignments
        yield from s.way.item(f"{name}, .*blocks?", inside=page)
        yield from s.way.fill("Goes", "00:00", inside=page)
        yield from s.hand.key("Tab")
        yield from s.hand.pause(0.5)
        yield from s.show_picture("goes-at-midnight")
        yield from s.way.fill("Goes", "22:00", inside=page)
        yield from s.hand.key("Tab")
        yield self._wait(lambda plan: _ends(plan, last.key) != last.ends_at, "what was his cut short")
        yield from s.show_picture("gone-before-the-end")
        yield from s.hand.key("Escape", "Escape")
        yield from self._undo_to(before)

    # In force

    def publish_first(self) -> Script:
        yield from self._publish("publish", seen=False)

    def _publish(self, picture: str, *, seen: bool = True) -> Script:
        """`seen`: the wall shows other duties then."""
        s, page = self._s, self._s.desk.assignments
        yield from s.way.press("Publish.*", inside=s.planner.head)
        yield from s.hand.pause(0.3)
        yield from s.show_picture(picture)
        yield from s.way.press("Publish( all the same)?", inside=s.planner.side)
        pressed = s.hand.acted_at
        yield Until(lambda: eyes.says(_PUBLISHED) or eyes.ready("Publish all the same.*") is not None, "an answer")
        if not eyes.says(_PUBLISHED):
            yield from s.show_picture(f"{picture}-asked")
            yield from s.way.press("Publish all the same.*", inside=page)
            pressed = s.hand.acted_at
            yield from s.hand.wait_for(_PUBLISHED)
        if seen:
            yield Until(lambda: s.wall.painted_after(pressed) is not None, "the wall painted", 20)
            self._note(picture, pressed)
        yield from s.show_picture(f"{picture}-done")

    def _note(self, what: str, pressed: float) -> None:
        painted = self._s.wall.painted_after(pressed) or 0.0
        self._s.figures.setdefault("publish_ms", []).append(
            {
                "what": what,
                "press_to_stored": round(1000 * (self._s.stored.at - pressed)),
                "press_to_wall": round(1000 * (painted - pressed)),
            }
        )

    def the_shift_begins(self) -> Script:
        yield from self._s.colleagues.until(15, 2, self._s.now)
        yield from self._s.page("Board")
        yield from self._s.show_picture("board-at-the-beginning")

    def change_late(self) -> Script:
        """Somebody else rounds from now on: the wall goes by it at once."""
        s = self._s
        yield from s.page("Assignments")
        block = self._running()
        yield from self._choose(block)
        other = next(one for one in self._plan.people if not _busy(self._plan, one.staff_id, block))
        name = s.planner.names.name_of(other.staff_id, self._plan)
        yield from s.way.pick("Who", name, inside=s.desk.assignments)
        yield self._wait(lambda plan: _whose(plan, block.key) == other.staff_id, "the rounds with somebody else")
        yield from self._publish("late-change")

    def _running(self) -> Block:
        now = self._s.core.now()
        return next(
            one for one in self._plan.blocks if one.kind is BlockKind.ROUNDS and one.starts_at <= now < one.ends_at
        )

    def two_charges(self) -> Script:
        """The other charge publishes first; what he changed is shown and merged."""
        s, page = self._s, self._s.desk.assignments
        mine = self._some_block(BlockKind.BREAK, lasts=timedelta(minutes=15))
        yield from self._choose(mine)
        yield from s.way.press("Delete this block", inside=page)
        yield self._wait(lambda plan: plan.block(mine.key) is None, "the break deleted")
        yield from s.hand.pause(0.5)
        self._other_publishes(mine.key)
        yield from s.hand.wait_for("The plan has changed meanwhile")
        yield from s.show_picture("changed-meanwhile")
        yield from s.way.press("Merge their changes into mine", inside=page)
        yield from s.hand.wait_for("Merged")
        yield from s.show_picture("merged")
        yield from self._publish("publish-merged", seen=False)

    def _other_publishes(self, but: str) -> None:
        """At another desk: a break fifteen minutes later."""
        s, who, now = self._s, self._s.people["other charge"], self._s.core.now()
        sheet = plan_reading.read_plan_sheet(s.core.store, self._plan.starts_at, who.id, now)
        plan = sheet.published.plan
        blocks = [one for one in plan.blocks if one.key != but and one.kind is BlockKind.BREAK]
        changed = plan_edits.moved(plan, blocks[-1].key, blocks[-1].starts_at + timedelta(minutes=15))
        asked = Publishing("drive-other-charge", plan.starts_at, sheet.published.number, changed)
        actor = Actor(who.id, who.name, "Desk 2")
        assignments.publish_plan(s.core.store, asked, confirmed=True, actor=actor, now=now)

    # At 18:00

    def until_six(self) -> Script:
        yield from self._s.colleagues.until(18, 0, self._s.now)

    def sick_call(self) -> Script:
        """Whoever rounds now goes home: what he had is nobody's, cover is suggested from now on, and published."""
        s, page = self._s, self._s.desk.assignments
        yield from s.be("charge")
        yield from s.page("Assignments")
        block = self._running()
        name = s.planner.names.name_of(block.staff_id, self._plan)
        yield from s.show_picture("at-six")
        yield from s.way.item(f"{name}, .*blocks?", inside=page)
        yield from s.show_picture("who-goes")
        yield from s.way.press(f"{name} goes home now", inside=page)
        yield from s.hand.pause(0.5)
        yield from s.show_picture("what-is-nobodys")
        yield from self._suggest("suggested-from-now")
        yield from self._publish("publish-sick-call")
        yield from s.page("Board")
        yield from s.show_picture("board-after-the-sick-call")


def _is_followed(plan: Plan, block: Block) -> bool:
    return any(other.starts_at == block.ends_at for other in plan.blocks_of(block.staff_id))


def _starts(plan: Plan, key: str) -> object:
    block = plan.block(key)
    return None if block is None else block.starts_at


def _ends(plan: Plan, key: str) -> object:
    block = plan.block(key)
    return None if block is None else block.ends_at


def _whose(plan: Plan, key: str) -> int:
    block = plan.block(key)
    return 0 if block is None else block.staff_id


def _busy(plan: Plan, staff_id: int, block: Block) -> bool:
    return any(one.overlaps(block.starts_at, block.ends_at) for one in plan.blocks_of(staff_id))
