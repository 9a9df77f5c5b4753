"""Having cover suggested, from the question what to keep to what came of it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from station.rules.plan import Plan
from station.rules.suggest import Suggestion, Told, suggest
from station.services.plan_sheet import PlanSheet
from station.views.assignments.suggest_card import SuggestCard, SuggestedCard
from station.views.assignments.suggesting import Suggesting
from station.views.panel.desk import Desk

if TYPE_CHECKING:
    from station.views.assignments.cards import Cards
    from station.views.assignments.planner import Planner


class SuggestFlow(QObject):
    """The proposal is one step of the plan, to be taken back as any other."""

    def __init__(self, planner: "Planner", cards: "Cards") -> None:
        super().__init__(cards)
        self._planner, self._cards = planner, cards
        self._suggesting = Suggesting(planner.desk.bridge, self)
        self._asked_for: Plan | None = None
        self._stopped = False
        self._suggesting.progressed.connect(self._progressed)
        self._suggesting.done.connect(self._done)
        self._suggesting.failed.connect(self._failed)

    @Slot()
    def begin(self) -> None:
        """What is to be kept, before cover is suggested."""
        planner = self._planner
        if not planner.may_edit or planner.side.is_busy():
            return
        longest = planner.desk.facts.policy.assignments.longest_continuous
        made = SuggestCard(anybody=bool(planner.editor.plan.people), longest=longest)
        made.wanted.connect(self._ask)
        made.stop_wanted.connect(self._stop_early)
        made.cancel_wanted.connect(self.cancel)
        made.people_wanted.connect(self._cards.show_people)
        planner.timeline.choose(None)
        self._cards.put(made, focus=True)

    @Slot(bool)
    def _ask(self, keep: bool) -> None:
        planner, card = self._planner, self._cards.content
        if not planner.may_edit or not isinstance(card, SuggestCard):
            return
        plan, sheet, now = planner.editor.plan, planner.sheet, planner.desk.now()
        self._asked_for, self._stopped = plan, False
        card.show_running()
        since = now.replace(second=0, microsecond=0) if now > plan.starts_at else None
        ask = partial(_suggest, plan, sheet, planner.desk, keep=keep, since=since)
        self._suggesting.begin(ask)

    @Slot()
    def _stop_early(self) -> None:
        self._stopped = True
        self._suggesting.stop()

    @Slot()
    def cancel(self) -> None:
        if self._suggesting.running:
            self._suggesting.cancel()
            self._cards.close()

    @Slot(float)
    def _progressed(self, share: float) -> None:
        card = self._cards.content
        if isinstance(card, SuggestCard):
            card.show_progress(share)

    @Slot(object)
    def _done(self, found: Suggestion) -> None:
        """One step, unless the plan has become another meanwhile."""
        planner = self._planner
        if not planner.may_edit or planner.editor.plan != self._asked_for:
            self._failed("The plan was changed meanwhile. Have it suggested once more.")
            return
        changed = planner.edit("suggest cover", found.plan)
        made = SuggestedCard(found, changed=changed, stopped=self._stopped)
        made.undo_wanted.connect(self._undo)
        planner.timeline.choose(None)
        self._cards.put(made, focus=True)

    @Slot(str)
    def _failed(self, why: str) -> None:
        card = self._cards.content
        if isinstance(card, SuggestCard):
            card.show_trouble(why)
        else:
            self._planner.side.say(why, "refusal")

    @Slot()
    def _undo(self) -> None:
        self._planner.editor.undo()
        self._cards.close()


def _suggest(
    plan: Plan,
    sheet: PlanSheet,
    desk: Desk,
    told: Told,
    stop: Callable[[], bool],
    *,
    keep: bool,
    since: datetime | None,
) -> Suggestion:
    """Off the GUI thread."""
    return suggest(
        plan,
        sheet.needs,
        desk.facts.policy,
        can_do=sheet.checks_per_hour,
        zone=desk.zone,
        new_key=desk.request_id,
        keep=keep,
        since=since,
        told=told,
        stop=stop,
    )
