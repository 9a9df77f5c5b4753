"""What every test stands on: no screen, no network, no one's own files, and nothing left running afterwards."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import gc
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.scheduling"]

_LOCAL_FAMILIES: Final = {getattr(socket, "AF_UNIX", None)}
_STOP_S: Final = 2.0
"""How long a test's threads may take to end after it."""

settings.register_profile(
    "always",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", parent=settings.get_profile("always"), derandomize=False, max_examples=1000)
settings.load_profile("always")


class LeftRunningError(AssertionError):
    """A test left something running; the message names it."""


@pytest.fixture(scope="session", autouse=True)
def _no_ones_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of the tests' own, without settings."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("STATION_") and name != "STATION_OUTSIDE_DATA"]:
            patch.delenv(name)
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        patch.setenv("STATION_SOUND", "no")  # likewise
        patch.setenv("STATION_GUARD", "no")  # a test that wants to be watched from outside says so
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home / name.lower()))
        yield home


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family not in _LOCAL_FAMILIES and not _is_local(address[0]):
            raise PermissionError(f"a test tried to reach {address[0]}: tests stay on this machine")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="module", autouse=True)
def _collected_between_files() -> Iterator[None]:
    """What a file of tests leaves goes with it; what stays is looked at no more, or each look would take longer."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _collected_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """No garbage is collected while a test of Qt runs, as none is in Station but between events (app.tidying).

    pytest-qt holds the widgets of a test weakly and paints them after it: a collection then would delete the window
    that is being painted. What a test of Qt leaves is collected after it, here and not in some thread of another test.
    """
    if not _knows_qt(request):
        yield
        return
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


def _knows_qt(request: pytest.FixtureRequest) -> bool:
    return any(name.startswith("q") for name in request.fixturenames)


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or an open window, and name what it left."""
    threads = set(threading.enumerate())
    yield
    left = _threads_left(threads)
    if _knows_qt(request):
        left += _qt_left()
    if left:
        raise LeftRunningError(f"left running: {', '.join(left)}")


def _threads_left(before: set[threading.Thread]) -> list[str]:
    """Threads that a test began and that do not end by themselves. Those of Qt's own pool are not ours to end."""
    began = [thread for thread in threading.enumerate() if thread not in before]
    ours = [thread for thread in began if not isinstance(thread, threading._DummyThread)]
    until = time.monotonic() + _STOP_S
    for thread in ours:
        thread.join(max(0.0, until - time.monotonic()))
    return [f"thread {thread.name}" for thread in ours if thread.is_alive()]


def _qt_left() -> list[str]:
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    timers = [item for item in shiboken6.getAllValidWrappers() if isinstance(item, QTimer) and item.isActive()]
    left = [f"window {type(widget).__name__} {widget.objectName()!r}" for widget in windows]
    left += [f"timer of {timer.parent()!r}" for timer in timers]
    for widget in windows:
        widget.close()
    for timer in timers:
        timer.stop()
    return left
