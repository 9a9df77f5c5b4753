"""One policy against another, as rows in words: "Q15 · Late", "15:00", "14:00"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from station.rules import durations
from station.rules.policy_shape import Kind, Shape, shapes, value_at
from station.rules.policy_words import section_of, sections, words

NOTHING: Final = "—"
"""What stands for what is not there."""


_Row = tuple[str, str, str]
"""(place, before, after)"""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `place` says which, with the row of a table: "Q15 · Late"."""

    path: str
    section: str
    """The title of its section."""
    place: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """Q15 · Late: 15:00 → 14:00"""
        return f"{self.place}: {self.before} → {self.after}"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two policies in their JSON form, in the order of the page."""
    found = [
        Change(one.path, section_of()[one.path].title, *row)
        for one in shapes()
        if (old := value_at(before, one.path)) != (new := value_at(after, one.path))
        for row in _rows(one, old, new)
    ]
    order = [field.path for section in sections() for field in section.fields]
    return tuple(sorted(found, key=lambda one: order.index(one.path)))


def title(shape: Shape) -> str:
    return words()[shape.path].title


def said(shape: Shape, value: Any) -> str:
    """A value in words: "15:00", "yes", "tech at 15:00, charge at 17:00"; what cannot be read, as it was typed."""
    if shape.kind is Kind.TABLE:
        return "; ".join(row_said(shape, row) for row in value) or NOTHING
    unit = words()[shape.path].unit
    plain = _SAID.get(shape.kind, str)(value)
    return " ".join(filter(None, (plain, unit))) or NOTHING


def _length(stored: Any) -> str:
    try:
        return durations.said(durations.unstored(str(stored)))
    except ValueError:
        return str(stored)


def _ladder(steps: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{step['role']} at {_length(step['after'])}" for step in steps) or "nobody"


def _yes_no(value: Any) -> str:
    return "yes" if value else "no"


def _listed(value: Sequence[Any]) -> str:
    return ", ".join(map(str, value))


def _lengths(value: Sequence[Any]) -> str:
    return ", ".join(map(_length, value))


def _clock(value: Any) -> str:
    return str(value)[:5]


_SAID: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.DURATION: _length,
    Kind.DURATIONS: _lengths,
    Kind.YES_NO: _yes_no,
    Kind.WORDS: _listed,
    Kind.CHOICES: _listed,
    Kind.LADDER: _ladder,
    Kind.TIME: _clock,
}


def row_said(table: Shape, row: Mapping[str, Any]) -> str:
    """Everything one row of a table says."""
    first, *others = table.columns
    rest = ", ".join(f"{title(one).lower()} {said(one, row.get(one.name, ''))}" for one in others)
    return f"{row.get(first.name, '')}: {rest}"


def row_key(table: Shape, row: Mapping[str, Any]) -> str:
    """What the row is called."""
    return str(row.get(table.columns[0].name, ""))


def _rows(shape: Shape, old: Any, new: Any) -> Iterator[_Row]:
    if shape.kind is Kind.TABLE:
        yield from _table(shape, old, new)
    elif shape.kind is Kind.WORDS:
        yield from _words(shape, old, new)
    elif shape.kind is Kind.DURATIONS:
        labels = words()[shape.path].labels
        for label, was, now in zip(labels, old, new, strict=False):
            if was != now:
                yield f"{title(shape)} · {label}", _length(was), _length(now)
    else:
        yield title(shape), said(shape, old), said(shape, new)


def _words(shape: Shape, old: Sequence[str], new: Sequence[str]) -> Iterator[_Row]:
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    if not gone and not come:
        yield f"{title(shape)} · order", said(shape, old), said(shape, new)
        return
    yield title(shape), ", ".join(gone) or NOTHING, ", ".join(come) or NOTHING


def _table(shape: Shape, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[_Row]:
    was, now = ({row_key(shape, row): row for row in rows} for rows in (old, new))
    for key, row in was.items():
        if key not in now:
            yield f"{title(shape)} · {key}", row_said(shape, row), "taken out"
    for key, row in now.items():
        if key not in was:
            yield f"{title(shape)} · {key}", NOTHING, f"added: {row_said(shape, row)}"
        else:
            yield from _cells(shape, key, was[key], row)
    stayed = [key for key in was if key in now]
    if stayed != [key for key in now if key in was]:
        yield f"{title(shape)} · order", ", ".join(was), ", ".join(now)


def _cells(shape: Shape, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[_Row]:
    for column in shape.columns:
        was, now = old.get(column.name), new.get(column.name)
        if was != now:
            yield f"{key} · {title(column)}", said(column, was), said(column, now)
