"""Who watches, as a desk shows it: each with when it was last well; NOT MONITORING, and monitoring again."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton

from station.views.watching import WatcherLine
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene
from tests.drive.hand import Script, Until


class Watchers:
    """In real time: what is silent must be so for seconds that people live through."""

    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return self.from_the_board, self.each_says_when, self.not_monitoring, self.monitoring_again

    def from_the_board(self) -> Script:
        """W, or the foot of the board."""
        s, h = self._s, self._s.hand
        yield from s.be("charge")
        s.close_what_is_open()
        yield from s.way.page(1, "Board")
        yield from h.picture("board")
        if s.by_keys:
            yield from h.key("w")
        else:
            yield from h.tap(".*Opens who watches", QAbstractButton)
        yield from s.expect_words("Station watches itself")
        yield from h.pause(0.8)
        yield from h.picture("who-watches")

    def each_says_when(self) -> Script:
        """After two minutes each of them has a time, but for a backup, of which there is none."""
        s = self._s

        def lines() -> list[str]:
            return [one.accessibleName() for one in eyes.widgets(WatcherLine)]

        known = lambda: bool(lines()) and not any("not known" in one for one in lines() if "Backup" not in one)  # noqa: E731
        yield from s.expect("each with its time", known, lambda: " | ".join(lines()), 150.0)
        yield from s.hand.picture("who-watches-later")
        yield from s.hand.key("Escape")

    def not_monitoring(self) -> Script:
        """The watch is ended behind the window's back: no scheduler, no guard thread."""
        s, mark = self._s, self._s.ears.mark()
        s.core.monitor.stop()
        yield from s.expect_words("NOT MONITORING", 15.0)
        yield from s.hand.picture("not-monitoring")
        yield from s.expect_pulses(3, mark)
        for number, title in ((5, "Alerts"), (4, "Patients"), (2, "Assignments")):
            yield from s.way.page(number, title)
            yield from s.hand.pause(0.8)
            yield from s.expect(
                f"across {title}", lambda: bool(s.desk.shell.banner.says), lambda: s.desk.shell.banner.says
            )
        yield from s.hand.picture("not-monitoring-assignments")
        yield from s.way.page(1, "Board")
        if s.by_keys:
            yield from s.hand.key("w")
        else:
            yield from s.hand.tap(".*Opens who watches", QAbstractButton)
        yield from s.hand.pause(0.8)
        yield from s.hand.picture("not-monitoring-who-watches")
        yield from s.hand.key("Escape")

    def monitoring_again(self) -> Script:
        s = self._s
        s.core.monitor.start()
        yield Until(lambda: not eyes.says("NOT MONITORING SINCE"), "monitoring again")
        yield from s.hand.picture("monitoring-again")
        s.tell("monitoring again", s.desk.shell.banner.says or "no banner")
