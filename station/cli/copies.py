"""Copies of the database, and back."""

from pathlib import Path
from typing import Annotated

import typer

from station.cli.shared import Database, app, opened, prepare


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write.")],
    replace: Annotated[bool, typer.Option("--replace", help="Write over a backup that is there already.")] = False,
    database: Database = None,
) -> None:
    """Copy the whole database, consistent even while Station runs, and the head of its journal beside the copy."""
    settings = prepare(database)
    from station.clock import SystemClock
    from station.store.backup import backup

    with opened(settings) as store:
        made = backup(store, target, now=SystemClock().now(), replace=replace)
    typer.echo(f"{made.path} holds the whole database ({made.size:,} bytes, {made.anchor.seq:,} journal entries).")
    typer.echo(f"{made.anchor_file} holds the head of its journal. Keep one of the two on another computer.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `station backup` wrote.")],
    database: Database = None,
) -> None:
    """Put a backup in the place of the database, after reading all of it. What was there is kept beside it."""
    settings = prepare(database)
    from station.clock import SystemClock
    from station.store.backup import restore

    done = restore(source, settings.database, now=SystemClock().now())
    typer.echo(f"{done.path} is now the backup {source}, with {done.verification.entries:,} journal entries.")
    if done.kept is not None:
        typer.echo(f"What was there before is kept as {done.kept}.")
