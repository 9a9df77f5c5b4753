"""What the keys do to a block: the plan as it is then, and what was done in words."""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Qt

from station.rules import plan_edits
from station.rules.plan import Block, Plan
from station.rules.plan_edits import FINE_STEP, STEP
from station.views.assignments.rows import in_order
from station.views.assignments.words import Names, said

Modifier = Qt.KeyboardModifier
Key = Qt.Key

_SIDEWAYS = {Key.Key_Left: -1, Key.Key_Right: 1}
_UPWARDS = {Key.Key_Up: -1, Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Edit:
    words: str
    plan: Plan


def key_edit(plan: Plan, key: str, names: Names, pressed: int, held: Qt.KeyboardModifier, new_key: str) -> Edit | None:
    """None: this key does nothing to a block. Ctrl moves, Shift pulls the end, both the start; Alt in small steps."""
    block = plan.block(key)
    if block is None:
        return None
    whose = f"{names.name_of(block.staff_id, plan)}'s {said(block, names)}"
    held &= Modifier.ControlModifier | Modifier.ShiftModifier | Modifier.AltModifier
    if pressed in _SIDEWAYS:
        step = FINE_STEP if held & Modifier.AltModifier else STEP
        return _sideways(plan, block, whose, _SIDEWAYS[Key(pressed)] * step, held)
    if pressed in _UPWARDS and held == Modifier.ControlModifier:
        return _to_another(plan, block, whose, _UPWARDS[Key(pressed)], names)
    return None if held else _plain(plan, key, whose, pressed, new_key)


def _plain(plan: Plan, key: str, whose: str, pressed: int, new_key: str) -> Edit | None:
    if pressed in (Key.Key_Delete, Key.Key_Backspace):
        return Edit(f"delete {whose}", plan_edits.without_block(plan, key))
    if pressed == Key.Key_S:
        return Edit(f"split {whose}", plan_edits.split(plan, key, new_key))
    if pressed == Key.Key_C:
        return Edit(f"copy {whose}", plan_edits.copied(plan, key, new_key))
    return None


def _sideways(plan: Plan, block: Block, whose: str, by: timedelta, held: Qt.KeyboardModifier) -> Edit | None:
    both = Modifier.ControlModifier | Modifier.ShiftModifier
    if held & both == both:
        after = plan_edits.stretched(plan, block.key, starts_at=block.starts_at + by)
        return Edit(f"stretch {whose}", after)
    if held & Modifier.ShiftModifier:
        return Edit(f"stretch {whose}", plan_edits.stretched(plan, block.key, ends_at=block.ends_at + by))
    if held & Modifier.ControlModifier:
        return Edit(f"move {whose}", plan_edits.moved(plan, block.key, block.starts_at + by))
    return None


def _to_another(plan: Plan, block: Block, whose: str, by: int, names: Names) -> Edit | None:
    people = [one.staff_id for one in in_order(plan.people, names)]
    place = people.index(block.staff_id) + by if block.staff_id in people else 0
    if not 0 <= place < len(people):
        return None
    name = names.name_of(people[place], plan)
    return Edit(f"give {whose} to {name}", plan_edits.moved(plan, block.key, block.starts_at, people[place]))
