"""Listens to samples: where the pulses of a sound lie, and what tones they are made of."""

from array import array
from itertools import pairwise
from typing import NamedTuple

import numpy as np

WINDOW_S = 0.004


class Heard(NamedTuple):
    """One pulse, in seconds from the beginning of what was listened to, measured at half its height."""

    begins: float
    ends: float

    @property
    def lasts(self) -> float:
        return self.ends - self.begins


def pulses(samples: "array[int] | bytes", rate: int) -> list[Heard]:
    """Everything louder than half of the loudest, as pulses. Shorter gaps than 20 ms are within one."""
    level = _level(samples, rate)
    if not level.size or level.max() < 200:
        return []
    loud = level > level.max() / 2
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(int), [0]))))
    found = [(begin * WINDOW_S, end * WINDOW_S) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    joined: list[Heard] = []
    for begin, end in found:
        if joined and begin - joined[-1].ends < 0.02:
            joined[-1] = Heard(joined[-1].begins, end)
        else:
            joined.append(Heard(begin, end))
    return [one for one in joined if one.lasts > 0.02]


def gaps(found: list[Heard]) -> list[float]:
    """Between each pulse and the next, in seconds."""
    return [after.begins - before.ends for before, after in pairwise(found)]


def partials(samples: "array[int] | bytes", rate: int, pulse: Heard, within_db: float = 15.0) -> list[float]:
    """The frequencies that stand out in one pulse, in Hz, those within so many dB of the strongest."""
    whole = _floats(samples)
    cut = whole[round(pulse.begins * rate) : round(pulse.ends * rate)]
    spectrum = np.abs(np.fft.rfft(cut * np.hanning(cut.size)))
    least = spectrum.max() * 10 ** (-within_db / 20)
    peaks = [
        at for at in range(1, spectrum.size - 1)
        if spectrum[at] >= least and spectrum[at] >= spectrum[at - 1] and spectrum[at] > spectrum[at + 1]
    ]  # fmt: skip
    return [float(at * rate / cut.size) for at in peaks]


def _level(samples: "array[int] | bytes", rate: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The loudest sample of each window of 4 ms, held over three of them."""
    whole, step = np.abs(_floats(samples)), round(rate * WINDOW_S)
    peaks = whole[: whole.size // step * step].reshape(-1, step).max(axis=1)
    padded = np.pad(peaks, 1)
    held: np.ndarray[tuple[int], np.dtype[np.float64]] = np.maximum.reduce([padded[:-2], padded[1:-1], padded[2:]])
    return held


def _floats(samples: "array[int] | bytes") -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.frombuffer(bytes(samples), dtype="<i2").astype(np.float64)
