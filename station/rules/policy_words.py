"""What every field of a policy is called, what it does and what makes sense for it (resources/policy/words.toml)."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from station import assets
from station.rules.policy_shape import Shape, by_path


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Part):
    """Of one field, or of one column of a table."""

    path: str
    title: str
    text: str
    unit: str = ""
    """What a plain number counts."""
    item: str = ""
    """What one row, or one word of a list, is called."""
    labels: tuple[str, ...] = ()
    """Of a fixed row of values: what each is for."""
    least: str = ""
    most: str = ""
    """What makes sense: a length of time, a number, or of a text the letters."""

    @property
    def shape(self) -> Shape:
        return by_path()[self.path]

    @property
    def is_column(self) -> bool:
        return ".*." in self.path


class Section(_Part):
    key: str
    title: str
    text: str
    fields: tuple[Words, ...]

    @property
    def shown(self) -> tuple[Words, ...]:
        """Its fields without the columns of tables."""
        return tuple(one for one in self.fields if not one.is_column)


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """In the order of the page."""
    body = tomllib.loads(assets.text("policy", "words.toml"))
    return tuple(Section.model_validate(one) for one in body["sections"])


@lru_cache(maxsize=1)
def words() -> Mapping[str, Words]:
    """By path."""
    return {one.path: one for section in sections() for one in section.fields}


@lru_cache(maxsize=1)
def section_of() -> Mapping[str, Section]:
    """By path of a field or a column."""
    return {one.path: section for section in sections() for one in section.fields}


def found(text: str) -> tuple[Words, ...]:
    """The fields that say all these words somewhere: in their title, their explanation, their section or a column."""
    wanted = text.lower().split()
    return tuple(
        one
        for section in sections()
        for one in section.shown
        if wanted and all(word in _everything_said(section, one) for word in wanted)
    )


def _everything_said(section: Section, field: Words) -> str:
    columns = [one for one in section.fields if one.path.startswith(f"{field.path}.*.")]
    said = [section.title, *(part for one in (field, *columns) for part in (one.title, one.text))]
    return " ".join(said).lower()
