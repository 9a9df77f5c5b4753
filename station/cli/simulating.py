"""Days of a unit in minutes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.shared import Json, answer_with, app

if TYPE_CHECKING:
    from station.simulation.run import Tools


@app.command()
def simulate(
    days: Annotated[
        float | None, typer.Option(min=0.01, help="Simulated days; else 7, and with --faults an hour and a half.")
    ] = None,
    beds: Annotated[
        int | None, typer.Option(min=8, max=60, help="How many beds; else 36, and with --faults 8.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed tells the same story.")] = 11,
    restart_every: Annotated[
        float | None, typer.Option(min=0.1, metavar="HOURS", help="Start Station anew that often.")
    ] = None,
    database: Annotated[str | None, typer.Option(metavar="FILE", help="A new file to keep; else none is kept.")] = None,
    faults: Annotated[
        str | None,
        typer.Option(metavar="KINDS", help="What goes wrong: kill,clock,db,disk,freeze,race, or all."),
    ] = None,
    stations: Annotated[int, typer.Option(min=1, max=6, help="With --faults: stations on the one file.")] = 3,
    seeds: Annotated[int, typer.Option(min=1, help="With --faults: so many trials, each of the next seed.")] = 1,
    as_json: Json = False,
) -> None:
    """Run the real code through simulated days, and count what it missed, doubled or invented."""
    if faults is not None:
        if database is not None or restart_every is not None:
            raise typer.BadParameter("--database and --restart-every do not go with --faults: it keeps no file")
        _with_faults(faults, days, beds, seed, seeds, stations, as_json)
        return
    from station.collecting import collector_at_rest

    with collector_at_rest():
        from station.simulation.run import simulate

        tools = _tools()
    place = Path(database) if database else None
    result = simulate(tools, days=days or 7, beds=beds or 36, seed=seed, restart_every=restart_every, database=place)
    answer_with(result, as_json)
    if any(result[fault] for fault in ("missed", "duplicate", "invented")) or result["journal"] != "ok":
        raise typer.Exit(1)


def _with_faults(
    faults: str, days: float | None, beds: int | None, seed: int, seeds: int, stations: int, as_json: bool
) -> None:
    """One line to standard error for each trial; the result of all on standard output."""
    import logging

    from station.trial.series import SHORT_DAYS, UnknownFault, is_clean, kinds_of, run_series, trials

    try:
        kinds = kinds_of(faults)
    except UnknownFault as unknown:
        raise typer.BadParameter(str(unknown)) from None
    logging.disable(logging.CRITICAL)  # that a look at the unit failed is what was asked for
    series = trials(kinds, days=days or SHORT_DAYS, beds=beds or 8, seed=seed, seeds=seeds, stations=stations)
    try:
        result = run_series(series, tell=lambda line: typer.echo(line, err=True))
    finally:
        logging.disable(logging.NOTSET)
    answer_with(result, as_json)
    if not is_clean(result):
        raise typer.Exit(1)


def _tools() -> "Tools":
    """What the simulation may not import itself."""
    from station.simulation.run import Tools
    from station.store.engine import close_store, open_store
    from station.store.verify import verify_journal

    return Tools(open=open_store, close=close_store, verify=lambda store: verify_journal(store).journal)
