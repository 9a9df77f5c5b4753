"""Whether the journal, the machine and its figures are well."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from station.cli.shared import Database, Json, answer_with, app, opened, prepare

if TYPE_CHECKING:
    from station.store.spool_verify import SpoolsRead
    from station.store.verify import Anchor

_HASH_LETTERS: Final = 64


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
    """Read the journal over, and what was kept while it was away. Exit code 1 and the first bad entry when broken."""
    if against is not None and head is not None:
        raise typer.BadParameter("say either --against or --head, one after the other")
    anchor = _anchor_of(against) if against is not None else _anchor_printed(head) if head is not None else None
    settings = prepare(database)
    from station.store.spool_places import folder_for
    from station.store.spool_verify import verify_spools
    from station.store.verify import verify_journal

    with opened(settings) as store:
        found = verify_journal(store, anchor=anchor)
        spools = verify_spools(store, folder_for(settings.spool_folder, store.where))
    result: dict[str, Any] = {"journal": found.journal, "entries": found.entries, "head": found.head}
    if found.first_bad is not None:
        result["first_bad"] = found.first_bad
    if spools.files:
        result["spool"] = spools.as_dict() if as_json else _spool_words(spools)
    answer_with(result, as_json)
    if spools.why:
        typer.echo(f"{spools.why} Keep the file as it is.", err=True)
    if found.journal == "broken":
        typer.echo(f"{found.why} Keep the file as it is, and compare it with the latest backup.", err=True)
    if found.journal == "broken" or spools.why:
        raise typer.Exit(1)


def _spool_words(spools: "SpoolsRead") -> str:
    state = "broken" if spools.why else "ok"
    return f"{state}, {spools.entries} entries in {spools.files} files, {spools.waiting} of them not in the record yet"


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
