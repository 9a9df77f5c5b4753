"""The composition root: the one package that knows all the others. Each way to run Station is one function here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from station.collecting import collector_at_rest

if TYPE_CHECKING:
    from station.config import DemoOptions, Settings


def run_wall(settings: "Settings", *, painted: Callable[[], None] | None = None) -> int:
    """The wall board, full screen, until it is closed. The exit code.

    `painted` is told once, when the live board has first been drawn.
    """
    with collector_at_rest():
        from station.app.running import run

    return run(settings, "wall", painted=painted)


def run_desk(settings: "Settings") -> int:
    """The desk, or the first start where there is no unit yet, until it is closed. The exit code."""
    with collector_at_rest():
        from station.app.running import run

    return run(settings, "desk")


def run_demo(options: "DemoOptions", settings: "Settings") -> int:
    """A simulated unit at a desk or on a wall, until it is closed; or one picture of it. The exit code."""
    with collector_at_rest():
        from station.app.demonstration import run

    return run(options, settings)
