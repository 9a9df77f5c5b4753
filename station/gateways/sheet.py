"""A table as spreadsheets and record systems save it: bytes into named cells, each line with its number."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from station.services.errors import Refused

LARGEST: Final = 5_000_000
"""Bytes; a census of one unit is a few thousand."""

_DELIMITERS: Final = (",", ";", "\t")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Refused):
    """The file is not such a table; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record. `number` is the line of the file on which it begins, the header being line 1."""

    number: int
    cells: Mapping[str, str]
    """By the name of the column, without spaces around them."""
    fault: str | None = None
    """Why its cells cannot be told apart; then `cells` is empty."""


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: tuple[Line, ...]
    ignored: tuple[str, ...]
    """Columns that nobody asked for, as they are called in the file."""


def read_sheet(data: bytes | str, columns: Mapping[str, Sequence[str]], required: Sequence[str]) -> Sheet:
    """The records of a table with a header line.

    `columns`: each column's name, and other names for it; case, spaces and underscores do not matter. UTF-8 (with or
    without its mark), UTF-16 with its mark, or Windows-1252; separated by comma, semicolon or tab. Blank lines are
    left out. Raises Unreadable for what is no table, and where a required column is missing or comes twice.
    """
    text = decode(data)
    known = {plain(name): column for column, names in columns.items() for name in (column, *names)}
    records = _records(text, _delimiter(text, known))
    number, header = next(records, (1, []))
    found = [known.get(plain(cell)) for cell in header]
    _check_header(number, header, found, columns, required)
    return Sheet(
        lines=tuple(_line(number, cells, found) for number, cells in records),
        ignored=tuple(cell.strip() for cell, column in zip(header, found, strict=True) if not column and cell.strip()),
    )


def plain(name: str) -> str:
    """A heading without what people vary: "Birth_Date " is "birthdate"."""
    return re.sub(r"[\W_]+", "", name).casefold()


def decode(data: bytes | str, *, largest: int = LARGEST) -> str:
    """The text of a file. Raises Unreadable for what is no text."""
    if len(data) > largest:
        raise Unreadable(f"This file is too large (over {largest // 1_000_000} MB). Choose the file of one unit.")
    text = data if isinstance(data, str) else _decoded(data)
    if "\0" in text:
        raise Unreadable("This is not a text file. Save the sheet as CSV (comma separated) and choose that file.")
    return text.removeprefix("\ufeff")


def _decoded(data: bytes) -> str:
    if data[:2] in _UTF16:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str, known: Mapping[str, str]) -> str:
    """The one with which the first line that says anything holds the most of the columns."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t\"'")), "")

    def columns(delimiter: str) -> int:
        return sum(plain(cell) in known for cell in first.split(delimiter))

    return max(_DELIMITERS, key=columns)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of every record that says anything."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Line {begins}: the quotation marks do not match, so the columns cannot be told apart ({error}). "
            "Correct that line, or save the sheet as CSV again."
        ) from error


def _check_header(
    number: int,
    header: Sequence[str],
    found: Sequence[str | None],
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
) -> None:
    if not any(found):
        wanted = ", ".join(columns)
        raise Unreadable(f"The first line must name the columns: {wanted}. Add it, and choose the file again.")
    missing = [column for column in required if column not in found]
    if missing:
        raise Unreadable(f"Line {number} names no column {' and no column '.join(missing)}. Add what is missing.")
    for place, column in enumerate(found):
        if column and column in found[:place]:
            raise Unreadable(f"Line {number} names the column {column} twice ({header[place].strip()}). Remove one.")


def _line(number: int, cells: Sequence[str], columns: Sequence[str | None]) -> Line:
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    if extra:
        return Line(number, {}, f"has {len(cells)} columns where the first line names {len(columns)}")
    filled = [*cells, *[""] * len(columns)]
    return Line(number, {column: filled[place].strip() for place, column in enumerate(columns) if column})
