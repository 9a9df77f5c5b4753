"""The desk's own style sheet: every token known, every pair of colours readable, in every theme."""

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station import assets
from station.views import theme as themes
from station.views.dress import chosen, hover, sheet
from station.views.theme import Theme, contrast, mixed

NAMES = pytest.mark.parametrize("name", themes.THEME_NAMES)


@NAMES
def test_every_token_is_filled_in(name: themes.ThemeName) -> None:
    made = sheet(themes.load(name))
    assert "$" not in made
    assert made.count("{") == made.count("}")


def test_the_sheet_itself_names_no_colour() -> None:
    text = assets.text("theme", "desk.qss")
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b(?=\s*[;}])|rgb\(", text)


def pairs(theme: Theme) -> list[tuple[str, QColor, QColor]]:
    """(what, words, ground) of everything written on something the sheet makes."""
    found = [
        ("words on the surface", theme.text, theme.surface),
        ("muted words on the surface", theme.muted, theme.surface),
        ("muted words on the page", theme.muted, theme.ground),
        ("words under the pointer", theme.text, hover(theme)),
        ("what is chosen in a list", theme.text, chosen(theme)),
        ("the page one is on", theme.action, chosen(theme)),
        ("links", theme.action, theme.surface),
        ("a primary button", theme.on_action, theme.action),
        ("a primary button under the pointer", theme.on_action, mixed(theme.action, theme.text, 0.15)),
        ("a precaution that is set", theme.surface, theme.text),
        ("an entry that is read only", theme.text, hover(theme)),
    ]
    for what, tone in (("high", theme.high), ("medium", theme.medium), ("low", theme.low)):
        found += [
            (f"the strip, {what}", tone.on_solid, tone.solid),
            (f"the strip accepted, {what}", tone.text, tone.ground),
            (f"{what} words on the surface", tone.text, theme.surface),
        ]
    return found


@NAMES
def test_words_can_be_read(name: themes.ThemeName) -> None:
    wrong = [(what, round(contrast(a, b), 2)) for what, a, b in pairs(themes.load(name)) if contrast(a, b) < 4.5]
    assert wrong == []


@NAMES
def test_edges_and_focus_can_be_seen(name: themes.ThemeName) -> None:
    theme = themes.load(name)
    edges = [(theme.outline, theme.surface), (theme.focus, theme.surface), (theme.focus, theme.ground)]
    assert [round(contrast(a, b), 2) for a, b in edges if contrast(a, b) < 3] == []


@NAMES
def test_qt_understands_the_sheet(name: themes.ThemeName, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)
    button.setProperty("kind", "primary")
    button.setStyleSheet(sheet(themes.load(name)))
    button.resize(120, 44)
    button.show()
    middle = button.grab().toImage().pixelColor(60, 6)
    assert middle == themes.load(name).action
