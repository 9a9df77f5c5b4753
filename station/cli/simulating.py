"""Days of a unit in minutes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.shared import Json, answer_with, app

if TYPE_CHECKING:
    from station.simulation.run import Tools


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
    answer_with(result, as_json)
    if any(result[fault] for fault in ("missed", "duplicate", "invented")) or result["journal"] != "ok":
        raise typer.Exit(1)


def _tools() -> "Tools":
    """What the simulation may not import itself."""
    from station.simulation.run import Tools
    from station.store.engine import close_store, open_store
    from station.store.verify import verify_journal

    return Tools(open=open_store, close=close_store, verify=lambda store: verify_journal(store).journal)
