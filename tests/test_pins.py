"""The pins: complete, hashed, in step with each other and with pyproject.toml, and without addresses."""

import re
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_FILES = {name: _ROOT / "requirements" / f"{name}.txt" for name in ("run", "dev")}


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", _FILES[name].read_text(encoding="utf-8"), re.MULTILINE))


def _wanted(extra: str) -> set[str]:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"][extra]]
    return {re.split(r"[^A-Za-z0-9_-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in lines}


@pytest.mark.parametrize(("name", "extra"), [("run", "postgres"), ("dev", "dev")])
def test_everything_that_is_needed_is_pinned(name: str, extra: str) -> None:
    assert _wanted(extra) - _pins(name).keys() == set(), "say: make pins"


@pytest.mark.parametrize("name", _FILES)
def test_no_pin_names_an_address_and_each_has_its_hashes(name: str) -> None:
    text = _FILES[name].read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "options have no place among the pins"
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_both_files_agree() -> None:
    run, dev = _pins("run"), _pins("dev")
    assert {name: dev.get(name) for name in run} == run


def test_qt_stays_below_the_release_that_aborts_python() -> None:
    assert tuple(map(int, _pins("dev")["pyside6-essentials"].split("."))) < (6, 12)
