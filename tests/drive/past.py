"""The page of alerts over a year of them: open ones by urgency, the history with its filters, stories, figures."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from station.views.alerts.page import HISTORY
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene
from tests.drive.hand import Script, Until


class Past:
    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return (
            *(self.nothing_open, self.open_by_urgency, self.figures, self.history, self.scrolled, self.filtered),
            *(self.none_fits, self.story, self.cleared),
        )

    def nothing_open(self) -> Script:
        """The empty state."""
        s = self._s
        yield from s.be("charge")
        s.close_what_is_open()
        yield from s.way.page(5, "Alerts")
        yield from s.hand.pause(2.0)
        yield from s.hand.picture("open-at-rest")
        s.tell("open alerts", f"{len(s.board().alerts)}")

    def open_by_urgency(self) -> Script:
        s = self._s
        yield from s.late(1)
        yield from s.late(4, lapsed=False)
        yield from s.way.page(5, "Alerts")
        yield from s.hand.pause(1.5)
        rows = s.desk.alerts.open.alerts.rows
        ranks = [one.priority.rank for one in rows if not one.closed]
        yield from s.hand.picture("open")
        s.tell("by urgency", " | ".join(f"{one.priority.value} {one.title}" for one in rows))
        assert ranks == sorted(ranks)

    def figures(self) -> Script:
        """What alerts ask of people: this shift, a day, a week."""
        s = self._s
        for words in ("24 h", "7 days", "This shift"):
            yield from s.way.press(words, inside=s.desk.alerts)
            yield from s.hand.pause(2.0)
            shown = s.desk.alerts.figures
            s.tell(words, f"{shown.person.text} · {shown.most.text} · {shown.longest.text} · {shown.causes.text}")
            yield from s.hand.picture(f"figures-{words.replace(' ', '-').lower()}")

    def history(self) -> Script:
        s = self._s
        began = s.hand.now()
        yield from s.way.press("History", inside=s.desk.alerts)
        yield Until(lambda: bool(s.desk.alerts.past.alerts.rows), "the history read")
        s.tell("read soon", f"{s.hand.now() - began:.1f} s, {len(s.desk.alerts.past.alerts.rows)} rows")
        yield from s.hand.pause(1.0)
        yield from s.hand.picture("history")

    def scrolled(self) -> Script:
        """Down through it: more comes by itself."""
        s, shown = self._s, self._s.desk.alerts.past
        before = len(shown.alerts.rows)
        yield from self._into_the_list()
        for _ in range(12):
            yield from s.hand.key("End") if s.by_keys else self._wheel()
            yield from s.hand.pause(0.3)

        def count() -> int:
            return len(shown.alerts.rows)

        yield from s.expect("more rows", lambda: count() > before, lambda: f"{before} → {count()}")
        yield from s.hand.picture("history-further-back")

    def _wheel(self) -> Script:
        shown = self._s.desk.alerts.past
        place = shown.viewport().mapToGlobal(shown.viewport().rect().center())
        yield from self._s.hand.turn(place, 12)

    def _into_the_list(self) -> Script:
        if not self._s.by_keys:
            return
        for _ in range(60):
            if self._s.desk.alerts.past.hasFocus():
                return
            yield from self._s.hand.key("Tab")

    def filtered(self) -> Script:
        """Each narrows what the others leave."""
        s, shown = self._s, self._s.desk.alerts.past
        for name, words in (("Urgency", "High"), ("What happened", "Check"), ("When", "Last 30 days")):
            began = s.hand.now()
            yield from s.way.pick(name, words, inside=s.desk.alerts.filters)
            yield from s.hand.pause(1.2)
            s.tell(f"{name}: {words}", f"{len(shown.alerts.rows)} rows, {s.hand.now() - began:.1f} s")
        yield from s.hand.picture("filtered")
        assert all(one.priority.value == "high" for one in shown.alerts.rows)
        bed = shown.alerts.rows[0].title.split(" ")[0]
        yield from s.way.fill("Patient, bed or words", bed, inside=s.desk.alerts.filters)
        yield from s.hand.pause(1.5)
        yield from s.hand.picture("filtered-by-bed")
        s.tell(f"of bed {bed}", f"{len(shown.alerts.rows)} rows")
        assert all(bed in f"{one.title} {one.lines}" for one in shown.alerts.rows)

    def none_fits(self) -> Script:
        s = self._s
        yield from s.way.fill("Patient, bed or words", "zzz nobody", inside=s.desk.alerts.filters)
        yield from s.hand.pause(2.0)
        yield from s.hand.picture("none-fits")
        yield from s.way.press("Clear all filters", inside=s.desk.alerts.filters)
        yield Until(lambda: bool(s.desk.alerts.past.alerts.rows), "the history again")

    def story(self) -> Script:
        s = self._s
        yield from s.way.pick("Urgency", "High", inside=s.desk.alerts.filters)
        yield from s.hand.pause(1.5)
        yield from s.open_row(lambda one: one.closed and one.priority.value == "high", past=True)
        yield from s.expect_words("What has happened")
        yield from s.hand.pause(0.8)
        yield from s.hand.picture("story")
        yield from s.hand.key("Escape")

    def cleared(self) -> Script:
        """Esc takes the filters off; the list stays."""
        s = self._s
        yield from s.way.pick("Urgency", "Low", inside=s.desk.alerts.filters)
        yield from s.hand.pause(0.8)
        if QApplication.focusWidget() is None:
            yield from s.hand.key("Tab")
        yield from s.hand.key("Escape", "Escape")
        yield from s.hand.pause(0.8)
        page = s.desk.alerts
        there = lambda: not page.filters.any_set and page.view.value == HISTORY  # noqa: E731
        yield from s.expect("no filters, the history still", there, lambda: f"{page.filters.any_set} {page.view.value}")
        assert eyes.says("Alerts")
