"""Opening the board, on a real unit or on one that is played."""

import os
from pathlib import Path
from typing import Annotated

import typer

from station.cli.shared import Database, app, log_to, prepare


@app.command()
def run(
    wall: Annotated[
        bool, typer.Option("--wall", help="Full screen, for everyone to read; nothing can be entered.")
    ] = False,
    database: Database = None,
) -> None:
    """Open the board of this unit: a desk to work at, or a wall to read."""
    settings = prepare(database)
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
    log_to(settings)
    from station import app as station_app

    options = DemoOptions(beds, seed, speed, screenshot, "wall" if wall else "desk", database)
    raise typer.Exit(station_app.run_demo(options, settings))
