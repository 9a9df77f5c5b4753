"""The thread that sounds, without a thread: what the device is given, what is told, how a lost device is borne."""

from dataclasses import replace

import pytest

from station.models.enums import Priority
from station.rules.policy import default_policy
from station.rules.sounding import Ask, Burst, Pattern
from station.sounding import sounder as module
from station.sounding.device import NO_DEVICE
from station.sounding.errand import HANGS
from station.sounding.feed import at_volume
from station.sounding.sounder import LOST, Sounder, Told
from station.sounding.status import SoundState, SoundStatus, trouble_words
from tests.fakes import FakeClock
from tests.sounding.outputs import FakeOutputs, HangingOutputs, no_outputs

POLICY = default_policy().sound
HIGH = Ask("alert 1", Priority.HIGH, (1,))
MEDIUM = Ask("alert 2", Priority.MEDIUM, (2,))
LOW = Ask("alert 3", Priority.LOW, (3,))


class Scene:
    """A sounder that is looked at, and its device asked, each 40 ms of an invented clock."""

    def __init__(self, outputs: FakeOutputs, *, off: str = "") -> None:
        self.clock = FakeClock()
        self.outputs = outputs
        self.stood: list[SoundStatus] = []
        self.sounded: list[tuple[float, Burst]] = []
        self.tested: list[tuple[bool, str]] = []
        told = Told(
            self.stood.append,
            lambda burst: self.sounded.append((round(self.clock.elapsed(), 2), burst)),
            lambda passed, by: self.tested.append((passed, by)),
        )
        self.sounder = Sounder(outputs, told, POLICY, off=off, clock=self.clock)

    def live(self, seconds: float, *, takes: bool = True) -> None:
        """`takes`: whether the device goes on asking for samples."""
        for _ in range(round(seconds / 0.04)):
            for output in self.outputs.opened if takes else ():
                if not output.closed:
                    output.take()
            self.sounder.look()
            self.clock.advance(seconds=0.04)

    def state(self) -> SoundState:
        return self.sounder.status.state

    def heard(self) -> bytes:
        """What the present device was given that is not silence, in one piece."""
        return b"".join(self.outputs.now.taken).strip(b"\0")


def _ready(outputs: FakeOutputs | None = None) -> Scene:
    scene = Scene(outputs or FakeOutputs())
    scene.live(0.2)
    assert scene.state() is SoundState.ON
    return scene


def test_a_pattern_reaches_the_device_whole_and_softer_by_the_volume() -> None:
    scene = _ready()
    scene.sounder.show([MEDIUM])
    scene.live(2)
    assert scene.heard() == at_volume(Pattern.MEDIUM, POLICY.volume).strip(b"\0")
    assert [(burst.pattern, burst.alert_ids) for _, burst in scene.sounded] == [(Pattern.MEDIUM, (2,))]


def test_it_is_told_when_the_device_has_taken_the_first_samples_not_sooner() -> None:
    scene = _ready()
    scene.sounder.show([HIGH])
    scene.live(0.4, takes=False)
    assert scene.sounded == []
    scene.live(0.08)
    assert [burst.alert_ids for _, burst in scene.sounded] == [(1,)]


def test_a_high_alert_is_with_the_device_within_a_tenth_of_a_second_even_while_another_sounds() -> None:
    scene = _ready()
    scene.sounder.show([MEDIUM])
    scene.live(0.4)
    began = scene.clock.elapsed()
    scene.sounder.show([MEDIUM, HIGH])
    scene.live(0.2)
    at, burst = scene.sounded[-1]
    assert burst.pattern is Pattern.HIGH
    assert at - began <= 0.1


def test_what_was_cut_off_is_heard_once_more() -> None:
    """A low alert sounds once: whole, not half."""
    scene = _ready()
    scene.sounder.show([LOW])
    scene.live(0.2)
    scene.sounder.show([LOW, HIGH])
    scene.live(4)
    scene.sounder.show([LOW])
    scene.live(30)
    assert [burst.pattern for _, burst in scene.sounded] == [Pattern.LOW, Pattern.HIGH, Pattern.LOW]


def test_a_pause_silences_at_once_counts_down_and_ends_with_a_new_alert() -> None:
    scene = _ready()
    scene.sounder.show([HIGH])
    scene.live(1)
    scene.sounder.pause()
    scene.live(5)
    assert scene.state() is SoundState.PAUSED
    assert scene.sounder.status.left_s == 116
    scene.sounder.show([HIGH, replace(HIGH, key="alert 9", alert_ids=(9,))])
    scene.live(0.2)
    assert scene.state() is SoundState.ON
    assert scene.sounded[-1][1].alert_ids == (1, 9)


def test_without_a_device_it_says_so_at_once_and_tries_again() -> None:
    scene = Scene(no_outputs())
    scene.live(0.04)
    assert scene.state() is SoundState.FAILED
    said = trouble_words(scene.sounder.status, "Desk 1")
    assert said.startswith(f"No sound on Desk 1: {NO_DEVICE}.")
    scene.outputs.trouble = ""
    scene.live(module.RETRY_S + 0.2)
    assert scene.state() is SoundState.ON
    assert trouble_words(scene.sounder.status, "Desk 1") == ""


def test_what_asked_while_there_was_no_device_sounds_when_there_is_one() -> None:
    scene = Scene(no_outputs())
    scene.sounder.show([LOW])
    scene.live(10)
    assert scene.sounded == []
    scene.outputs.trouble = ""
    scene.live(module.RETRY_S + 1)
    assert [burst.pattern for _, burst in scene.sounded] == [Pattern.LOW]


def test_a_device_that_takes_nothing_any_more_has_failed_within_five_seconds() -> None:
    scene = _ready()
    scene.live(module.SILENT_S - 0.2, takes=False)
    assert scene.state() is SoundState.ON
    scene.outputs.trouble = NO_DEVICE
    scene.live(0.6, takes=False)
    assert scene.state() is SoundState.FAILED
    assert [one.reason for one in scene.stood if one.state is SoundState.FAILED] == [LOST, NO_DEVICE]
    assert scene.outputs.opened[0].closed


def test_a_device_taken_away_in_the_middle_of_a_pattern_loses_nothing() -> None:
    scene = _ready()
    scene.sounder.show([LOW])
    scene.live(0.2)
    scene.outputs.trouble = NO_DEVICE
    scene.live(6, takes=False)
    assert scene.state() is SoundState.FAILED
    scene.outputs.trouble = ""
    scene.live(module.RETRY_S + 2)
    assert scene.state() is SoundState.ON
    assert scene.heard() == at_volume(Pattern.LOW, POLICY.volume).strip(b"\0")


def test_a_device_that_opens_and_takes_nothing_is_not_called_well() -> None:
    scene = Scene(FakeOutputs())
    scene.live(20, takes=False)
    assert SoundState.ON not in {one.state for one in scene.stood}
    assert scene.state() is SoundState.FAILED


def test_a_sound_system_that_hangs_is_said_and_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OPEN_WAIT_S", 0.05)
    outputs = HangingOutputs()
    scene = Scene(outputs)
    scene.live(0.04)
    assert (scene.state(), scene.sounder.status.reason) == (SoundState.FAILED, HANGS)
    outputs.let_go.set()
    monkeypatch.undo()
    scene.live(module.RETRY_S + 0.4)
    assert scene.state() is SoundState.ON
    while not any(one.closed for one in scene.outputs.opened):
        outputs.let_go.wait(0.01)
    assert len([one for one in scene.outputs.opened if not one.closed]) == 1, "the one that came too late was closed"


def test_off_by_decision_opens_no_device_and_is_no_fault() -> None:
    scene = Scene(FakeOutputs(), off="by the unit's policy")
    scene.sounder.show([HIGH])
    scene.live(5)
    assert scene.outputs.tries == 0
    assert scene.sounder.status.state is SoundState.OFF
    assert trouble_words(scene.sounder.status, "Wall 1") == ""
    scene.sounder.go_by(POLICY)
    scene.live(1)
    assert scene.sounded[-1][1].pattern is Pattern.HIGH


@pytest.mark.parametrize(("wanted", "is_now"), [(None, 80), (100, 100), (5, 40), (0, 40), (300, 100)])
def test_the_volume_never_falls_under_the_floor(wanted: int | None, is_now: int) -> None:
    scene = _ready()
    scene.sounder.set_volume(wanted)
    assert scene.sounder.volume == is_now


def test_a_test_passes_when_the_device_has_taken_all_of_it() -> None:
    scene = _ready()
    scene.sounder.test()
    scene.live(0.08)
    assert scene.tested == []
    scene.live(1)
    assert scene.tested == [(True, "")]
    assert scene.heard() == at_volume(Pattern.TEST, POLICY.volume).strip(b"\0")


def test_a_test_by_hand_plays_the_sound_of_a_high_alert_once() -> None:
    scene = _ready()
    scene.sounder.test("J. Moore")
    scene.live(5)
    assert scene.tested == [(True, "J. Moore")]
    assert scene.heard() == at_volume(Pattern.HIGH, POLICY.volume).strip(b"\0")
    assert scene.sounded == [], "no alert was sounded"


def test_a_test_fails_where_nothing_takes_it() -> None:
    scene = Scene(no_outputs())
    scene.sounder.test()
    scene.live(module.TEST_WAIT_S + 0.2)
    assert scene.tested == [(False, "")]


def test_an_alert_is_not_kept_waiting_by_a_test_and_proves_as_much() -> None:
    scene = _ready()
    scene.sounder.test("J. Moore")
    scene.live(0.5)
    scene.sounder.show([MEDIUM])
    scene.live(2)
    assert [burst.pattern for _, burst in scene.sounded] == [Pattern.MEDIUM]
    assert scene.tested == [(True, "J. Moore")]


def test_what_only_this_station_knows_is_sounded_until_it_is_over() -> None:
    scene = _ready()
    scene.sounder.ask("monitor", Ask("not monitoring", Priority.HIGH))
    scene.live(11)
    scene.sounder.ask("monitor", None)
    scene.live(20)
    assert [burst.pattern for _, burst in scene.sounded] == [Pattern.HIGH, Pattern.HIGH]


def test_the_thread_ends_and_closes_the_device() -> None:
    scene = Scene(FakeOutputs())
    scene.sounder.start()
    scene.sounder.show([HIGH])
    while not scene.outputs.opened:
        scene.sounder.go_by(POLICY)
    scene.sounder.stop()
    assert not scene.sounder.alive
    assert scene.outputs.now.closed
