"""The sound of a desk: paused and ended, tested, its floor, unplugged and plugged in again."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from station.sounding.status import SoundState
from station.views.sound import VOLUMES
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene, read
from tests.drive.hand import Script, Until


class Sounds:
    """A lapsed check sounds all the while."""

    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return (
            *(self.sounds, self.paused_with_a_countdown, self.ended_by_a_new_alert, self.ended_by_hand),
            *(self.tested, self.volume_and_its_floor, self.unplugged, self.plugged_in_again),
        )

    def sounds(self) -> Script:
        s, mark = self._s, self._s.ears.mark()
        yield from s.be("charge")
        s.close_what_is_open()
        yield from s.late(2)
        yield from s.expect_pulses(10, mark, 60.0)
        yield from s.expect_words("Sound on")
        yield from s.hand.picture("sounding")

    def _state(self) -> SoundState:
        return self._s.heard.sound.status.state

    def _is(self, state: SoundState) -> Callable[[], bool]:
        return lambda: self._state() is state

    def _pause(self) -> Script:
        h = self._s.hand
        if self._s.by_keys:
            yield from h.key("ctrl+m")
        else:
            yield from h.tap("Pause sound", QPushButton, inside=self._s.desk.shell.strip)

    def paused_with_a_countdown(self) -> Script:
        """Two minutes at most, counted down in sight; nothing is heard."""
        s = self._s
        yield from self._pause()
        yield Until(self._is(SoundState.PAUSED), "paused")
        yield from s.expect_words(r"Sound paused 1:\d\d")
        first = read(r"Sound paused \d:\d\d")
        yield from s.hand.picture("paused")
        yield from s.hand.pause(1.5)
        mark = s.ears.mark()
        yield from s.hand.pause(12.0)
        s.tell("silence for 12 s", f"{s.ears.pulses_since(mark)} pulses in {s.ears.seconds_since(mark):.0f} s")
        assert s.ears.pulses_since(mark) == 0
        now = read(r"Sound paused \d:\d\d")
        yield from s.expect("the countdown in sight", lambda: now != first, lambda: f"{first} → {now}")

    def ended_by_a_new_alert(self) -> Script:
        """Somebody else becomes late while it is paused."""
        s, before, mark = self._s, self._s.bed, self._s.ears.mark()
        if self._state() is not SoundState.PAUSED:
            yield from self._pause()
            yield Until(self._is(SoundState.PAUSED), "paused")
        yield from s.late(4, lapsed=False)
        yield from s.expect("the pause ended", self._is(SoundState.ON), lambda: self._state().value)
        yield from s.expect_pulses(3, mark)
        yield from s.hand.picture("pause-ended-by-a-new-alert")
        s.tell("another patient than before", f"{before} then {s.bed}")

    def ended_by_hand(self) -> Script:
        s = self._s
        yield from s.late(2)
        yield from self._pause()
        yield Until(self._is(SoundState.PAUSED), "paused")
        yield from s.hand.pause(0.6)
        mark = s.ears.mark()
        if s.by_keys:
            yield from s.hand.key("ctrl+m")
        else:
            yield from s.hand.tap("Sound paused .*", QPushButton, inside=s.desk.shell.strip)
        yield from s.expect("sound on again", self._is(SoundState.ON), lambda: self._state().value)
        yield from s.expect_pulses(3, mark)

    def _from_menu(self, words: str) -> Script:
        """Of the button at the left; by keys with arrows."""
        s = self._s
        yield from s.way.press("Sound of this desk.*", inside=s.desk.shell.navigation)
        yield Until(lambda: eyes.entry_of(words) is not None, f"{words!r} in the menu")
        yield from s.hand.picture(f"menu-{words[:6].strip().lower()}")
        yield from s.way.entry(words)

    def tested(self) -> Script:
        """Nothing is open; the sound of a high alert is heard once, and the desk says so."""
        s = self._s
        s.close_what_is_open()
        yield from s.hand.pause(3.0)
        yield from s.be("charge")
        mark = s.ears.mark()
        yield from self._from_menu("Test the sound")
        yield from s.expect_words("played the sound of a high alert")
        yield from s.expect_pulses(10, mark)
        yield from s.hand.picture("tested")
        yield from s.expect_words("Sound on, tested")

    def volume_and_its_floor(self) -> Script:
        """Louder is louder; softer than the policy allows there is none."""
        s, loud = self._s, dict[str, int]()
        for _, words in VOLUMES:
            yield from self._from_menu(words)
            yield from s.hand.pause(6.0)  # what sounds now ends as loud as it began
            mark = s.ears.mark()
            yield from self._from_menu("Test the sound")
            yield from s.expect_pulses(10, mark)
            yield from s.hand.pause(1.0)
            loud[words] = s.ears.loudest_since(mark)
        s.tell("100 % louder than 80 % than 60 %, none softer than the policy", str(loud))
        assert loud["Volume 100 %"] > loud["Volume 80 %"] > loud["Volume 60 %"] > 0

    def unplugged(self) -> Script:
        """Words on the screen at once, an alert, and no lie of a sound."""
        s = self._s
        s.ears.unplug()
        yield from s.expect_words("NO SOUND")
        yield from s.expect_words("No sound on Desk 1")
        yield from s.hand.pause(1.0)
        yield from s.hand.picture("unplugged")
        yield from s.way.page(5, "Alerts")
        yield from s.hand.pause(0.8)
        yield from s.hand.picture("unplugged-alerts")
        yield from s.way.page(1, "Board")

    def plugged_in_again(self) -> Script:
        s = self._s
        s.ears.plug()
        mark = s.ears.mark()
        yield from s.expect("sound on again", self._is(SoundState.ON), lambda: self._state().value)
        yield from s.expect_gone("No sound on Desk 1")
        yield from s.expect_words("Sound on")
        yield from s.hand.picture("plugged-in")
        yield from s.late(5)
        yield from s.expect_pulses(10, mark, 60.0)
