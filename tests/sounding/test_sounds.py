"""The sounds themselves: the files are what the script makes, and what it makes is in the manner of IEC 60601-1-8."""

import wave
from itertools import pairwise
from pathlib import Path

import pytest

from station import assets
from station.rules.sounding import APART_S, Pattern
from tests.sounding import hearing
from tools import make_sounds

RATE = 48_000
CLINICAL = ("high", "medium", "low")


def _read(name: str) -> bytes:
    with wave.open(str(assets.path("sounds", f"{name}.wav")), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return file.readframes(file.getnframes())


@pytest.mark.parametrize("sound", make_sounds.SOUNDS, ids=lambda sound: sound.name)
def test_the_files_are_what_the_script_makes(sound: make_sounds.Sound) -> None:
    assert assets.path("sounds", f"{sound.name}.wav").read_bytes() == make_sounds.wav(sound)


def test_there_is_a_sound_for_everything_that_can_be_heard() -> None:
    files = sorted(Path(assets.path("sounds")).glob("*.wav"))
    assert {file.stem for file in files} == {pattern.value for pattern in Pattern}


@pytest.mark.parametrize(("name", "count"), [("high", 10), ("medium", 3), ("low", 2), ("technical", 4), ("test", 1)])
def test_each_has_its_number_of_pulses_and_is_over_before_the_next_may_begin(name: str, count: int) -> None:
    data = _read(name)
    assert len(hearing.pulses(data, RATE)) == count
    assert len(data) / 2 / RATE < APART_S


@pytest.mark.parametrize(
    ("name", "pulse_s", "gap_s"),
    [("high", (0.075, 0.200), (0.050, 0.125)), ("medium", (0.125, 0.250), (0.125, 0.250)),
     ("low", (0.125, 0.250), (0.125, 0.250))],
)  # fmt: skip
def test_pulses_and_the_gaps_between_them_last_as_long_as_the_standard_says(
    name: str, pulse_s: tuple[float, float], gap_s: tuple[float, float]
) -> None:
    found = hearing.pulses(_read(name), RATE)
    slack = 2 * hearing.WINDOW_S
    assert all(pulse_s[0] - slack <= one.lasts <= pulse_s[1] + slack for one in found)
    short = [gap for gap in hearing.gaps(found) if gap <= gap_s[1] + slack]
    assert all(gap >= gap_s[0] - slack for gap in short)
    assert len(short) == {"high": 6, "medium": 2, "low": 1}[name]


def test_the_ten_pulses_of_a_high_alert_are_twice_three_and_two() -> None:
    found = hearing.pulses(_read("high"), RATE)
    gaps = hearing.gaps(found)
    x, td = gaps[0], found[0].lasts
    slack = 4 * hearing.WINDOW_S
    for between in (gaps[2], gaps[7]):
        assert between == pytest.approx(2 * x + td, abs=slack)
    assert 0.35 <= gaps[4] <= 1.30


@pytest.mark.parametrize("name", [*CLINICAL, "technical", "test"])
def test_every_pulse_has_a_low_tone_and_four_others_that_carry(name: str) -> None:
    data = _read(name)
    for pulse in hearing.pulses(data, RATE):
        found = hearing.partials(data, RATE, pulse)
        assert 150 <= found[0] <= 1000
        assert len([one for one in found[1:] if 300 <= one <= 4000]) >= 4


@pytest.mark.parametrize("name", CLINICAL)
def test_what_is_clinical_rises(name: str) -> None:
    data = _read(name)
    tones = [hearing.partials(data, RATE, pulse)[0] for pulse in hearing.pulses(data, RATE)]
    halves = [tones[:5], tones[5:]] if name == "high" else [tones]
    assert all(before < after for half in halves for before, after in pairwise(half))


def test_a_fault_of_station_itself_falls() -> None:
    data = _read("technical")
    tones = [hearing.partials(data, RATE, pulse)[0] for pulse in hearing.pulses(data, RATE)]
    assert tones[0] > tones[1]
    assert tones[2] > tones[3]


def test_a_pulse_swells_and_fades() -> None:
    """From a tenth to nine tenths of its height in a tenth to two fifths of its length."""
    for sound in make_sounds.SOUNDS:
        for pulse in sound.pulses:
            rise = 0.8 * make_sounds.RISE * pulse.ms
            assert 0.10 * pulse.ms <= rise <= 0.40 * pulse.ms


def test_the_more_urgent_is_the_louder() -> None:
    loudest = [max(abs(one) for one in make_sounds.samples(sound)) for sound in make_sounds.SOUNDS[:3]]
    assert loudest == sorted(loudest, reverse=True)
    assert loudest[0] <= 32_767
