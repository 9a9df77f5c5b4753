"""What is put on paper."""

from pathlib import Path
from typing import Annotated

import typer

from station.cli.shared import Database, app, opened, prepare


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
    settings = prepare(database)
    from station.clock import SystemClock
    from station.reports.handover import handover_pdf
    from station.services.handover_reading import file_name, read_handover, read_handover_at

    now = SystemClock().now()
    with opened(settings) as store:
        sheet = read_handover(store, now) if shift is None else read_handover_at(store, shift, now)
    target = output or Path(file_name(sheet))
    if target.exists() and not replace:
        raise FileExistsError(f"{target} is there already. Name another file, or say --replace.")
    target.write_bytes(handover_pdf(sheet, Paper(paper), printed_at=now, printed_by="Station"))
    words = ("not signed", "signed by one charge", "as both charges signed it")
    signed = words[sum(one is not None for one in (sheet.outgoing, sheet.incoming))]
    typer.echo(f"{target} holds the handover of the {sheet.page.shift} shift of {sheet.page.day}, {signed}.")
