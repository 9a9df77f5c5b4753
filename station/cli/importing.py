"""What comes in from files."""

import json
from pathlib import Path
from typing import Annotated

import typer

from station.cli.shared import Database, Json, app, opened, prepare, station_itself


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
    settings = prepare(database)
    from station.clock import SystemClock
    from station.gateways.census import import_file

    with opened(settings) as store:
        actor = station_itself(settings)
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
    settings = prepare(database)
    from station.clock import SystemClock
    from station.gateways.vitals import import_vitals

    with opened(settings) as store:
        done = import_vitals(
            store, Path(files[0]), mapping=mapping, skip_bad=skip_bad, dry_run=dry_run,
            actor=station_itself(settings), now=SystemClock().now(),
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(done.to_json()))
    else:
        for sentence in (*map(str, done.checked.refused), *done.refused):
            typer.echo(sentence, err=True)
        for line in done.lines:
            typer.echo(line)
    if done.refused or (done.checked.refused and not skip_bad):
        raise typer.Exit(1)


def _census_file(source: list[str]) -> Path:
    """`station import FILE` and `station import census FILE` are the same."""
    kind, *rest = source if len(source) > 1 else ["census", *source]
    if kind != "census" or len(rest) != 1:
        raise typer.BadParameter("say: station import FILE, or: station import census FILE")
    return Path(rest[0])
