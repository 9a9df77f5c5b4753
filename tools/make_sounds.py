"""Makes the sounds of Station: `python tools/make_sounds.py` writes resources/sounds/*.wav, the same bytes everywhere.

In the manner of IEC 60601-1-8, without claim of conformity: pulses of 75 to 200 ms (high) or 125 to 250 ms (medium,
low), fundamentals between 150 and 1000 Hz with four harmonics and more between 300 and 4000 Hz, soft rise and fall.
What is clinical rises; what is a fault of Station itself falls, so that it is never taken for a patient.
"""

import io
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sys import byteorder
from typing import Final

RATE: Final = 48_000
"""Samples a second; 16 bit, one channel."""

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "sounds"
HARMONICS: Final = (1.0, 0.75, 0.55, 0.45, 0.35)
"""Of the fundamental and its next four multiples; all within 15 dB of each other."""
RISE: Final = 0.25
"""Of a pulse: so long it swells, and so long it fades. From 10 to 90 % takes a fifth of it."""
MARGIN_MS: Final = 20
"""Silence before and after."""
_PI: Final = 3.141592653589793


@dataclass(frozen=True, slots=True)
class Pulse:
    """`ms`: from half swollen to half faded. `gap_ms`: of silence to the next, likewise measured."""

    hz: int
    ms: int
    gap_ms: int


@dataclass(frozen=True, slots=True)
class Sound:
    name: str
    pulses: tuple[Pulse, ...]
    loudness: float
    """Of full scale."""


def _five(last_gap_ms: int) -> tuple[Pulse, ...]:
    """Three and two, rising; between the third and the fourth as long as a pulse and two gaps."""
    gaps = (80, 80, 280, 80, last_gap_ms)
    return tuple(Pulse(hz, 120, gap) for hz, gap in zip((392, 494, 587, 659, 784), gaps, strict=True))


SOUNDS: Final = (
    Sound("high", (*_five(500), *_five(0)), 0.95),
    Sound("medium", (Pulse(392, 200, 200), Pulse(494, 200, 200), Pulse(587, 200, 0)), 0.80),
    Sound("low", (Pulse(392, 220, 220), Pulse(494, 220, 0)), 0.70),
    Sound("technical", (Pulse(330, 180, 90), Pulse(262, 180, 400), Pulse(330, 180, 90), Pulse(262, 180, 0)), 0.80),
    Sound("test", (Pulse(587, 80, 0),), 0.45),
)


def samples(sound: Sound) -> "array[int]":
    """What a loudspeaker is given, -32767 to 32767."""
    made: array[int] = array("h", bytes(2 * _count(MARGIN_MS)))
    for pulse in sound.pulses:
        made.extend(_pulse(pulse, sound.loudness))
        made.extend(array("h", bytes(2 * (_count(pulse.gap_ms) - _swelling(pulse)))) if pulse.gap_ms else ())
    made.extend(array("h", bytes(2 * _count(MARGIN_MS))))
    return made


def wav(sound: Sound) -> bytes:
    """The file, whole."""
    data = samples(sound)
    if byteorder == "big":
        data.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(data.tobytes())
    return file.getvalue()


def _count(ms: int) -> int:
    return RATE * ms // 1000


def _swelling(pulse: Pulse) -> int:
    return int(_count(pulse.ms) * RISE)


def _pulse(pulse: Pulse, loudness: float) -> Iterator[int]:
    """Longer than its length by one swelling: it is measured at half height."""
    swelling, scale = _swelling(pulse), 32_767 * loudness / sum(HARMONICS)
    length = _count(pulse.ms) + swelling
    for place in range(length):
        height = min(1.0, (place + 1) / swelling, (length - place) / swelling)
        tone = sum(part * _sine(place * pulse.hz * (number + 1) % RATE / RATE) for number, part in enumerate(HARMONICS))
        yield round(tone * height * scale)


def _sine(turn: float) -> float:
    """The sine of a share of a turn, 0 to 1, by sums and products alone: libraries differ in the last digit."""
    if turn > 0.5:
        return -_sine(turn - 0.5)
    angle = 2.0 * _PI * (0.5 - turn if turn > 0.25 else turn)
    square, term, total = angle * angle, angle, angle
    for step in range(2, 20, 2):
        term *= -square / (step * (step + 1))
        total += term
    return total


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for sound in SOUNDS:
        target = FOLDER / f"{sound.name}.wav"
        target.write_bytes(wav(sound))
        print(f"{target} {len(samples(sound)) / RATE:.2f} s")


if __name__ == "__main__":
    main()
