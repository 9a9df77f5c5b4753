"""What the documents name exists: the tests behind the safety table, the files that are linked to."""

import ast
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from station import assets
from station.app import trouble
from station.cli import app
from station.config import Settings
from station.gateways.checking import COLUMNS, REQUIRED
from station.models.enums import LevelKind, Role
from station.monitor import canary, words
from station.rules.permissions import PIN_AGAIN, Deed, may
from station.rules.policy import default_policy
from station.services import silence
from station.views.actions import KEYS

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


def _text(name: str) -> str:
    return " ".join((_ROOT / name).read_text(encoding="utf-8").split())


def test_every_setting_is_explained() -> None:
    said = _text("docs/administrator.md")
    assert [name for name in Settings.model_fields if f"| `{name}` | `STATION_{name.upper()}` |" not in said] == []


def test_every_column_of_a_census_is_explained() -> None:
    said = _text("docs/administrator.md")
    assert [name for name in COLUMNS if f"| `{name}` |{' yes' if name in REQUIRED else ''} |" not in said] == []
    assert f"`{', '.join(COLUMNS)}`" in _text("README.md")


def test_every_command_is_named() -> None:
    said = _text("README.md") + _text("docs/administrator.md")
    names = [one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands]
    assert [name for name in names if f"station {name}" not in said] == []


def _sentences() -> list[str]:
    """What the monitor and the screens say about Station itself: the longest piece without a value in it."""
    templates = [*words._JUMPS.values(), words.SCHEDULER_RESTARTED, words.GUARD_RESTARTED, words.NOT_WATCHED]
    templates += [canary.SILENT, silence.TEXT]
    templates += [words.SCREEN_STILL, words.GUARD_PROCESS_REPLACED, words.GUARD_PROCESS_MISSING, words.STARTED_AGAIN]
    firsts = [template.split(". ")[0] for template in templates]
    return [max(re.split(r"\{\w+\}", first), key=len).strip(" .,({})") for first in firsts]


@pytest.mark.parametrize("sentence", [*_sentences(), trouble._TITLE])
def test_what_station_says_about_itself_is_explained(sentence: str) -> None:
    assert sentence in _text("docs/administrator.md")


def test_every_key_is_listed() -> None:
    said = _text("docs/technician.md")
    assert [key.keys for key in KEYS if not re.search(rf"\| [^|]*\b{re.escape(key.keys)}\b[^|]* \|", said)] == []


def test_who_may_do_what_is_the_table_of_permissions() -> None:
    lines = (_ROOT / "docs" / "administrator.md").read_text(encoding="utf-8").splitlines()
    head = lines.index(f"| may | {' | '.join(role.value for role in Role)} | PIN once more |")
    assert lines[head + 2 : head + 2 + len(Deed)] == [_row(deed) for deed in Deed]
    assert not lines[head + 2 + len(Deed)]


def _row(deed: Deed) -> str:
    cells = [*(may(role, deed) for role in Role), deed in PIN_AGAIN]
    return f"| {deed.value} | {' | '.join('yes' if one else '' for one in cells)} |"


_EXPLAINED = ("signing", "rounds", "absence", "admission")
"""Sections of the policy that stand in the administrator's table; the environmental ones stand as TOML beneath it."""


def _policy() -> dict[str, Any]:
    return tomllib.loads(assets.text("policy", "default.toml"))


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, dict):
        return " / ".join(value.values())
    return ", ".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("section", _EXPLAINED)
def test_every_key_of_the_policy_that_is_new_is_explained_as_it_comes(section: str) -> None:
    said = _text("docs/administrator.md")
    keys = _policy()[section]
    assert [key for key, value in keys.items() if f"| `{section}.{key}` | {_as_written(value)} |" not in said] == []
    assert set(re.findall(rf"\| `{section}\.(\w+)` \|", said)) == set(keys)


def test_the_environmental_rounds_shown_are_those_of_the_policy() -> None:
    text = (_ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(\[environment\].*?)```", text, re.DOTALL)
    assert shown is not None
    assert tomllib.loads(shown[1])["environment"] == _policy()["environment"]


def test_the_times_of_the_levels_are_those_of_the_policy() -> None:
    said = _text("docs/charge.md")
    for level in default_policy().levels:
        if level.kind is LevelKind.INTERMITTENT:
            times = [f"{span // timedelta(minutes=1)}:00" for span in (level.late, level.lapsed)]
            assert re.search(rf"\| {level.code}\b[^|]*\| {times[0]} \| {times[1]} \|", said)


_TOLD = {
    "first check (admitted, raised, back on the unit, Station was off)": "first_check",
    "nobody observing": "observer",
    "relief": "relief",
    "order past its review": "review",
    "provider's order owed": "provider_order",
    "not found": "not_found",
    "not back from off the unit": "return_overdue",
    "AWOL": "awol",
    "round left open": "round_open",
    "environmental round": "environmental",
    "hazard of severity 1 to 4": "hazard",
    "hazard of severity 5": "hazard",
    "shift handover": "handover",
    "belongings search": "admission",
    "first vital signs": "admission",
    "weight, orientation": "admission",
    "vital signs": "vitals",
    "a score of 5 and more, or a single 3": "score",
    "assessment": "assessment",
}
"""What the charge nurse's table of alerts calls what the policy escalates."""


def test_who_is_told_is_as_the_policy_has_it() -> None:
    said, escalation = _text("docs/charge.md"), _policy()["escalation"]
    assert set(_TOLD.values()) | {"technical"} == set(escalation)
    assert [name for name, key in _TOLD.items() if not _is_told(said, name, escalation[key])] == []


def _is_told(said: str, name: str, steps: list[dict[str, str]]) -> bool:
    told = ", ".join(f"{one['role']} {_after(one['after'])}" for one in steps)
    return re.search(rf"\| {re.escape(name)} \|[^|]*\|[^|]*\| {re.escape(told)} \|", said) is not None


def _after(span: str) -> str:
    return "at once" if span == "0:00" else f"after {span}"


def test_pictures_are_small_and_used() -> None:
    pictures = sorted((_ROOT / "docs" / "pictures").glob("*.png"))
    said = "".join(document.read_text(encoding="utf-8") for document in _DOCUMENTS)
    assert [one.name for one in pictures if one.stat().st_size >= 150_000 or f"pictures/{one.name})" not in said] == []


def test_headings_that_are_linked_to_exist() -> None:
    for document in _DOCUMENTS:
        for file, anchor in re.findall(r"\]\((?!http)([^)#]*)#([^)]+)\)", document.read_text(encoding="utf-8")):
            target = (document.parent / file) if file else document
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}, document
