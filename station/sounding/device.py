"""The sound device, through miniaudio, which is imported when the first one is opened."""

import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final, Protocol

RATE: Final = 48_000
PERIOD_MS: Final = 40
_SILENT_DEVICE: Final = "Discard all samples"
_CARDS: Final = Path("/dev/snd")

NO_DEVICE: Final = "no loudspeaker was found"
NOT_OPENED: Final = "the loudspeaker could not be opened"
NO_LIBRARY: Final = "the sound library cannot be loaded"

Pull = Callable[[int], bytes]
"""So many frames of 16 bit, one channel, to be played next. Called from the device's own thread, and must not wait."""


class NoSound(Exception):
    """Nothing can be heard. The message is the reason, as part of a sentence."""


class Output(Protocol):
    """A device that is open and asks for samples by itself."""

    @property
    def name(self) -> str: ...

    def close(self) -> None:
        """May hang, where the sound system does."""
        ...


class Outputs(Protocol):
    def open(self, pull: Pull) -> Output:
        """The device that the computer plays on. Raises NoSound. May hang, where the sound system does."""
        ...


class Loudspeakers:
    """The devices of this computer."""

    def open(self, pull: Pull) -> Output:
        """Raises NoSound where there is none, or none that can be heard."""
        name = playback_names()[0]
        return _Loudspeaker(name, pull)


def playback_names() -> list[str]:
    """The devices that can be heard, at least one. Raises NoSound."""
    miniaudio = _library()
    try:
        found = miniaudio.Devices(_backends(miniaudio)).get_playbacks()
    except miniaudio.MiniaudioError as error:
        raise NoSound(NO_DEVICE) from error
    names = [str(one["name"]) for one in found if _SILENT_DEVICE not in str(one["name"])]
    if not names:
        raise NoSound(NO_DEVICE)
    return names


def _library() -> Any:
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise NoSound(NO_LIBRARY) from error
    return miniaudio


def _backends(miniaudio: Any) -> list[Any]:
    """On Linux PulseAudio, then ALSA where there is a card: without one it only complains on standard error."""
    if not sys.platform.startswith("linux"):
        return []
    alsa = [miniaudio.Backend.ALSA] if _CARDS.exists() else []
    return [miniaudio.Backend.PULSEAUDIO, *alsa]


class _Loudspeaker:
    def __init__(self, name: str, pull: Pull) -> None:
        miniaudio = _library()
        self.name = name
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=PERIOD_MS,
                backends=_backends(miniaudio),
                app_name="Station",
            )
            self._device.start(_fed(pull))
        except miniaudio.MiniaudioError as error:
            raise NoSound(NOT_OPENED) from error

    def close(self) -> None:
        self._device.close()


def _fed(pull: Pull) -> Generator[bytes, int, None]:
    """As miniaudio wants it: a generator that has been started."""
    feeding = _feeding(pull)
    next(feeding)
    return feeding


def _feeding(pull: Pull) -> Generator[bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield pull(frames)
