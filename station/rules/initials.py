"""Initials that tell the patients of one unit apart without writing their names on the wall."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

Name = tuple[str, str]
"""Family and given name."""

_LETTERS_TRIED = 12


def initials(names: Mapping[int, Name]) -> dict[int, str]:
    """Given and family initial of each patient ("M. Adams": MA), by the same keys, all different.

    Those who are alike all get one more letter that tells them apart (MAD, MAB), else two more, else a number. The
    order of `names` does not matter. Somebody with one name gets its first two letters; a letter that is missing
    shows as "?".
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for key, name in names.items():
        alike[_plain(name)].append(key)
    told_apart: dict[int, str] = {}
    for plain, keys in alike.items():
        told_apart |= {keys[0]: plain} if len(keys) == 1 else _tell_apart(plain, {key: names[key] for key in keys})
    return told_apart


def _plain(name: Name) -> str:
    family, given = _letters(name[0]), _letters(name[1])
    plain = given[0] + family[0] if family and given else (family or given)[:2]
    return plain.ljust(2, "?")


def _tell_apart(plain: str, names: Mapping[int, Name]) -> dict[int, str]:
    for tails in _tails(list(names.values())):
        if len(set(tails)) == len(tails):
            return {key: plain + tail for key, tail in zip(names, tails, strict=True)}
    in_order = sorted(names, key=lambda key: (_letters(names[key][0]), _letters(names[key][1]), key))
    return {key: f"{plain}{number}" for number, key in enumerate(in_order, start=1)}


def _tails(names: list[Name]) -> Iterator[tuple[str, ...]]:
    """Letters to add, one for each name: first one letter at a time, then two; only where every name has them."""
    columns = list(_columns(names))
    yield from columns
    for one, other in combinations(columns, 2):
        yield tuple(a + b for a, b in zip(one, other, strict=True))


def _columns(names: list[Name]) -> Iterator[tuple[str, ...]]:
    """The second letters of the family names, of the given names, then the third ones, and so on."""
    for place in range(1, _LETTERS_TRIED):
        for part in (0, 1):
            letters = [_letters(name[part]) for name in names]
            if all(len(each) > place for each in letters):
                yield tuple(each[place] for each in letters)


def _letters(text: str) -> str:
    """The letters and digits of a name in capitals, one character each; hyphens, blanks and apostrophes fall away."""
    kept = (char for char in unicodedata.normalize("NFC", text) if char.isalnum())
    return "".join(char.upper()[0] for char in kept)
