"""The command line. A command is small: it reads the settings, calls one thing, and says what came of it.

Exit code 0: done. 1: it could not be done, or something is wrong; one sentence on standard error says what. 2: the
command was not understood. With --json one JSON object stands on standard output, and nothing else.
Imports stand inside the commands, so that each loads only what it needs. A file of commands is imported here.
"""

from station.cli import board, copies, evidence, examining, importing, printing, simulating
from station.cli.shared import app, in_words

__all__ = ["app", "board", "copies", "evidence", "examining", "importing", "main", "printing", "simulating"]


def main() -> None:
    """Run one command and exit."""
    with in_words():
        app(prog_name="station")
