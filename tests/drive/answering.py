"""An alert from its first sound to its reason: accepted, run out, passed on, closed by the check and otherwise."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from station.models.enums import AlertState
from station.store.rows import AlertRow
from station.views.alerts.rows import REASON_OWED
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene, read
from tests.drive.hand import Script, Until

_GOING = "Going now"


class Answering:
    """Each step takes a patient of his own where it can."""

    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return (
            *(self.quiet, self.arises, self.accepted_with_what_one_will_do, self.runs_out_in_sight),
            *(self.others_asked, self.not_taken, self.asked_and_taken, self.closed_by_the_check),
            *(self.in_other_words, self.closed_otherwise, self.why_is_said),
        )

    def quiet(self) -> Script:
        """Signed in; what a check can end is ended."""
        yield from self._s.at_rest()
        yield from self._s.hand.picture("board")

    def arises(self) -> Script:
        """Late, then lapsed: rail, card, strip, sound."""
        s, mark = self._s, self._s.ears.mark()
        yield from s.late(1, lapsed=False)
        yield from s.hand.picture("late")
        yield from s.expect_words(f"{s.bed} · check late|Late round · 1 patient")
        yield from s.expect_pulses(3, mark)
        mark = s.ears.mark()
        yield from s.pass_until(lambda: self._alert().stage.value == "lapsed", "lapsed")
        yield from s.expect_words(f"{s.bed} · check lapsed")
        yield from s.expect_pulses(10, mark, 40.0)
        yield from s.hand.picture("lapsed")
        card = read(f"{s.bed}, .*lapsed")
        yield from s.expect("lapsed on his card", lambda: "lapsed" in card.lower(), lambda: card)

    def _alert(self) -> AlertRow:
        found = self._s.alert_of(self._s.bed)
        if found is None:
            raise LookupError(f"no alert of {self._s.bed}")
        return found

    def _is(self, state: AlertState) -> Callable[[], bool]:
        return lambda: (found := self._s.alert_of(self._s.bed)) is not None and found.state is state

    def accepted_with_what_one_will_do(self) -> Script:
        """From the rail by pointer, by A from the strip."""
        s, h = self._s, self._s.hand
        yield from s.way.page(1, "Board")
        if s.by_keys:
            yield from h.key("a")
        else:
            yield from h.tap(f"Accept: {s.bed} · check.*", QPushButton, inside=s.desk.board)
        yield Until(lambda: eyes.entry_of(_GOING) is not None, "what one will do is asked")
        yield from h.picture("what-will-you-do")
        yield from s.way.entry("Asked the rounder")
        yield Until(self._is(AlertState.ACCEPTED), "the alert accepted")
        yield from s.expect_words(r"has it for \d+:\d\d more: Asked the rounder")
        yield from h.picture("accepted")

    def runs_out_in_sight(self) -> Script:
        """The seconds go by; then it is open again and sounds."""
        s = self._s
        first = read(r"has it for \d+:\d\d more")
        yield from s.expect(
            "the time left to go down in sight",
            lambda: read(r"has it for \d+:\d\d more") not in (first, "nothing"),
            lambda: f"{first} → {read('has it for')}",
        )
        mark = s.ears.mark()
        yield from s.pass_until(self._is(AlertState.OPEN), "the lease over")
        yield from s.expect_words("not accepted")
        yield from s.expect_pulses(10, mark, 40.0)
        yield from s.hand.picture("run-out")

    def _open_alert(self) -> Script:
        """From the list of all that is open."""
        s = self._s
        yield from s.way.page(5, "Alerts")
        yield from s.hand.pause(0.6)
        yield from s.open_row(lambda one: one.title.startswith(f"{s.bed} · check"))
        yield from s.expect_words("What has happened")
        yield from s.hand.pause(0.6)

    def others_asked(self) -> Script:
        """Who has it asks the nurse; it stays as it is."""
        s, h = self._s, self._s.hand
        yield from self._open_alert()
        yield from s.way.press(f"Accept: {_GOING}", inside=s.panel)
        yield Until(self._is(AlertState.ACCEPTED), "the alert accepted in its panel")
        yield from h.picture("alert-accepted-in-its-panel")
        yield from self._ask(s.people["nurse"].name)
        yield from s.expect_words(f"{s.people['nurse'].name} asked")
        yield from h.picture("asked")

    def _ask(self, name: str) -> Script:
        yield from self._s.way.press("Ask", inside=self._s.panel)
        yield from self._s.expect_words("Choose whom to ask")
        yield from self._s.way.pick("Whom to ask", name, inside=self._s.panel)
        yield from self._s.way.press("Ask", inside=self._s.panel)

    def not_taken(self) -> Script:
        """The nurse sees it and lets it be; the time runs out, and it is asked of nobody any more."""
        s = self._s
        yield from s.be("nurse")
        yield from s.hand.pause(1.5)
        yield from s.hand.picture("asked-as-the-nurse")
        yield from s.expect_words("asked|asks you")
        yield from s.pass_until(self._is(AlertState.OPEN), "the lease over")
        found = self._alert()
        yield from s.expect(
            "asked of nobody any more", lambda: found.delegated_to is None, lambda: f"{found.told} told"
        )

    def asked_and_taken(self) -> Script:
        """The charge asks again; the nurse takes it."""
        s, h = self._s, self._s.hand
        yield from s.be("charge")
        yield from self._open_alert()
        yield from self._ask(s.people["nurse"].name)
        yield from s.be("nurse")
        yield from h.pause(1.0)
        yield from h.picture("asked-again")
        if s.by_keys:
            yield from h.key("m")
        else:
            yield from h.tap(".*[Aa]nswer.*|Show it.*|Read.*", QPushButton, inside=s.desk.shell.navigation)
        yield from h.pause(0.8)
        yield from h.picture("asked-opened")
        yield from s.way.press("Accept: With the patient now", inside=s.panel)
        name = s.people["nurse"].name
        has_it = lambda: (found := s.alert_of(s.bed)) is not None and found.accepted_by == name  # noqa: E731
        yield Until(has_it, "the nurse has it")
        yield from s.expect_words(f"{name} has it for .* more: With the patient now")
        yield from h.picture("taken")

    def closed_by_the_check(self) -> Script:
        s = self._s
        yield from self._check(s.bed)
        yield Until(lambda: s.alert_of(s.bed) is None, "the alert closed by the check")
        yield from s.hand.pause(1.0)
        yield from s.hand.picture("closed-by-the-check")
        yield from s.expect("no alert of him any more", lambda: s.alert_of(s.bed) is None, lambda: "none")

    def _check(self, bed: str) -> Script:
        """Where and what: by digits, or by finger."""
        s, h = self._s, self._s.hand
        yield from s.way.page(1, "Board")
        yield from s.way.open_bed(bed)
        yield Until(lambda: eyes.seen("Where", inside=s.panel) is not None, "the check asked for")
        if s.by_keys:
            yield from h.key("r")
            yield from h.pause(0.3)
            yield from h.key("1", "1")
        else:
            yield from h.tap("Day room|Hallway|Room", QPushButton, inside=s.panel)
            yield from h.tap("Awake|Talking|Reading.*", QPushButton, inside=s.panel)

    def in_other_words(self) -> Script:
        """Words of his own, for another patient."""
        s, h = self._s, self._s.hand
        yield from s.be("charge")
        yield from s.late(3)
        yield from s.way.page(1, "Board")
        if s.by_keys:
            yield from h.key("a")
        else:
            yield from h.tap("Accept: .*", QPushButton, inside=s.desk.shell.strip)
        yield Until(lambda: eyes.entry_of("In other words…") is not None, "what one will do is asked")
        yield from s.way.entry("In other words…")
        yield from s.way.fill("What you will do", "Bathroom, door ajar, I stay", inside=s.panel)
        yield from h.picture("in-other-words")
        yield from s.way.press("Accept", inside=s.panel)
        yield from s.expect_words("Bathroom, door ajar, I stay")
        yield from h.picture("accepted-in-other-words")

    def closed_otherwise(self) -> Script:
        """He is taken off the unit: the high alert closes, and owes a reason."""
        s, h = self._s, self._s.hand
        yield from s.way.page(1, "Board")
        yield from s.way.open_bed(s.bed)
        yield from self._menu("Off unit…")
        yield from s.way.press("Where to: Radiology", inside=s.panel)
        yield from s.way.pick("Of the staff who has him", s.people["tech"].name, inside=s.panel)
        yield from s.way.press("Back in 30 minutes", inside=s.panel)
        yield from s.way.press("Off the unit", inside=s.panel)
        yield Until(lambda: s.alert_of(s.bed) is None, "the alert closed")
        yield from h.pause(1.0)
        yield from h.picture("closed-otherwise")
        yield from s.way.page(5, "Alerts")
        yield from h.pause(1.0)

        def owed() -> list[str]:
            return [one.title for one in s.desk.alerts.open.alerts.rows if one.mark == REASON_OWED]

        yield from s.expect("a reason owed", lambda: bool(owed()), lambda: str(owed()))
        yield from h.picture("reason-owed")

    def _menu(self, words: str) -> Script:
        s, h = self._s, self._s.hand
        if s.by_keys:
            yield from h.key("d")
        else:
            yield from s.way.press("More to do with this patient", inside=s.panel)
        yield from s.way.entry(words)

    def why_is_said(self) -> Script:
        """Opened from the list; said with one of the ready reasons; the debt is gone."""
        s, h = self._s, self._s.hand
        yield from s.open_row(lambda one: one.closed)
        yield from s.expect_words("What has happened")
        yield from h.picture("why-asked")
        yield from s.way.press(".*He was off the unit", inside=s.panel)
        yield from h.pause(0.6)
        yield from h.picture("why-chosen")
        if eyes.ready("Save|Say why|Say so", QPushButton, inside=s.panel) is not None:
            yield from s.way.press("Save|Say why|Say so", inside=s.panel)
        yield from s.expect_words("said why: He was off the unit")
        yield from h.picture("why-said")
