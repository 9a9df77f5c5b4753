"""Played through miniaudio to a real PulseAudio server, recorded there, and listened to. Skipped where it is missing.

Times are those of the recording, so that a slow machine changes nothing.
"""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from station import assets
from station.models.enums import Priority
from station.rules.policy import default_policy
from station.rules.sounding import Ask, Burst
from station.sounding import device
from station.sounding.device import NO_DEVICE, Loudspeakers
from station.sounding.sounder import Sounder, Told
from station.sounding.status import SoundState, SoundStatus, trouble_words
from tests.sounding import hearing, pulse
from tests.sounding.pulse import RATE, PulseServer, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not pulse.INSTALLED, reason=f"needs {', '.join(pulse.TOOLS)}"),
]

POLICY = default_policy().sound


@pytest.fixture(scope="module")
def running() -> Iterator[PulseServer]:
    with pulse.server() as made:
        yield made


@pytest.fixture
def server(running: PulseServer, monkeypatch: pytest.MonkeyPatch) -> PulseServer:
    """Without a loudspeaker, and the only sound system there is."""
    for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER"):
        monkeypatch.setenv(name, running.environment[name])
    monkeypatch.setattr(device, "_CARDS", Path("/no/such/cards"))
    return running


@pytest.fixture
def plugged(server: PulseServer) -> Iterator[PulseServer]:
    server.plug_in()
    yield server
    server.unplug()


class Player:
    """A sounder in earnest, and what it tells."""

    def __init__(self) -> None:
        self.stood: list[SoundStatus] = []
        self.sounded: list[Burst] = []
        self.tested: list[bool] = []
        told = Told(self.stood.append, self.sounded.append, lambda passed, _by: self.tested.append(passed))
        self.sounder = Sounder(Loudspeakers(), told, POLICY)
        self.sounder.start()

    def state(self) -> SoundState:
        return self.sounder.status.state

    def until(self, state: SoundState) -> None:
        wait_for(lambda: self.state() is state)


@pytest.fixture
def player(server: PulseServer) -> Iterator[Player]:
    del server
    made = Player()
    yield made
    made.sounder.stop(10.0)


def _asking(priority: Priority) -> list[Ask]:
    return [Ask("alert 1", priority, (1,))]


def _file(name: str) -> list[hearing.Heard]:
    with wave.open(str(assets.path("sounds", f"{name}.wav")), "rb") as sound:
        return hearing.pulses(sound.readframes(sound.getnframes()), RATE)


def _recorded(file: Path) -> list[hearing.Heard]:
    data = file.read_bytes()
    return hearing.pulses(data[: len(data) // 2 * 2], RATE)


def _bursts(found: list[hearing.Heard]) -> list[list[hearing.Heard]]:
    """Pulses with less than 2 seconds between them belong together."""
    bursts: list[list[hearing.Heard]] = []
    for one in found:
        if bursts and one.begins - bursts[-1][-1].ends < 2.0:
            bursts[-1].append(one)
        else:
            bursts.append([one])
    return bursts


def _seconds(file: Path) -> float:
    return file.stat().st_size / 2 / RATE


@pytest.mark.parametrize("priority", Priority)
def test_what_is_recorded_has_the_pulses_of_its_priority(
    plugged: PulseServer, player: Player, tmp_path: Path, priority: Priority
) -> None:
    file = tmp_path / "heard.raw"
    player.until(SoundState.ON)
    with plugged.recording(file):
        player.sounder.show(_asking(priority))
        wait_for(lambda: bool(player.sounded))
        player.sounder.show([])
        heard_by = _seconds(file) + 7.0
        wait_for(lambda: _seconds(file) > heard_by)
    found, meant = _recorded(file), _file(priority.value)
    assert len(found) == len(meant)
    assert [one.lasts for one in found] == pytest.approx([one.lasts for one in meant], abs=0.016)
    assert hearing.gaps(found) == pytest.approx(hearing.gaps(meant), abs=0.016)


def test_a_high_alert_repeats_every_ten_seconds(plugged: PulseServer, player: Player, tmp_path: Path) -> None:
    file = tmp_path / "heard.raw"
    player.until(SoundState.ON)
    with plugged.recording(file):
        player.sounder.show(_asking(Priority.HIGH))
        wait_for(lambda: len(player.sounded) > 1)
        heard_by = _seconds(file) + 7.0
        wait_for(lambda: _seconds(file) > heard_by)
    bursts = _bursts(_recorded(file))
    assert min(len(one) for one in bursts[:2]) >= 10, "a busy sound server may break one in two"
    assert bursts[1][0].begins - bursts[0][0].begins == pytest.approx(10.0, abs=0.7)


def test_a_test_is_taken_whole_by_a_real_device(plugged: PulseServer, player: Player) -> None:
    del plugged
    player.until(SoundState.ON)
    player.sounder.test()
    wait_for(lambda: player.tested == [True])


def test_a_device_taken_away_is_noticed_and_what_asked_is_heard_when_it_is_back(
    plugged: PulseServer, player: Player, tmp_path: Path
) -> None:
    player.until(SoundState.ON)
    player.sounder.show(_asking(Priority.MEDIUM))
    wait_for(lambda: bool(player.sounded))
    plugged.unplug()
    player.until(SoundState.FAILED)
    assert trouble_words(player.sounder.status, "Desk 1").startswith("No sound on Desk 1: ")
    plugged.plug_in()
    with plugged.recording(tmp_path / "heard.raw"):
        player.until(SoundState.ON)
        wait_for(lambda: len(player.sounded) > 1)
        heard_by = _seconds(tmp_path / "heard.raw") + 5.0
        wait_for(lambda: _seconds(tmp_path / "heard.raw") > heard_by)
    assert len(_bursts(_recorded(tmp_path / "heard.raw"))[0]) == 3


def test_without_any_device_it_says_so(player: Player) -> None:
    player.until(SoundState.FAILED)
    assert player.sounder.status.reason == NO_DEVICE


def test_without_a_sound_system_too(server: PulseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    del server
    monkeypatch.setenv("PULSE_SERVER", "unix:/no/such/socket")
    made = Player()
    made.until(SoundState.FAILED)
    made.sounder.stop(10.0)
    assert made.sounder.status.reason == NO_DEVICE
