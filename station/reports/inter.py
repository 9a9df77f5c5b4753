"""Inter for paper: cut down to the letters of one document, in two weights, with figures of one width.

The variable font that the screens use is first reduced to the letters needed and only then set to a weight: the whole
of it takes five seconds a weight, the letters of a page a tenth of one (docs/decisions/0026).
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_WEIGHTS: Final = {"": 400, "B": 680}
_TEXT_CUT: Final = 14
"""The optical size of running text."""
INSTEAD: Final = "□"
"""Stands for a letter that Inter does not have."""
ALWAYS: Final = "".join(map(chr, range(32, 127))) + INSTEAD + "\u00a0·–—…"


class FontMissing(RuntimeError):
    """Inter is not there; the message says what to do."""


@contextmanager
def cut_for(text: str) -> Iterator[Mapping[str, Path]]:
    """Font files, by style as fpdf2 calls them, that have all letters of `text` that Inter has. Gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="station-type-") as folder:
        letters = "".join(sorted(set(text) | set(ALWAYS)))
        yield {style: _cut(letters, weight, Path(folder)) for style, weight in _WEIGHTS.items()}


def known(text: str) -> str:
    """The text with what Inter cannot write replaced by a box."""
    letters = _letters()
    return "".join(one if ord(one) in letters else INSTEAD for one in text)


def _source() -> Path:
    import fontpkg_inter

    files = sorted((Path(fontpkg_inter.ROOT) / "files").glob("Inter[[]*.ttf"))
    if not files:
        raise FontMissing("The font Inter is missing, so nothing can be printed. Install Station again.")
    return files[0]


def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    if not _known:
        with TTFont(_source(), lazy=True) as font:
            _known.append(frozenset(font.getBestCmap()))
    return _known[0]


_known: Final[list[frozenset[int]]] = []
"""Read once: the letters that Inter has."""


def _cut(letters: str, weight: int, folder: Path) -> Path:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with TTFont(_source(), lazy=True, recalcTimestamp=False) as font:
        wanted = Options()
        wanted.layout_features = ["tnum"]
        wanted.notdef_outline = True
        wanted.drop_tables += ["GPOS", "STAT", "DSIG"]
        cutter = Subsetter(wanted)
        cutter.populate(text=letters)
        cutter.subset(font)
        made = instantiateVariableFont(font, {"wght": weight, "opsz": _TEXT_CUT}, inplace=True)
        _set_figures_of_one_width(made)
        target = folder / f"inter-{weight}.ttf"
        made.save(target)
    return target


def _set_figures_of_one_width(font: Any) -> None:
    """Digits take the glyphs of the feature "tnum": times and beds stand beneath one another."""
    instead = dict[str, str]()
    table = font["GSUB"].table
    numbers = [
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for number in record.Feature.LookupListIndex
    ]
    for number in numbers:
        for rule in table.LookupList.Lookup[number].SubTable:
            instead |= getattr(getattr(rule, "ExtSubTable", rule), "mapping", {})
    for each in font["cmap"].tables:
        for code, name in list(each.cmap.items()):
            if chr(code).isdigit() and name in instead:
                each.cmap[code] = instead[name]
