"""A loudspeaker that is not there, which can be listened to, unplugged and plugged in: a null sink of PulseAudio."""

import os
import subprocess
import sys
import time
from array import array
from pathlib import Path
from typing import Final

_RATE: Final = 8_000
_BYTES: Final = 2
_LOUD: Final = 200
"""Of 32,767: quieter than this is silence. A sink that nobody plays to gives zeros."""
_GAP_S: Final = 0.08
"""Silence of this length ends a pulse."""
_STEP: Final = _RATE // 100
_SINK: Final = "station-drive"


class Loudspeaker:
    """Of this process and those it starts: whoever asks for PulseAudio is sent here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        run = Path(f"/tmp/station-drive-{os.getpid()}-{time.monotonic_ns()}")
        run.mkdir(mode=0o700)
        socket = run / "native"
        self._env = os.environ | {"PULSE_RUNTIME_PATH": str(run), "HOME": str(run), "XDG_RUNTIME_DIR": str(run)}
        native = f"module-native-protocol-unix auth-anonymous=1 socket={socket}"
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit", "-L", native]
        self._server = subprocess.Popen(command, env=self._env, stderr=(folder / "pulseaudio.log").open("w"))
        os.environ["PULSE_SERVER"] = self._env["PULSE_SERVER"] = f"unix:{socket}"
        os.environ.pop("PULSE_RUNTIME_PATH", None)
        _until_there(socket)
        self._heard = folder / "heard.raw"
        self._ears: subprocess.Popen[bytes] | None = None
        self._module = ""
        self.plug()

    def plug(self) -> None:
        """There is one."""
        self._module = self._ask("load-module", "module-null-sink", f"sink_name={_SINK}", f"rate={_RATE * 6}")
        form = ["--format=s16le", "--channels=1", f"--rate={_RATE}", "--latency-msec=50"]
        command = ["parec", "-d", f"{_SINK}.monitor", *form]
        self._ears = subprocess.Popen(command, env=self._env, stdout=self._heard.open("ab"), stderr=subprocess.DEVNULL)

    def unplug(self) -> None:
        """There is none any more."""
        self._ask("unload-module", self._module)
        self._deafen()

    def _ask(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self._env, capture_output=True, text=True, timeout=20, check=True)
        return done.stdout.strip()

    def _deafen(self) -> None:
        if self._ears is not None:
            self._ears.terminate()
            self._ears.wait(10)

    def close(self) -> None:
        self._deafen()
        self._server.terminate()
        self._server.wait(10)

    # What is heard

    def mark(self) -> int:
        """A place in what was heard: now."""
        return self._heard.stat().st_size // _BYTES * _BYTES if self._heard.exists() else 0

    def pulses_since(self, mark: int) -> int:
        """How many sounds with silence around them."""
        return len(self._pulses(mark))

    def loudest_since(self, mark: int) -> int:
        """The highest sample, of 32,767."""
        return max((abs(one) for one in self._samples(mark)), default=0)

    def seconds_since(self, mark: int) -> float:
        return len(self._samples(mark)) / _RATE

    def _samples(self, mark: int) -> "array[int]":
        with self._heard.open("rb") as file:
            file.seek(mark)
            data = file.read()
        samples = array("h", data[: len(data) // _BYTES * _BYTES])
        if sys.byteorder == "big":
            samples.byteswap()
        return samples

    def _pulses(self, mark: int) -> list[float]:
        samples, begun, last, found = self._samples(mark), -1.0, -1.0, list[float]()
        for place in range(0, len(samples), _STEP):
            if max(map(abs, samples[place : place + _STEP])) < _LOUD:
                continue
            at = place / _RATE
            if begun < 0 or at - last > _GAP_S:
                begun = at
                found.append(at)
            last = at
        return found


def _until_there(socket: Path, patience_s: float = 15.0) -> None:
    until = time.monotonic() + patience_s
    while not socket.exists():
        if time.monotonic() > until:
            raise RuntimeError("PulseAudio does not start; its log is in the folder of the drive")
        time.sleep(0.1)
