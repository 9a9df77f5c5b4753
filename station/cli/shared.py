"""What the commands share: the application they belong to, their common options, an error told as a sentence."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from station.config import Settings
    from station.services import Actor, Store

app: Final = typer.Typer(
    name="station",
    help="The live unit board of a behavioural-health nursing station.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Database = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="A SQLite file or a database URL; else STATION_DATABASE, else the default."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")]


@app.callback(invoke_without_command=True)
def _station(
    version: Annotated[bool, typer.Option("--version", help="Say the version and end.")] = False,
) -> None:
    if version:
        from station import __version__

        typer.echo(__version__)
        raise typer.Exit


def prepare(database: str | None) -> "Settings":
    """The settings, with logging begun."""
    from station.config import load_settings

    settings = load_settings(database=database)
    log_to(settings)
    return settings


def log_to(settings: "Settings") -> None:
    from station import logs

    logs.set_up(settings.log_folder)


@contextmanager
def opened(settings: "Settings") -> Iterator["Store"]:
    """An existing database, closed again at the end."""
    from station.store.engine import close_store, open_store

    store = open_store(settings.database, create=False)
    try:
        yield store
    finally:
        close_store(store)


def station_itself(settings: "Settings") -> "Actor":
    from station.services import Actor

    return Actor(staff_id=None, name="Station", station=settings.station)


def answer_with(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result))
        return
    for name, value in result.items():
        typer.echo(f"{name.replace('_', ' ')}: {value}")


@contextmanager
def in_words() -> Iterator[None]:
    """Turn an error that is a sentence for a person into that sentence; log any other, and say so."""
    try:
        yield
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            logging.getLogger(__name__).exception("Unexpected error")
            sentence = f"Something unexpected happened ({type(error).__name__}: {error}). The log tells more."
        typer.echo(sentence, err=True)
        if "--json" in sys.argv:
            typer.echo(json.dumps({"error": sentence}))
        sys.exit(1)


def _sentence(error: Exception) -> str | None:
    """What to tell the person; None for an error that nobody foresaw."""
    from station.config import SettingsError
    from station.rules.policy_values import PolicyError
    from station.services.errors import Refused
    from station.store.errors import StoreError

    if isinstance(error, SettingsError | PolicyError | Refused | StoreError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}. Correct the name or the rights, and try again."
    return str(error) if isinstance(error, FileNotFoundError | FileExistsError) else None
