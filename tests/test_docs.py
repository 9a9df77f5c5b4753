"""What the documents name exists: the tests behind the safety table, the files that are linked to."""

import ast
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_DOCUMENTS = sorted([_ROOT / "README.md", _ROOT / "CHANGELOG.md", *(_ROOT / "docs").rglob("*.md")])


def _named_tests() -> list[str]:
    return re.findall(r"`(tests/[^`]+::\w+)`", (_ROOT / "docs" / "safety.md").read_text(encoding="utf-8"))


def _functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_control_names_its_test() -> None:
    rows = [
        line
        for line in (_ROOT / "docs" / "safety.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    controls = [row for row in rows if not row.startswith("| hazard")]
    assert len(controls) > 20
    assert all("`tests/" in row for row in controls)


@pytest.mark.parametrize("named", _named_tests())
def test_a_test_named_by_the_safety_table_exists(named: str) -> None:
    file, _, function = named.partition("::")
    assert function in _functions(_ROOT / file)


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8"))
    assert not [link for link in links if not (document.parent / link).exists()]


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(file.name[:4]) for file in sorted((_ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
