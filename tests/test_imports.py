"""Only the views and the composition root know Qt."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_WITH_QT = ("station.views", "station.app", "station.bench", "station.__main__")

_IMPORT_ALL = """
import importlib, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError(f"{name} is not to be imported here")

sys.meta_path.insert(0, Refuse())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def _modules() -> list[str]:
    files = sorted((_ROOT / "station").rglob("*.py"))
    names = [".".join(file.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return [name for name in names if not _runs_or_shows(name)]


def _runs_or_shows(name: str) -> bool:
    alembic_runs_it = ".migrations." in name
    return (
        alembic_runs_it
        or name.endswith("__main__")
        or any(name == part or name.startswith(part + ".") for part in _WITH_QT)
    )


def test_everything_but_the_screens_imports_without_qt() -> None:
    modules = _modules()
    assert len(modules) > 40
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _IMPORT_ALL, *modules],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_command_line_starts_without_loading_what_it_does_not_need() -> None:
    script = (
        "import sys, station.cli; print([m for m in ('PySide6', 'sqlalchemy', 'pydantic', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
