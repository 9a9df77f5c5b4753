"""The lists of what an environmental round looks at: TOML files, read strictly.

Whoever writes one is told what is wrong in sentences: the file, the place, what to do.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from station import assets

FOLDER: Final = "checklists"
_KEY: Final = r"[a-z][a-z0-9_-]*"
_NAMED: Final = re.compile(_KEY)
_KNOWN: Final = {"list": "title, items", "item": "key, words, hint, section"}


class ChecklistError(ValueError):
    """A checklist that cannot be used, or is not there; the message names file and place and says what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class ChecklistItem(_Part):
    """One thing to look at in every room."""

    key: str = Field(pattern=f"^{_KEY}$", max_length=32)
    """What it is called in the record. Never changed once a list is in use."""
    words: str = Field(min_length=1, max_length=40)
    hint: str = Field(min_length=1, max_length=160)
    """What to look for."""
    section: str = Field(default="", max_length=40)
    """The heading it stands under, if any."""


class _File(_Part):
    title: str = Field(min_length=1, max_length=40)
    items: list[ChecklistItem] = Field(min_length=1, max_length=60)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        keys = [item.key for item in self.items]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                first = keys.index(key) + 1
                raise ValueError(f'items {first} and {place + 1} have the same key "{key}"; give each its own')
        return self


class Checklist(_Part):
    """`name` is what a policy calls it: the name of its file."""

    name: str
    title: str
    items: tuple[ChecklistItem, ...]

    def to_json(self) -> dict[str, Any]:
        """As a round keeps it, so that it can be read when the file has changed."""
        return self.model_dump(mode="json", exclude={"name"})


def parse_checklist(name: str, text: str) -> Checklist:
    """A checklist from the text of its file. Raises ChecklistError with every fault, a sentence each."""
    file = f"{FOLDER}/{name}.toml"
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ChecklistError(_unreadable(file, str(error))) from error
    try:
        read = _File.model_validate(body)
    except ValidationError as error:
        raise ChecklistError(" ".join(_faults(file, body, error))) from error
    return Checklist(name=name, title=read.title, items=tuple(read.items))


@lru_cache(maxsize=32)
def load_checklist(name: str) -> Checklist:
    """One of the lists that come with Station. Raises ChecklistError when there is none of that name, or a bad one."""
    if not _NAMED.fullmatch(name) or name not in names():
        raise ChecklistError(f"There is no checklist {name!r}. Name one of these in the policy: {', '.join(names())}.")
    try:
        return parse_checklist(name, assets.text(FOLDER, f"{name}.toml"))
    except UnicodeDecodeError as error:
        raise ChecklistError(f"{FOLDER}/{name}.toml is not a text in UTF-8. Save it as UTF-8.") from error


def names() -> tuple[str, ...]:
    """The lists there are."""
    return tuple(sorted(file.stem for file in assets.path(FOLDER).glob("*.toml")))


def _unreadable(file: str, why: str) -> str:
    found = re.search(r"^(.*) \(at (.*)\)$", why)
    what, place = (found[1], found[2]) if found else (why, "the end")
    if "overwrite" in what or "twice" in what or "Cannot declare" in what or "mutate" in what:
        return f"{file}, {place}: something is said twice. Keep one of the two."
    return f"{file}, {place}: this is not TOML ({what[:1].lower()}{what[1:]}). Correct that line."


def _faults(file: str, body: dict[str, Any], error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        where = fault["loc"]
        yield f"{file}{_place(body, where)}: {_what(fault['type'], where, fault['msg'])}"


def _place(body: dict[str, Any], where: tuple[int | str, ...]) -> str:
    """The item that a fault is in: ', item 3 ("cords")'."""
    if len(where) < 2 or not isinstance(where[1], int):
        return ""
    item = body["items"][where[1]]
    key = item.get("key") if isinstance(item, dict) else None
    return f", item {where[1] + 1}" + (f' ("{key}")' if isinstance(key, str) and key else "")


def _what(kind: str, where: tuple[int | str, ...], message: str) -> str:
    name = where[-1] if where and isinstance(where[-1], str) else ""
    known = _KNOWN["item" if len(where) > 1 else "list"]
    sentences = {
        "extra_forbidden": f'"{name}" is not known here. Remove it, or write one of {known}.',
        "missing": f'"{name}" is missing. Add it.',
        "too_short": f'"{name}" is empty. Add at least one [[items]].',
        "string_too_short": f'"{name}" is empty. Write something there, or remove the item.',
        "string_type": f'"{name}" must be text. Write it in quotation marks.',
        "string_pattern_mismatch": f'"{name}" may hold small letters, digits, - and _ only. Write it so.',
        "list_type": f'"{name}" must be a list. Write each item under its own [[items]].',
        "model_type": "this is no item. Write each item under its own [[items]].",
    }
    if kind in sentences:
        return sentences[kind]
    if kind == "value_error":
        return f"{message.removeprefix('Value error, ')}."
    if kind in ("string_too_long", "too_long"):
        return f'"{name}" is too long. Make it shorter.'
    return f"{message}. Correct it."
