"""The sound as it is seen: each silence in its own words, the mark in the footer, what a desk offers and to whom."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from station.models.enums import Role
from station.sounding.status import SoundState, SoundStatus, kept_words, left_words, words
from station.store.rows import StaffRow
from station.views import fonts
from station.views import theme as themes
from station.views.board.footer import Footer
from station.views.board.health import Health, SoundHealth, truth_words
from station.views.recorder import Recorder
from station.views.sound import SoundControls, can_pause, short_words
from station.views.strip import AlertStrip

NOW = datetime(2026, 11, 28, 14, 32, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
TESTED = datetime(2026, 11, 28, 7, 2, tzinfo=UTC)

ON = SoundStatus(SoundState.ON, device="Loudspeaker")
PAUSED = SoundStatus(SoundState.PAUSED, left_s=103.0, asking=True)
OFF = SoundStatus(SoundState.OFF, "by the unit's policy")
FAILED = SoundStatus(SoundState.FAILED, "no loudspeaker was found")
ALL = (ON, PAUSED, OFF, FAILED, SoundStatus())


def test_each_silence_has_its_own_words() -> None:
    said = [words(one, TESTED, UTC_ZONE, NOW) for one in ALL]
    assert said == [
        "Sound on, tested 07:02", "SOUND PAUSED 1:43", "SOUND OFF, by the unit's policy",
        "NO SOUND, no loudspeaker was found", "Sound being opened",
    ]  # fmt: skip
    assert len({short_words(one) for one in ALL}) == len({kept_words(one) for one in ALL}) == len(ALL)


def test_sound_that_was_never_tested_says_so() -> None:
    assert words(ON, None, UTC_ZONE, NOW) == "Sound on, not tested yet"


@pytest.mark.parametrize(("seconds", "said"), [(120, "2:00"), (103.0, "1:43"), (0.2, "0:01"), (0, "0:00")])
def test_what_is_left_of_a_pause_is_never_said_to_be_less(seconds: float, said: str) -> None:
    assert left_words(seconds) == said


@pytest.mark.parametrize("status", ALL)
def test_the_footer_says_it_once_and_loud_where_it_is_silent(qtbot: QtBot, status: SoundStatus) -> None:
    footer = Footer(themes.load("dark"))
    qtbot.addWidget(footer)
    footer.resize(1366, 50)
    footer.set_base(14)
    said = words(status, TESTED, UTC_ZONE, NOW)
    health = Health(monitoring=True, sounds=SoundHealth(status.state, said))
    footer.set_health(health, NOW)
    footer.show()
    assert footer._sound.says == footer._sound.accessibleName() == said
    quiet = status.state in (SoundState.ON, SoundState.OPENING)
    weight = fonts.Weight.Normal if quiet else fonts.Weight.Bold
    assert footer._sound._words.font() == fonts.pixels(14 * 0.9, weight)
    assert "ound" not in truth_words(health, UTC_ZONE, NOW)
    assert footer.cut_texts() == []


def _person(role: Role) -> StaffRow:
    return StaffRow(id=1, name="J. Moore", role=role)


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder()
    made.choose(_person(Role.TECH))
    return made


@pytest.fixture
def strip(qtbot: QtBot, recorder: Recorder) -> AlertStrip:
    theme = themes.load("light")
    controls = SoundControls(recorder, theme, None)  # type: ignore[arg-type]  # its window is this strip, made after it
    made = AlertStrip(theme, controls.pause)
    controls.setParent(made)
    controls.button.setParent(made)
    qtbot.addWidget(made)
    made.resize(1200, 80)
    made.show()
    return made


def _controls(strip: AlertStrip) -> SoundControls:
    found = strip.findChild(SoundControls)
    assert isinstance(found, SoundControls)
    return found


def test_a_pause_is_offered_only_while_something_sounds(strip: AlertStrip) -> None:
    controls = _controls(strip)
    shown = []
    for status in (ON, replace(ON, asking=True), PAUSED, OFF, replace(FAILED, asking=True)):
        controls.show_status(status)
        shown.append((controls.pause.isVisible(), can_pause(status)))
    assert shown == [(False, False), (True, True), (True, True), (False, False), (False, False)]


def test_one_press_pauses_and_one_more_ends_it(strip: AlertStrip, qtbot: QtBot) -> None:
    controls = _controls(strip)
    controls.show_status(replace(ON, asking=True))
    with qtbot.waitSignal(controls.pause_wanted):
        controls.pause.click()
    controls.show_status(PAUSED)
    assert controls.pause.text() == "Sound paused 1:43"
    with qtbot.waitSignal(controls.resume_wanted):
        controls.pause.click()
    assert controls.pause.height() >= 44


def test_whoever_may_only_look_cannot_pause(strip: AlertStrip, recorder: Recorder, qtbot: QtBot) -> None:
    controls = _controls(strip)
    controls.show_status(replace(ON, asking=True))
    recorder.choose(_person(Role.VIEWER))
    assert not controls.pause.isEnabled()
    with qtbot.assertNotEmitted(controls.pause_wanted):
        controls.toggle()


def test_the_menu_says_why_not(strip: AlertStrip, recorder: Recorder) -> None:
    controls = _controls(strip)
    controls.show_status(ON)
    controls.menu.aboutToShow.emit()
    assert controls.menu.test.isEnabled()
    assert not controls.menu.pause.isEnabled()
    recorder.choose(_person(Role.VIEWER))
    controls.menu.aboutToShow.emit()
    assert not controls.menu.test.isEnabled()
    assert "may not test the sound" in controls.menu.test.toolTip()


def test_a_volume_is_chosen_in_the_menu(strip: AlertStrip, qtbot: QtBot) -> None:
    controls = _controls(strip)
    with qtbot.waitSignal(controls.volume_wanted) as wanted:
        next(one for one in controls.menu.actions() if "100" in one.text()).trigger()
    assert wanted.args == [100]
