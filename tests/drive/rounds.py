"""What can happen on a round: a note, an undo, a badge in the middle of it, by route, not found, everybody asleep."""

from PySide6.QtWidgets import QPushButton

from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.scene import Scene
from tests.drive.signing import UNKNOWN_BADGE
from tests.drive.walking import EVERYBODY, Walking


class Rounds:
    """Each kind of round once."""

    def __init__(self, scene: Scene, walking: Walking) -> None:
        self._s, self._walking = scene, walking

    def first_round(self) -> Script:
        yield from self._s.be("tech")
        yield from self._walking.walk(self._note_and_undo, pictured="round")

    def _note_and_undo(self) -> Script:
        """A concern and a note, with a badge in the middle of it; saved, and taken back."""
        h, page = self._s.hand, self._s.desk.rounds
        yield from h.tap("Concern", QPushButton, inside=page)
        yield from h.tap("Note.*", QPushButton, inside=page)
        yield from h.write("Says he feels")
        yield from h.scan(UNKNOWN_BADGE)
        yield from h.pause(0.3)
        yield from h.write(" better")
        yield from h.picture("note-after-scan")
        yield from self._s.say_where_and_what(page)
        yield from h.tap("Save check", QPushButton, inside=page)
        yield Until(lambda: self._walking.seen() == 1, "the check with a note counted")
        yield from h.picture("undo-offered")
        yield from h.tap("Undo.*", QPushButton, inside=page)
        yield Until(lambda: self._walking.seen() == 0, "the check taken back")
        yield from h.picture("undone")

    def round_by_route_and_not_found(self) -> Script:
        yield from self._walking.walk(self._not_found)

    def _not_found(self) -> Script:
        h, page = self._s.hand, self._s.desk.rounds
        yield from h.tap("By route", QPushButton, inside=page)
        yield from h.picture("by-route")
        yield from h.hold("Not found.*", 1.3, QPushButton)
        yield Until(lambda: self._missing() is not None, "an alert: not found")
        yield from h.picture("not-found")
        yield from h.tap("By time", QPushButton, inside=page)

    def _missing(self) -> str | None:
        """The bed of whoever of the hand's area was not found."""
        alerts = (one for one in self._s.board().alerts if one.kind == "not found" and one.area == self._s.area)
        return next((one.bed for one in alerts if one.bed), None)

    def found_again(self) -> Script:
        missing = self._missing()
        if missing is not None:
            yield from self._s.check_in_panel(missing)
            yield Until(lambda: self._missing() is None, "him found")

    def round_by_keys(self) -> Script:
        """Digits alone."""
        yield from self._s.be("other tech")
        yield from self._walking.walk(by_keys=True, pictured="by-keys")

    def round_of_everybody(self) -> Script:
        """The whole unit, also whom others round."""
        yield from self._s.be("other tech")
        yield from self._walking.walk(area=EVERYBODY, by_keys=True, pictured="whole-unit")

    def round_of_the_sleeping(self) -> Script:
        """By taps: in bed, asleep, and how life was seen."""
        yield from self._s.be("tech")
        yield from self._walking.walk(self._one_asleep, pictured="asleep")

    def _one_asleep(self) -> Script:
        page, before = self._s.desk.rounds, self._walking.seen()
        more = eyes.ready("More: doing", QPushButton, inside=page)
        if more is not None and not eyes.seen("Asleep", QPushButton, inside=page):
            yield from self._s.hand.tap_on(more, "More: doing")
        yield from self._s.say_where_and_what(page, "Asleep")
        asked = self._s.asked(page)
        if asked is not None:
            yield from self._s.hand.tap_on(asked, "Yes")
        yield Until(lambda: self._walking.seen() != before, "the check of somebody asleep counted")
        self._s.tally.checks += 1

    def census(self) -> Script:
        """Who is here and who is away agrees with what the board counts."""
        h = self._s.hand
        yield from h.tap("Rounds", QPushButton)
        yield from h.wait_for("on unit")
        yield from h.picture("census")
