"""Programs to be killed with -9 in the middle of their work, and what kills them. POSIX only.

A program calls `serve(write)`. For every line on standard input (the database) it makes a writer of itself, says its
process number, then whatever `write` acknowledges, and "gone" when it was killed. Forking spares each the imports.
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROUNDS: Final = int(os.environ.get("STATION_KILL_ROUNDS", "20"))  # now: conftest.py clears the environment


def say(text: object) -> None:
    """Acknowledge."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def serve(write: Callable[[str], None]) -> None:
    """Make a writer for every database named on standard input. `write` goes on until it is killed."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            say(f"pid {os.getpid()}")
            write(line.strip())
        os.waitpid(child, 0)
        say("gone")


class Killer:
    """Has writers made, and kills them."""

    def __init__(self, maker: "subprocess.Popen[str]") -> None:
        assert maker.stdin is not None
        assert maker.stdout is not None
        self._order, self._heard = maker.stdin, maker.stdout
        self._chance = random.Random(20260314)

    def start(self, where: str) -> int:
        """The process number of a writer on that database."""
        self._order.write(f"{where}\n")
        self._order.flush()
        return int(self._heard.readline().removeprefix("pid "))

    def kill_at_some_point(self, where: str) -> int:
        """Kill a writer some acknowledgements after its start. Answers the last number it gave."""
        writer = self.start(where)
        lines = [self._heard.readline() for _ in range(self._chance.randrange(1, 40))]
        self.spend(self._chance.randrange(300_000))
        return max(int(line) for line in lines + self.kill(writer))

    def spend(self, turns: int) -> None:
        """Up to some transactions' time (0.02 us a turn), so that the kill falls into any part of one."""
        for _ in range(turns):
            pass

    def kill(self, writer: int) -> list[str]:
        """Kill it, and hear what it had still to say. A line cut short by the kill was not an acknowledgement."""
        os.kill(writer, signal.SIGKILL)
        lines = []
        while not (line := self._heard.readline()).endswith("gone\n"):
            assert line, "the maker of writers has died"
            lines.append(line)
        return lines


@contextmanager
def killer_of(program: Path) -> Iterator[Killer]:
    """What kills the writers that `program` makes."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as maker:
        yield Killer(maker)
        assert maker.stdin is not None
        maker.stdin.close()
