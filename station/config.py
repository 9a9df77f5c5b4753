"""Settings: from station.toml, from STATION_* in the environment, from the command line; frozen once read."""

import os
import platform
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource
from typing_extensions import override

_NAME: Final = "Station"
_PREFIX: Final = "STATION_"
CONFIG_VARIABLE: Final = "STATION_CONFIG"


class SettingsError(Exception):
    """A setting is unknown or does not fit. The message names it, says where it stands and what to write."""


class Theme(StrEnum):
    """The colours of the screens."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class CardOrder(StrEnum):
    """How the cards of a board stand."""

    BED = "bed"
    URGENCY = "urgency"


def default_database() -> str:
    """The SQLite file in the platform's data folder."""
    return str(Path(platformdirs.user_data_dir(_NAME, appauthor=False)) / "station.db")


def default_log_folder() -> Path:
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def default_spool_folder() -> Path:
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False)) / "while the record was away"


def config_file() -> Path:
    """Where station.toml is looked for: $STATION_CONFIG, else the platform's configuration folder."""
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_config_dir(_NAME, appauthor=False)) / "station.toml"


class Settings(BaseSettings):
    """How this station is set up. The command line outranks the environment, which outranks station.toml."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    database: str = Field(default_factory=default_database)
    """A path to a SQLite file, or a URL that SQLAlchemy understands."""

    station: str = Field(default_factory=lambda: platform.node() or _NAME, min_length=1, max_length=64)
    """The name of this desk or wall, as the journal and the other stations know it. See `name_of`."""

    theme: Theme | None = None
    """None: light at a desk, dark on a wall."""

    order: CardOrder = CardOrder.BED
    """Of a wall; of a desk, the one it starts with."""

    log_folder: Path = Field(default_factory=default_log_folder)

    spool_folder: Path = Field(default_factory=default_spool_folder)
    """Where a desk keeps what is entered while its database is away; on a disk of this computer."""

    guard: bool = True
    """Whether a guard process watches this one from outside."""

    call: str = Field(default="", max_length=80)
    """Whom to call when Station cannot be started again, as the guard's window says it: a name and a number."""

    guard_player: str = ""
    """A command that plays a WAV file, in place of the system's own players."""

    sound: bool = True
    """Whether alerts sound here. Where not, SOUND OFF stands on the screen."""

    def name_of(self, kind: str) -> str:
        """The name, with the kind of screen unless a name was chosen: a desk and a wall on one computer are two."""
        return self.station if "station" in self.model_fields_set else f"{self.station} {kind}"

    @field_validator("database")
    @classmethod
    def _place(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("it is empty; write a file name or a database URL, or leave the setting out")
        return value if "://" in value else str(Path(value).expanduser())

    @field_validator("log_folder", "spool_folder")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        return value.expanduser()

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What `station demo` shows.

    `speed`: simulated seconds per second. `screenshot`: write it there and end. `kind`: a desk to work at, or a wall.
    `database`: an empty database to keep the unit in; None keeps nothing.
    """

    beds: int = 36
    seed: int = 11
    speed: float = 1.0
    screenshot: Path | None = None
    kind: Literal["wall", "desk"] = "desk"
    database: str | None = None


def load_settings(**chosen: Any) -> Settings:
    """Read the settings; `chosen` holds what the command line said, None where it was silent.

    Raises SettingsError with a sentence for a person.
    """
    file = config_file()
    if os.environ.get(CONFIG_VARIABLE) and not file.is_file():
        raise SettingsError(
            f"{CONFIG_VARIABLE} names {file}, which is not there. Correct the path or unset {CONFIG_VARIABLE}."
        )
    try:
        return Settings(**{key: value for key, value in chosen.items() if value is not None})
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}. Correct that place and start again.") from None
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}. Make it readable and start again.") from None
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(fault, chosen, file) for fault in error.errors())) from None


def _sentence(fault: Any, chosen: dict[str, Any], file: Path) -> str:
    key = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return f"{file} has an unknown setting {key!r}. {_suggestion(key)}"
    reason = fault["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{_origin(key, chosen, file)} does not fit: {reason}. It is {fault['input']!r}."


def _suggestion(key: str) -> str:
    known = list(Settings.model_fields)
    near = get_close_matches(key, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"The settings are {', '.join(known)}."


def _origin(key: str, chosen: dict[str, Any], file: Path) -> str:
    if chosen.get(key) is not None:
        return f"--{key.replace('_', '-')}"
    variable = f"{_PREFIX}{key.upper()}"
    return variable if variable in {name.upper() for name in os.environ} else f"{key!r} in {file}"
