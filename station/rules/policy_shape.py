"""What a policy consists of, read off its own types: every field with its path and the kind of thing it holds.

A path is the names on the way, joined by dots; the fields of a row in a table have `*` for the row: "levels.*.late".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import Enum, StrEnum
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from station.models.enums import HeightIn, LevelKind, Role, TemperatureIn, WeightIn
from station.rules.policy import Policy
from station.rules.policy_values import Steps


class Kind(Enum):
    DURATION = "duration"
    DURATIONS = "durations"
    """So many as there are, each of its own meaning."""
    COUNT = "count"
    NUMBER = "number"
    YES_NO = "yes or no"
    TEXT = "text"
    TIME = "time"
    WORDS = "words"
    CHOICE = "choice"
    CHOICES = "choices"
    LADDER = "ladder"
    TABLE = "table"
    FIXED = "fixed"
    """Not for a person to change."""


@dataclass(frozen=True, slots=True)
class Shape:
    path: str
    kind: Kind
    columns: tuple["Shape", ...] = ()
    """Of a table. The first one names the row."""
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


_PLAIN = {
    timedelta: Kind.DURATION,
    bool: Kind.YES_NO,
    int: Kind.COUNT,
    float: Kind.NUMBER,
    str: Kind.TEXT,
    time: Kind.TIME,
    LevelKind: Kind.CHOICE,
    TemperatureIn: Kind.CHOICE,
    WeightIn: Kind.CHOICE,
    HeightIn: Kind.CHOICE,
}


_LISTS = {str: Kind.WORDS, timedelta: Kind.DURATIONS, Role: Kind.CHOICES}


@lru_cache(maxsize=1)
def shapes() -> tuple[Shape, ...]:
    """Everything that a policy holds, in its own order. Tables have their columns."""
    return tuple(_of_part(Policy, ""))


@lru_cache(maxsize=1)
def by_path() -> Mapping[str, Shape]:
    """The same and every column, by path."""
    found = {}
    for one in shapes():
        found[one.path] = one
        found.update({column.path: column for column in one.columns})
    return found


def _of_part(part: type[BaseModel], before: str) -> Iterator[Shape]:
    for name, field in part.model_fields.items():
        path, kind = f"{before}{name}", field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _of_part(kind, f"{path}.")
        else:
            yield _leaf(path, kind)


def _leaf(path: str, kind: Any) -> Shape:
    if kind in _PLAIN:
        choices = tuple(one.value for one in kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
        return Shape(path, _PLAIN[kind], choices=choices)
    if kind == Steps:
        return Shape(path, Kind.LADDER)
    of = _items(kind)
    if isinstance(of, type) and issubclass(of, BaseModel):
        return Shape(path, Kind.TABLE, columns=tuple(_of_part(of, f"{path}.*.")))
    choices = tuple(one.value for one in Role) if of is Role else ()
    return Shape(path, _LISTS.get(of, Kind.FIXED), choices=choices)


def _items(kind: Any) -> Any:
    """What a tuple holds; None for what is none."""
    if get_origin(kind) is not tuple:
        return None
    first = get_args(kind)[0]
    return get_args(first)[0] if hasattr(first, "__metadata__") else first


def value_at(body: Mapping[str, Any], path: str) -> Any:
    """What stands at a path without `*` of a policy's JSON. Raises KeyError."""
    found: Any = body
    for name in path.split("."):
        found = found[name]
    return found


def with_value(body: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The same JSON with another value there."""
    name, _, rest = path.partition(".")
    return {**body, name: with_value(body[name], rest, value) if rest else value}
