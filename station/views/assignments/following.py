"""What becomes of a plan in work when the stored one is read again. Pure: no Qt."""

from enum import Enum, auto

from station.services.plan_sheet import PlanSheet
from station.views.assignments.editor import Working


class News(Enum):
    NONE = auto()
    """Nothing that touches the plan in work."""
    OLD = auto()
    """Read before our own plan was published: not to be believed any more."""
    ADOPT = auto()
    """Another plan is in force, and nothing of ours is lost if we go by it."""
    OVERTAKEN = auto()
    """Another plan is in force, and ours differs from what it was made from."""
    ELSEWHERE = auto()
    """The same person has worked on his draft at another desk."""


def news(sheet: PlanSheet, working: Working, *, changed: bool, published_here: int, waiting: bool, ours: bool) -> News:
    """`changed`: the plan in work differs from the one it was made from. `published_here`: the last number this desk
    has published. `waiting`: something of it is not stored yet. `ours`: the draft that was read was stored from here.
    """
    if sheet.published.number < max(working.based_on, published_here):
        return News.OLD
    if sheet.published.number > working.based_on:
        return News.OVERTAKEN if changed else News.ADOPT
    draft = sheet.draft
    if draft is None or waiting or ours:
        return News.NONE
    return News.ELSEWHERE if Working(draft.plan, draft.based_on).kept != working.kept else News.NONE


def first_working(sheet: PlanSheet) -> Working:
    """What a person begins with: his draft, else what is published."""
    if sheet.draft is not None:
        return Working(sheet.draft.plan, sheet.draft.based_on)
    return Working(sheet.published.plan, sheet.published.number)
