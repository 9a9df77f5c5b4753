"""A package that is imported in turns is the one that Python would have imported, whatever happens between them."""

import py_compile
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from station.views.patient.in_turns import InTurns

NAME = "slowly_imported"
FILE = '''"""What it is."""

from .told import said

said.append("first")
from .part import WHERE

HERE = __name__, __package__, __file__


def again():
    return WHERE
'''
PART = "from . import told\n\ntold.said.append('part')\nWHERE = __name__\n"
TOLD = "said = []\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / NAME
    made.mkdir()
    for name, source in (("__init__", FILE), ("part", PART), ("told", TOLD)):
        (made / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield made
    for name in [one for one in sys.modules if one.split(".")[0] == NAME]:
        del sys.modules[name]


def told() -> list[str]:
    said: list[str] = sys.modules[f"{NAME}.told"].said
    return said


@pytest.mark.usefixtures("folder")
def test_a_turn_without_time_is_one_statement() -> None:
    package, turns = InTurns(NAME), list[int]()
    while not package.go_on(0):
        turns.append(len(vars(sys.modules[NAME])))
    assert len(turns) == 7
    assert turns == sorted(turns)
    assert told() == ["first", "part"]
    assert package.go_on(0)


def test_what_is_there_is_what_an_import_finds(folder: Path) -> None:
    made = InTurns(NAME).whole()
    assert import_module(NAME) is made
    assert (made.__doc__, made.again()) == ("What it is.", f"{NAME}.part")
    assert (NAME, NAME, str(folder / "__init__.py")) == made.HERE
    there = {name for name in vars(made) if name != "__builtins__"}
    for name in [one for one in sys.modules if one.split(".")[0] == NAME]:
        del sys.modules[name]
    assert there == {name for name in vars(import_module(NAME)) if name != "__builtins__"}


@pytest.mark.usefixtures("folder")
def test_what_is_left_can_be_had_at_once() -> None:
    package = InTurns(NAME)
    for _ in range(3):
        assert not package.go_on(0)
    assert not hasattr(sys.modules[NAME], "again")
    assert package.whole().again() == f"{NAME}.part"
    assert told() == ["first", "part"]


@pytest.mark.usefixtures("folder")
def test_what_has_been_imported_already_is_not_imported_again() -> None:
    made = import_module(NAME)
    assert InTurns(NAME).whole() is made
    assert told() == ["first", "part"]


def test_after_a_failure_it_begins_anew(folder: Path) -> None:
    (folder / "part.py").write_text("raise OSError('the disk cannot be read')\n", encoding="utf-8")
    package = InTurns(NAME)
    with pytest.raises(OSError, match="cannot be read"):
        package.whole()
    assert NAME not in sys.modules
    (folder / "part.py").write_text(PART, encoding="utf-8")
    assert package.whole().again() == f"{NAME}.part"


def test_what_cannot_be_compiled_is_told_each_time(folder: Path) -> None:
    (folder / "__init__.py").write_text("import sys\ndef\n", encoding="utf-8")
    package = InTurns(NAME)
    for _ in range(2):
        with pytest.raises(SyntaxError):
            package.go_on(0)
    (folder / "__init__.py").write_text(FILE, encoding="utf-8")
    assert package.whole().again() == f"{NAME}.part"


def test_without_its_source_it_is_imported_at_once(folder: Path) -> None:
    for one in folder.glob("*.py"):
        py_compile.compile(str(one), cfile=str(one.with_suffix(".pyc")))
        one.unlink()
    package = InTurns(NAME)
    assert [package.go_on(0), package.go_on(0)] == [False, True]
    assert package.whole().again() == f"{NAME}.part"


def test_one_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match="not_installed_at_all"):
        InTurns("not_installed_at_all").go_on(0)
