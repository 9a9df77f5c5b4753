"""What one cell of a census says, in the words of this unit: its beds, its policy, its clock."""

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.gateways.values import NotUnderstood, read_date, read_moment
from station.rules.policy import Policy

_LONGEST: Final = 80
_OLDEST: Final = timedelta(days=366 * 125)
_NONE: Final = ("none", "no", "n/a", "na", "-", "--")
_AS_TIME: Final = ("01:01", "1:01", "01:01:00", "1:01:00", "1:01am", "1:01:00am")
"""What spreadsheets make of 1:1."""
_SEPARATORS: Final = str.maketrans(";,|/", "    ")


def alike(text: str) -> str:
    """The text without what people vary: case, spaces, full-width letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def words(text: str) -> str:
    """Raises NotUnderstood for what no name has in it: control signs, lost letters, more than 80."""
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn") for letter in text) or "\ufffd" in text:
        raise NotUnderstood(f"{text!r} has signs that are not letters", "Save the sheet as CSV UTF-8 and try again")
    if len(text) > _LONGEST:
        raise NotUnderstood(f"{text[:20]!r}... is longer than {_LONGEST} letters", "Shorten it")
    return " ".join(text.split())


def required_words(text: str) -> str:
    if not text:
        raise NotUnderstood("it is empty", "Enter it")
    return words(text)


def record_number(text: str) -> str:
    number = required_words(text)
    if "e+" in number.lower() and number.lower().replace("e+", "").replace(".", "").isdigit():
        raise NotUnderstood(f"{text!r} is a number that a spreadsheet has shortened", "Write the record number in full")
    return number


@dataclass(frozen=True, slots=True)
class Meaning:
    """Reads cells. Each raises NotUnderstood with what is wrong and what to do."""

    zone: ZoneInfo
    policy: Policy
    beds: Mapping[str, str]
    """Label of each bed in use, by `alike` of it."""
    now: datetime

    def birth_date(self, text: str) -> date | None:
        if not text:
            return None
        born = read_date(text)
        today = self.now.astimezone(self.zone).date()
        if born > today:
            raise NotUnderstood(f"{text!r} is in the future", "Correct it")
        if today - born > _OLDEST:
            raise NotUnderstood(f"{text!r} is more than 125 years ago", "Correct it")
        return born

    def bed(self, text: str) -> str:
        label = self.beds.get(alike(required_words(text)))
        if label is not None:
            return label
        near = difflib.get_close_matches(alike(text), list(self.beds), n=3, cutoff=0.5)
        names = [self.beds[one] for one in near]
        to_do = f"Did you mean {' or '.join(names)}?" if names else "Use the label of one of the unit's beds"
        raise NotUnderstood(f"there is no bed {text!r} in use on this unit", to_do)

    def level(self, text: str) -> str:
        plain = alike(required_words(text)).replace(" ", "")
        for level in self.policy.levels:
            if plain in (level.code.casefold(), alike(level.name).replace(" ", "")):
                return level.code
        codes = ", ".join(level.code for level in self.policy.levels)
        if plain in _AS_TIME:
            raise NotUnderstood(f"{text!r} is 1:1 made into a time by a spreadsheet", "Write 1:1 in a column of text")
        raise NotUnderstood(f"there is no level {text!r} in this unit's policy", f"Use one of {codes}")

    def precautions(self, text: str) -> tuple[str, ...]:
        if alike(text) in _NONE:
            return ()
        known = {one.code.casefold(): one.code for one in self.policy.precautions}
        words = text.translate(_SEPARATORS).split()
        strange = [word for word in words if word.casefold() not in known]
        if strange:
            codes = ", ".join(f"{one.code} ({one.name})" for one in self.policy.precautions)
            raise NotUnderstood(f"there is no precaution {strange[0]!r} in this unit's policy", f"Use {codes}")
        return tuple(dict.fromkeys(known[word.casefold()] for word in words))

    def admitted_at(self, text: str) -> datetime:
        if not text:
            raise NotUnderstood("it is empty", "Write date and time such as 2026-03-14 09:30")
        moment = read_moment(text, self.zone)
        if moment > self.now:
            raise NotUnderstood(f"{text!r} is in the future", "Correct it")
        return moment
