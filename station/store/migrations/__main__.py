"""Writes revisions from what has changed in `station.models`. For developers; see the package's docstring."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from station.store import migrate, migrations

_VERSIONS = Path(__file__).with_name("versions")


def write(message: str, number: int) -> Path:
    """Compare the tables of the revisions so far with station.models, and write the difference as a revision."""
    config = migrate.configuration()
    slug = message.lower().replace(" ", "_")
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder, 'old.db')}")
        with engine.connect() as connection:
            config.attributes.update(connection=connection, batch=number > 1)
            command.upgrade(config, "head")
            command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()
    path = _VERSIONS / f"{number:04}_{slug}.py"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("    # ###")), encoding="utf-8")
    return path


def write_first() -> Path:
    """Write 0001 again. The triggers of 0002 and anything later are put aside meanwhile, since they follow from it."""
    later = {path: path.read_bytes() for path in _VERSIONS.glob("0*.py")}
    for path in later:
        path.unlink()
    try:
        return write("tables", 1)
    finally:
        for path, content in later.items():
            if not path.name.startswith("0001"):
                path.write_bytes(content)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"usage: python -m station.store.migrations --first | MESSAGE\n{migrations.__doc__}\n")
        return 2
    first = arguments[0] == "--first"
    made = write_first() if first else write(arguments[0], int(migrations.HEAD) + 1)
    sys.stdout.write(f"wrote {made}; now: ruff format {made}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
