"""A PulseAudio server of the bench's own, whose loudspeaker is not there: what it is given is recorded as it comes."""

import os
import shutil
import subprocess
import time
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, Final

from station.clock import SystemClock

INSTALLED: Final = all(shutil.which(tool) for tool in ("pulseaudio", "pactl", "parec"))

_RATE: Final = 48_000
_WIDTH: Final = 2
"""Bytes a sample."""
_BLOCK: Final = _RATE // 50 * _WIDTH
"""Read at once: 20 ms."""
_LOUD: Final = 200
"""Of 32,767: a sample over it is no silence."""
_QUIET_S: Final = 0.35
"""A sound after so long a silence is a new one; between the pulses of one pattern it is shorter."""
_PATIENCE_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """Reached by whoever has its `environment`."""

    environment: Mapping[str, str]


@contextmanager
def server(folder: Path) -> Iterator[Pulse]:
    """With one loudspeaker, called nul. `folder` holds its log; its socket has a short path of its own."""
    with TemporaryDirectory(prefix="pa-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        socket = home / "native"
        script = home / "default.pa"
        script.write_text(
            f"load-module module-native-protocol-unix socket={socket} auth-anonymous=1\n"
            f"load-module module-null-sink sink_name=nul rate={_RATE} channels=1\n",
            encoding="utf-8",
        )
        own = {"HOME": name, "XDG_RUNTIME_DIR": name, "PULSE_RUNTIME_PATH": str(home / "pulse")}
        pulse = Pulse({**own, "PULSE_SERVER": f"unix:{socket}"})
        with (folder / "pulse.log").open("ab") as log:
            command = ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1"]
            command += ["--use-pid-file=no", "--disable-shm=yes"]
            process = subprocess.Popen(command, env={**os.environ, **pulse.environment}, stdout=log, stderr=log)
        try:
            _wait_for_answer(pulse)
            yield pulse
        finally:
            process.kill()
            process.wait()


def _wait_for_answer(pulse: Pulse) -> None:
    until = time.monotonic() + _PATIENCE_S
    environment = {**os.environ, **pulse.environment}
    while subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode:  # noqa: S607
        if time.monotonic() > until:
            raise TimeoutError("PulseAudio did not answer")
        time.sleep(0.05)


@contextmanager
def recording(pulse: Pulse) -> Iterator["Recorder"]:
    """What its loudspeaker is given, from here to the end."""
    recorder = Recorder()
    command = ["parec", "--device=nul.monitor", "--format=s16le", f"--rate={_RATE}", "--channels=1"]
    command += ["--latency-msec=20"]
    with subprocess.Popen(command, env={**os.environ, **pulse.environment}, stdout=subprocess.PIPE) as process:
        listening = Thread(target=recorder.listen, args=(process.stdout,), name="bench-recorder", daemon=True)
        listening.start()
        try:
            yield recorder
        finally:
            process.terminate()
            listening.join()


class Recorder:
    """Notes when each sound begins."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._beginnings: list[datetime] = []
        self._quiet_s = _QUIET_S

    def beginnings(self) -> tuple[datetime, ...]:
        """When each sound began, by the clock; up to 40 ms later than it did."""
        return tuple(self._beginnings)

    def listen(self, pipe: IO[bytes]) -> None:
        """To its end."""
        while block := pipe.read(_BLOCK):
            self.hear(array("h", block[: len(block) // _WIDTH * _WIDTH]), self._clock.now())

    def hear(self, samples: "array[int]", ended: datetime) -> None:
        """`ended`: when the last of them came."""
        if max(samples) <= _LOUD and min(samples) >= -_LOUD:
            self._quiet_s += len(samples) / _RATE
            return
        first = next(place for place, sample in enumerate(samples) if abs(sample) > _LOUD)
        if self._quiet_s + first / _RATE >= _QUIET_S:
            self._beginnings.append(ended - timedelta(seconds=(len(samples) - first) / _RATE))
        self._quiet_s = 0.0
