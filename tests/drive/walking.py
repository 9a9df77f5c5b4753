"""Rounds: begun, walked by taps or by digits, ended; and a look at one or two in between."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtWidgets import QPushButton

from tests.drive import eyes
from tests.drive.hand import Lost, Script, Until
from tests.drive.scene import Scene

EVERYBODY: Final = "Whole unit"
_FEW: Final = 2
"""So few who are nearly late are looked at from the board; more are worth a round."""
_SOON: Final = timedelta(minutes=6)


class Walking:
    """The hand's own rounds."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def begin(self, area: str = "") -> Script:
        h, s, another = self._s.hand, self._s, "Start all the same"
        yield from h.tap("Rounds", QPushButton)
        yield from h.tap(f"{area or s.area}.*patients?", QPushButton)
        yield from h.tap("Start round", QPushButton)
        yield Until(lambda: s.open_round() is not None or eyes.ready(another, QPushButton) is not None, "a round begun")
        if s.open_round() is None:
            yield from h.tap(another, QPushButton)
            yield Until(lambda: s.open_round() is not None, "a round begun beside another's")

    def left_to_see(self) -> int:
        """By the board; whoever was not found is looked for otherwise."""
        row = self._s.open_round()
        if row is None:
            return 0
        alerts = [one for one in self._s.board().alerts if one.kind == "not found"]
        missing = sum(1 for one in alerts if row.area_id is None or one.area == self._s.area)
        return row.to_see - row.seen - missing

    def seen(self) -> int:
        row = self._s.open_round()
        return -1 if row is None else row.seen

    def end(self) -> Script:
        h, page = self._s.hand, self._s.desk.rounds
        yield from h.tap("End round", QPushButton, inside=page)
        ask = partial(eyes.ready, "End the round", QPushButton, inside=page)
        yield Until(lambda: self._s.open_round() is None or ask() is not None, "the round ended, or asked about")
        if self._s.open_round() is not None:
            yield from h.tap("End the round", QPushButton, inside=page)
        yield Until(lambda: self._s.open_round() is None, "the round ended")

    def close_summary(self) -> Script:
        yield from self._s.hand.tap("Close the summary", QPushButton)

    def walk(
        self,
        special: Callable[[], Script] | None = None,
        *,
        area: str = "",
        by_keys: bool = False,
        pictured: str = "",
    ) -> Script:
        """Everybody, in the order the page suggests; `special` is done first, with the first patient."""
        h = self._s.hand
        yield from self.begin(area)
        if pictured:
            yield from h.picture(pictured)
        if special is not None:
            yield from special()
        yield from self.see_everybody(by_keys=by_keys)
        if pictured:
            yield from h.picture(f"{pictured}-done")
        yield from self.end()
        if pictured:
            yield from h.picture(f"{pictured}-summary")
        yield from self.close_summary()
        self._s.tally.rounds += 1

    def see_everybody(self, *, by_keys: bool = False) -> Script:
        one = self._check_by_keys if by_keys else self._check_by_taps
        tries = 0
        while self.left_to_see() > 0:
            try:
                yield from one()
            except Lost as lost:
                tries += 1
                if tries > 1:
                    raise
                self._s.hand.log.again.append(f"a check on a round: {lost}")
                yield from self._s.hand.key("Escape")

    def _moved_on(self, before: int) -> bool:
        return self.seen() != before

    def _check_by_taps(self) -> Script:
        before, page = self.seen(), self._s.desk.rounds
        if eyes.ready("Where", inside=page) is None:
            yield from self._open_next()
        if self.left_to_see() <= 0:
            return
        yield from self._s.usual_check(page, partial(self._moved_on, before))

    def _open_next(self) -> Script:
        """None is open: tap the line of the first who has not been seen."""
        lines = eyes.all_seen(r"1\d\d\d, .*", inside=self._s.desk.rounds)
        unseen = [one for one in lines if "not seen on this round yet" in one.accessibleName()]
        if not unseen:
            yield from self._s.hand.pause_for(lambda: self.left_to_see() <= 0, 3.0)
            return
        yield from self._s.hand.tap_on(unseen[0], "a line of the round")
        yield from self._s.hand.pause(0.2)

    def _check_by_keys(self) -> Script:
        """Place, activity, sign of life: a digit each."""
        h, page, before = self._s.hand, self._s.desk.rounds, self.seen()
        if eyes.ready("Where", inside=page) is None:
            yield from self._open_next()
        if self.left_to_see() <= 0:
            return
        yield from h.key("1")
        yield from h.key("1")
        life = partial(eyes.ready, "How life was seen", inside=page)
        yield Until(
            lambda: self._moved_on(before) or life() is not None or self._s.asked(page) is not None, "a check by keys"
        )
        if life() is not None and not self._moved_on(before):
            yield from h.key("1")
            yield Until(lambda: self._moved_on(before) or self._s.asked(page) is not None, "a check of somebody asleep")
        if self._s.asked(page) is not None:
            yield from h.key("shift+Tab", "space")
        yield Until(partial(self._moved_on, before), "a check by keys counted")
        self._s.tally.checks += 1

    def leave(self) -> Script:
        """Whatever round is open is ended."""
        if self._s.open_round() is not None:
            yield from self._s.hand.tap("Rounds", QPushButton)
            yield from self.end()
            yield from self.close_summary()

    def look_after(self, *, by_keys: bool = False) -> Script:
        """See whoever is nearly late: one or two from the board, more on a round."""
        soon = self._s.nearly_late(_SOON)
        if len(soon) > _FEW:
            yield from self.walk(by_keys=by_keys)
            return
        for bed in soon:
            yield from self._s.check_in_panel(bed)
            self._s.tally.looks += 1
