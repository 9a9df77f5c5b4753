"""The command line. A command is small: it reads the settings, calls one thing, and says what came of it.

Exit code 0: done. 1: it could not be done, or something is wrong; one sentence on standard error says what. 2: the
command was not understood. With --json one JSON object stands on standard output, and nothing else.
Imports stand inside the commands, so that each loads only what it needs.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from station.config import Settings
    from station.services import Actor, Store
    from station.simulation.run import Tools
    from station.store.verify import Anchor

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
_HASH_LETTERS: Final = 64

Json = Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")]


def main() -> None:
    """Run one command and exit."""
    with _in_words():
        app(prog_name="station")


@app.callback(invoke_without_command=True)
def _station(
    version: Annotated[bool, typer.Option("--version", help="Say the version and end.")] = False,
) -> None:
    if version:
        from station import __version__

        typer.echo(__version__)
        raise typer.Exit


# The board


@app.command()
def run(
    wall: Annotated[
        bool, typer.Option("--wall", help="Full screen, for everyone to read; nothing can be entered.")
    ] = False,
    database: Database = None,
) -> None:
    """Open the board of this unit: a desk to work at, or a wall to read."""
    settings = _prepare(database)
    from station import app as station_app

    raise typer.Exit(station_app.run_wall(settings) if wall else station_app.run_desk(settings))


@app.command()
def demo(
    beds: Annotated[int, typer.Option(min=8, max=60, help="How many beds.")] = 36,
    seed: Annotated[int, typer.Option(help="The same seed tells the same story.")] = 11,
    speed: Annotated[float, typer.Option(min=0.1, max=600, help="Simulated seconds in a second.")] = 1.0,
    screenshot: Annotated[Path | None, typer.Option(help="Write a picture there, then end.")] = None,
    wall: Annotated[bool, typer.Option("--wall", help="As the wall shows it, not as a desk.")] = False,
    database: Annotated[
        str | None, typer.Option("--database", metavar="URL", help="An empty database to keep the unit in.")
    ] = None,
) -> None:
    """Show a unit that lives, on invented patients. Nothing of it is kept, unless a database is named."""
    from station.config import DemoOptions, load_settings
    from station.doctor.screen import display_available

    if not display_available() and "QT_QPA_PLATFORM" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        screenshot = screenshot or Path("board.png")
        typer.echo(f"There is no display here: the board is drawn without one, into {screenshot}.", err=True)
    settings = load_settings()
    _log_to(settings)
    from station import app as station_app

    options = DemoOptions(beds, seed, speed, screenshot, "wall" if wall else "desk", database)
    raise typer.Exit(station_app.run_demo(options, settings))


@app.command()
def simulate(
    days: Annotated[float, typer.Option(min=0.01, help="Simulated days.")] = 7,
    beds: Annotated[int, typer.Option(min=8, max=60, help="How many beds.")] = 36,
    seed: Annotated[int, typer.Option(help="The same seed tells the same story.")] = 11,
    restart_every: Annotated[
        float | None, typer.Option(min=0.1, metavar="HOURS", help="Start Station anew that often.")
    ] = None,
    database: Annotated[str | None, typer.Option(metavar="FILE", help="A new file to keep; else none is kept.")] = None,
    as_json: Json = False,
) -> None:
    """Run the real code through simulated days, and count what it missed, doubled or invented."""
    from station.collecting import collector_at_rest

    with collector_at_rest():
        from station.simulation.run import simulate

        tools = _tools()
    place = Path(database) if database else None
    result = simulate(tools, days=days, beds=beds, seed=seed, restart_every=restart_every, database=place)
    _answer(result, as_json)
    if any(result[fault] for fault in ("missed", "duplicate", "invented")) or result["journal"] != "ok":
        raise typer.Exit(1)


def _tools() -> "Tools":
    """What the simulation may not import itself."""
    from station.simulation.run import Tools
    from station.store.engine import close_store, open_store
    from station.store.verify import verify_journal

    return Tools(open=open_store, close=close_store, verify=lambda store: verify_journal(store).journal)


# In and out


@app.command("import")
def import_census(
    source: Annotated[
        list[str], typer.Argument(metavar="[census | vitals] FILE", help="A CSV file with a header line.")
    ],
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good lines and name the bad ones.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD[UNIT]", help="Vitals: what a column holds; may be said again."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Vitals: say what would be imported, and change nothing.")
    ] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Admit patients from a CSV file: mrn, family, given, birth date, bed, level, precautions, admitted at. Or import
    vital signs of patients who are here: mrn, time, hr, sbp, dbp, rr, spo2, o2, temp, acvpu, weight, height, pain."""
    if source[0] == "vitals" and len(source) > 1:
        _import_vitals(source[1:], mapping or [], skip_bad, dry_run, database, as_json)
        return
    file = _census_file(source)
    settings = _prepare(database)
    from station.clock import SystemClock
    from station.gateways.census import import_file

    with _opened(settings) as store:
        actor = _station_itself(settings)
        done = import_file(store, file, skip_bad=skip_bad, actor=actor, now=SystemClock().now())
    for sentence in (*done.bad, *done.remarks):
        typer.echo(sentence, err=True)
    typer.echo(done.summary)
    if done.bad and not skip_bad:
        raise typer.Exit(1)


def _import_vitals(
    files: list[str], mapping: list[str], skip_bad: bool, dry_run: bool, database: str | None, as_json: bool
) -> None:
    if len(files) != 1:
        raise typer.BadParameter("say: station import vitals FILE")
    settings = _prepare(database)
    from station.clock import SystemClock
    from station.gateways.vitals import import_vitals

    with _opened(settings) as store:
        done = import_vitals(
            store, Path(files[0]), mapping=mapping, skip_bad=skip_bad, dry_run=dry_run,
            actor=_station_itself(settings), now=SystemClock().now(),
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(done.to_json()))
    else:
        for sentence in (*map(str, done.checked.bad), *done.refused):
            typer.echo(sentence, err=True)
        for line in done.lines:
            typer.echo(line)
    if done.refused or (done.checked.bad and not skip_bad):
        raise typer.Exit(1)


def _census_file(source: list[str]) -> Path:
    """`station import FILE` and `station import census FILE` are the same."""
    kind, *rest = source if len(source) > 1 else ["census", *source]
    if kind != "census" or len(rest) != 1:
        raise typer.BadParameter("say: station import FILE, or: station import census FILE")
    return Path(rest[0])


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write.")],
    replace: Annotated[bool, typer.Option("--replace", help="Write over a backup that is there already.")] = False,
    database: Database = None,
) -> None:
    """Copy the whole database, consistent even while Station runs, and the head of its journal beside the copy."""
    settings = _prepare(database)
    from station.clock import SystemClock
    from station.store.backup import backup

    with _opened(settings) as store:
        made = backup(store, target, now=SystemClock().now(), replace=replace)
    typer.echo(f"{made.path} holds the whole database ({made.size:,} bytes, {made.anchor.seq:,} journal entries).")
    typer.echo(f"{made.anchor_file} holds the head of its journal. Keep one of the two on another computer.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `station backup` wrote.")],
    database: Database = None,
) -> None:
    """Put a backup in the place of the database, after reading all of it. What was there is kept beside it."""
    settings = _prepare(database)
    from station.clock import SystemClock
    from station.store.backup import restore

    done = restore(source, settings.database, now=SystemClock().now())
    typer.echo(f"{done.path} is now the backup {source}, with {done.verification.entries:,} journal entries.")
    if done.kept is not None:
        typer.echo(f"What was there before is kept as {done.kept}.")


# On paper


@app.command()
def report(
    what: Annotated[str, typer.Argument(metavar="handover", help="What to print.")],
    shift: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="A moment of that shift, as 2026-11-23T14:00 by the unit's clock; else now."),
    ] = None,
    paper: Annotated[str, typer.Option(metavar="a4|letter", help="The size of the paper.")] = "a4",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="The PDF to write; else its own name.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that is there already.")] = False,
    database: Database = None,
) -> None:
    """Print the handover of a shift: as it was signed, or, not signed yet, as the unit is now."""
    from station.reports.canvas import Paper

    if what != "handover":
        raise typer.BadParameter(f"nothing is called {what!r}; say: station report handover")
    if paper not in tuple(Paper):
        raise typer.BadParameter(f"{paper!r} is no paper here; say a4 or letter")
    settings = _prepare(database)
    from station.clock import SystemClock
    from station.reports.handover import handover_pdf
    from station.services.handover_reading import file_name, read_handover, read_handover_at

    now = SystemClock().now()
    with _opened(settings) as store:
        sheet = read_handover(store, now) if shift is None else read_handover_at(store, shift, now)
    target = output or Path(file_name(sheet))
    if target.exists() and not replace:
        raise FileExistsError(f"{target} is there already. Name another file, or say --replace.")
    target.write_bytes(handover_pdf(sheet, Paper(paper), printed_at=now, printed_by="Station"))
    words = ("not signed", "signed by one charge", "as both charges signed it")
    signed = words[sum(one is not None for one in (sheet.outgoing, sheet.incoming))]
    typer.echo(f"{target} holds the handover of the {sheet.page.shift} shift of {sheet.page.day}, {signed}.")


# Is it well?


@app.command()
def verify(
    against: Annotated[
        Path | None, typer.Option(metavar="BACKUP", help="A backup; the journal must still contain all of its journal.")
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:HASH", help="As a printed handover has it; the journal must still contain it."),
    ] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Read the whole journal over. Exit code 1 and the first bad entry when it is broken."""
    if against and head:
        raise typer.BadParameter("say either --against or --head, one after the other")
    anchor = _anchor_of(against) if against else _anchor_printed(head) if head else None
    settings = _prepare(database)
    from station.store.verify import verify_journal

    with _opened(settings) as store:
        found = verify_journal(store, anchor=anchor)
    result: dict[str, Any] = {"journal": found.journal, "entries": found.entries, "head": found.head}
    if found.first_bad is not None:
        result["first_bad"] = found.first_bad
    _answer(result, as_json)
    if found.journal == "broken":
        typer.echo(f"{found.why} Keep the file as it is, and compare it with the latest backup.", err=True)
        raise typer.Exit(1)


def _anchor_of(copy: Path) -> "Anchor":
    from station.store.backup import anchor_path, read_anchor
    from station.store.errors import BackupRefused

    anchor = read_anchor(copy)
    if anchor is None:
        raise BackupRefused(f"{anchor_path(copy)} is not there. Name a backup that `station backup` wrote.")
    return anchor


def _anchor_printed(head: str) -> "Anchor":
    """From the foot of a printed page. A hash that was typed with blanks in it, or in capitals, is the same."""
    from station.store.verify import Anchor

    number, _, digest = "".join(head.split()).lower().partition(":")
    if not number.isdecimal() or len(digest) != _HASH_LETTERS or not set(digest) <= set("0123456789abcdef"):
        raise typer.BadParameter(
            f"write it as it stands at the foot of the page: the number, a colon, and the {_HASH_LETTERS} letters and "
            f"figures of the hash (this one has {len(digest)})"
        )
    return Anchor(int(number), digest)


@app.command()
def doctor(database: Database = None, as_json: Json = False) -> None:
    """Examine this machine: Qt, display, sound, fonts, database, disk, clock, versions. Changes nothing."""
    from station.clock import SystemClock
    from station.config import load_settings
    from station.doctor import Status, answer, examine, lines, worst

    findings = examine(load_settings(database=database), SystemClock())
    if as_json:
        typer.echo(json.dumps(answer(findings)))
    else:
        typer.echo("\n".join(lines(findings)))
    if worst(findings) is Status.FAIL:
        raise typer.Exit(1)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="A month instead of a year, and fewer of each.")] = False,
    only: Annotated[list[str] | None, typer.Option(metavar="PART", help="Only this part; may be said again.")] = None,
    database: Annotated[
        str | None, typer.Option(metavar="FILE", help="Use that database of an earlier bench, or make and keep it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure what people wait for, each beside a plain alternative. It writes: never name a database in use."""
    from station.bench import run
    from station.bench.table import as_table

    unknown = set(only or ()) - set(run.PARTS)
    if unknown:
        raise typer.BadParameter(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(run.PARTS)}")
    effort = run.QUICK if quick else run.WHOLE
    place = Path(database) if database else None
    result = run.bench(effort=effort, database=place, tell=run.stderr, only=frozenset(only or run.PARTS))
    typer.echo(json.dumps(result) if as_json else as_table(result))


# What the commands share


def _prepare(database: str | None) -> "Settings":
    """The settings, with logging begun."""
    from station.config import load_settings

    settings = load_settings(database=database)
    _log_to(settings)
    return settings


def _log_to(settings: "Settings") -> None:
    from station import logs

    logs.set_up(settings.log_folder)


@contextmanager
def _opened(settings: "Settings") -> Iterator["Store"]:
    """An existing database, closed again at the end."""
    from station.store.engine import close_store, open_store

    store = open_store(settings.database, create=False)
    try:
        yield store
    finally:
        close_store(store)


def _station_itself(settings: "Settings") -> "Actor":
    from station.services import Actor

    return Actor(staff_id=None, name="Station", station=settings.station)


def _answer(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result))
        return
    for name, value in result.items():
        typer.echo(f"{name.replace('_', ' ')}: {value}")


@contextmanager
def _in_words() -> Iterator[None]:
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
    from station.rules.policy import PolicyError
    from station.services.errors import Refused
    from station.store.errors import StoreError

    if isinstance(error, SettingsError | PolicyError | Refused | StoreError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}. Correct the name or the rights, and try again."
    return str(error) if isinstance(error, FileNotFoundError | FileExistsError) else None
