"""Evidence about one patient, for a surveyor: making a pack, and holding one against the database."""

import json
from pathlib import Path
from typing import Annotated

import typer

from station.cli.shared import Database, Json, app, opened, prepare, station_itself


@app.command()
def evidence(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[verify FOLDER]", help="Hold a pack against it.")
    ] = None,
    patient: Annotated[
        str | None, typer.Option(metavar="WHO", help="A bed, a record number, or a stay such as stay:17.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="WHEN", help="By the unit's clock: 2026-11-23T14:00, or a day.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="The same; a day alone: its end.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where to; else a name of its own.")] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="One zip file instead of a folder.")] = False,
    paper: Annotated[str, typer.Option(metavar="a4|letter", help="The size of the paper.")] = "a4",
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Make evidence about one patient for a surveyor, as a PDF and tables: ordered, seen, gaps, alerts, who was
    assigned, what the wall showed. Or hold one against the database: station evidence verify FOLDER."""
    if words:
        if len(words) != 2 or words[0] != "verify":
            raise typer.BadParameter("say: station evidence verify FOLDER")
        _verify(Path(words[1]), database, as_json)
        return
    if not (patient and since and until):
        raise typer.BadParameter("say of whom and of which time: --patient WHO --from WHEN --to WHEN")
    _make((patient, since, until), out, zipped, paper, database, as_json)


def _make(
    asked: tuple[str, str, str], out: Path | None, zipped: bool, paper: str, database: str | None, as_json: bool
) -> None:
    from station.reports.canvas import Paper

    if paper not in tuple(Paper):
        raise typer.BadParameter(f"{paper!r} is no paper here; say a4 or letter")
    settings = prepare(database)
    from station.clock import SystemClock
    from station.gateways.evidence import make_pack
    from station.services.evidence import Asked

    with opened(settings) as store:
        made = make_pack(
            store, Asked(*asked, login=_login()), out, paper=Paper(paper), zipped=zipped,
            actor=station_itself(settings), now=SystemClock().now,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(made.to_json()))
        return
    for line in made.lines:
        typer.echo(line)


def _login() -> str:
    """Who sits at this computer, as it knows him: nobody has signed in."""
    import getpass

    try:
        return f"{getpass.getuser()}, at the command line"
    except (OSError, KeyError, ImportError):
        return "at the command line"


def _verify(place: Path, database: str | None, as_json: bool) -> None:
    settings = prepare(database)
    from station.gateways.evidence_verifying import verify_pack

    with opened(settings) as store:
        found = verify_pack(store, place)
    if as_json:
        typer.echo(json.dumps(found.to_json()))
    else:
        for line in found.lines:
            typer.echo(line, err=bool(found.faults))
    if found.faults:
        raise typer.Exit(1)
