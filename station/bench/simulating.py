"""How much faster than the world a simulated unit lives: real services, real sweep, a real file."""

from pathlib import Path
from typing import Final

from station.bench.figures import Figure
from station.simulation.run import Tools, simulate
from station.store.engine import close_store, open_store
from station.store.verify import verify_journal

TARGET: Final = 5000.0


def figure(folder: Path, *, days: float) -> Figure:
    tools = Tools(open=open_store, close=close_store, verify=lambda store: verify_journal(store).journal)
    found = simulate(tools, days=days, beds=36, seed=11, database=folder / "simulated.db")
    kept = ("days", "checks", "lapses", "missed", "duplicate", "invented", "wall_s")
    return Figure(
        "simulate",
        "simulated time, as many times real time, 36 beds",
        float(found["speed"]),
        "times",
        TARGET,
        more_is_better=True,
        more={name: found[name] for name in kept},
    )
