"""A PulseAudio server of a test's own, whose loudspeaker is not there: what it is given is recorded and listened to."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

RATE = 48_000
_PATIENCE_S = 20.0
TOOLS = ("pulseaudio", "pactl", "parec")
INSTALLED = all(shutil.which(tool) for tool in TOOLS)


class PulseServer:
    """Reached by whoever has its `environment`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        socket = folder / "native"
        self.environment: Mapping[str, str] = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder / "pulse"),
            "PULSE_SERVER": f"unix:{socket}",
        }
        (folder / "default.pa").write_text(
            f"load-module module-native-protocol-unix socket={socket} auth-anonymous=1\n", encoding="utf-8"
        )

    def start(self) -> None:
        with (self._folder / "pulse.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["pulseaudio", "-n", "-F", str(self._folder / "default.pa"), "--daemonize=no", "--exit-idle-time=-1",
                 "--use-pid-file=no", "--disable-shm=yes"],
                env=dict(self.environment), stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(self._answers)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def plug_in(self) -> None:
        """From now on there is a loudspeaker."""
        self._pactl("load-module", "module-null-sink", "sink_name=nul", f"rate={RATE}", "channels=1")

    def unplug(self) -> None:
        self._pactl("unload-module", "module-null-sink")

    @contextmanager
    def recording(self, file: Path) -> Iterator[None]:
        """Record what the loudspeaker is given, meanwhile, as 16 bit of one channel."""
        with file.open("wb") as target:
            recorder = subprocess.Popen(
                ["parec", "--device=nul.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1",
                 "--latency-msec=50"],
                env=dict(self.environment), stdout=target,
            )  # fmt: skip
        try:
            wait_for(lambda: file.stat().st_size > 0)
            yield
        finally:
            recorder.terminate()
            recorder.wait()

    def _answers(self) -> bool:
        return self._run("info").returncode == 0

    def _pactl(self, *words: str) -> None:
        done = self._run(*words)
        assert done.returncode == 0, done.stderr

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *words], env=dict(self.environment), capture_output=True, text=True, check=False, timeout=20
        )


@contextmanager
def server() -> Iterator[PulseServer]:
    """In a folder with a short name: the path of a socket has at most 107 letters."""
    with tempfile.TemporaryDirectory(prefix="pa-", ignore_cleanup_errors=True) as folder:
        made = PulseServer(Path(folder))
        made.start()
        try:
            yield made
        finally:
            made.stop()


def wait_for(holds: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
    """Until it holds; on a loaded machine that takes its time."""
    until = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
