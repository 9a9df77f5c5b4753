"""The look a person chose at a desk, kept in a small file beside station.toml, so that it is there after a restart."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, Slot

from station.config import config_file
from station.views.bridge import Bridge, Refresh
from station.views.theme import THEME_NAMES, ThemeName

USUAL_POINTS: Final = 10.5
_POINTS: Final = (6.0, 30.0)
"""The least and the most that are believed of a file."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """`points`: size of the application's font. `volume`: per cent of full; 0: as the policy says."""

    theme: ThemeName
    points: float = USUAL_POINTS
    volume: int = 0


def look_file() -> Path:
    """Beside the settings of this desk, and named after them: station-look.json."""
    settings = config_file()
    return settings.with_name(f"{settings.stem}-look.json")


class KeptLook(QObject):
    """Reads the file once, and writes it off the GUI thread after each choice.

    `theme` is what the settings say. A theme chosen by a person holds only while they say what they said then: who
    changes the settings, or names a theme at the command line, means it. `file` None keeps nothing.
    """

    def __init__(self, bridge: Bridge, theme: ThemeName, file: Path | None) -> None:
        super().__init__()
        self._set = theme
        self._file = file
        self.look = Look(theme) if file is None else _read(file, theme)
        self._writing = Refresh(bridge, self._write, self._written, self._not_written, self)

    def keep(self, look: Look) -> None:
        """From now on, and after a restart."""
        self.look = look
        if self._file is not None:
            self._writing.request()

    def _write(self) -> None:
        """Whole or not at all: first beside it, then in its place. Raises OSError."""
        if self._file is None:
            return
        look = self.look
        body = {"theme": look.theme, "theme_in_settings": self._set, "text_size": look.points, "volume": look.volume}
        beside = self._file.with_suffix(".new")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
        beside.replace(self._file)

    @Slot(object)
    def _written(self, _: object) -> None:
        return None

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        _logger.warning("The look of this desk is not kept: %s", error)


def _read(file: Path, theme: ThemeName) -> Look:
    """What was kept; what the settings say where nothing was, or where that cannot be used."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        points, volume = float(body["text_size"]), int(body.get("volume", 0))
        known = body["theme"] in THEME_NAMES and _POINTS[0] <= points <= _POINTS[1] and 0 <= volume <= 100
    except FileNotFoundError:
        return Look(theme)
    except (OSError, ValueError, TypeError, LookupError) as error:
        _logger.warning("The look kept in %s cannot be read and is ignored: %s", file, error)
        return Look(theme)
    if not known:
        _logger.warning("The look kept in %s names what Station does not have, and is ignored.", file)
        return Look(theme)
    return Look(cast(ThemeName, body["theme"]) if body.get("theme_in_settings") == theme else theme, points, volume)
