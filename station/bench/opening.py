"""A window of the program on the database of a figure, as `station run` opens it."""

import gc
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from station.app.running import Session
from station.app.windows import Desk, Wall
from station.config import load_settings

Window = TypeVar("Window", Wall, Desk)


def opened(app: QApplication, window: type[Window], database: str, station: str) -> tuple[Session, Window]:
    """Begun and shown; whoever asked ends it. Raises TypeError where something else stands in the way."""
    gc.freeze()  # as `station run` does once it has imported everything
    session = Session(app, load_settings(database=database, station=station), "wall" if window is Wall else "desk")
    session.begin()
    if not isinstance(session.window, window):
        raise TypeError(f"the {window.__name__.lower()} did not open on {database}")
    return session, session.window
