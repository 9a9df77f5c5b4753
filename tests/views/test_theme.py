"""Themes: complete, readable, and the only place a colour is written."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from station import assets
from station.models.enums import Priority, Stage
from station.views import theme as themes
from station.views.theme import THEME_NAMES, PlanTints, Theme, ThemeError, ThemeName, contrast, load, palette

TEXT = 4.5
SHAPE = 3.0

every_theme = pytest.mark.parametrize("name", THEME_NAMES)


@every_theme
def test_text_has_contrast_on_every_ground(name: ThemeName) -> None:
    look = load(name)
    grounds = {"ground": look.ground, "surface": look.surface, "raised": look.surface_raised}
    grounds |= {f"{priority} ground": _tone(look, priority).ground for priority in ("high", "medium", "low")}
    poor = [
        f"{what} on {where}: {contrast(ink, on):.2f}"
        for what, ink in (("text", look.text), ("muted", look.muted))
        for where, on in grounds.items()
        if contrast(ink, on) < TEXT
    ]
    assert poor == []


@every_theme
def test_words_of_alerts_have_contrast(name: ThemeName) -> None:
    look = load(name)
    poor = [
        f"{priority} text on {on.name()}: {contrast(tone.text, on):.2f}"
        for priority in ("high", "medium", "low")
        for tone in (_tone(look, priority),)
        for on in (tone.ground, look.ground, look.surface, look.surface_raised)
        if contrast(tone.text, on) < TEXT
    ]
    poor += [p for p in ("high", "medium", "low") if contrast(_tone(look, p).on_solid, _tone(look, p).solid) < TEXT]
    assert poor == []


@every_theme
def test_actions_have_contrast(name: ThemeName) -> None:
    look = load(name)
    assert contrast(look.action, look.ground) >= TEXT
    assert contrast(look.action, look.surface) >= TEXT
    assert contrast(look.on_action, look.action) >= TEXT


@every_theme
def test_shapes_have_contrast(name: ThemeName) -> None:
    look = load(name)
    poor = [
        f"{what} on {on.name()}: {contrast(shape, on):.2f}"
        for what, shape in (("outline", look.outline), ("bar", look.bar), ("focus", look.focus), ("well", look.well))
        for on in (look.ground, look.surface)
        if contrast(shape, on) < SHAPE
    ]
    if contrast(look.bar, look.track) < SHAPE:
        poor.append("bar on its track")
    for priority in ("high", "medium", "low"):
        tone = _tone(look, priority)
        grounds = (look.ground, look.surface, tone.ground, look.track)
        poor += [f"{priority} edge on {on.name()}" for on in grounds if contrast(tone.edge, on) < SHAPE]
        poor += [f"{priority} marks"] if contrast(look.outline, tone.ground) < SHAPE else []
    for stage in (Stage.DUE_SOON, Stage.LATE, Stage.LAPSED):
        stage_tone = look.tone_of(stage)
        assert stage_tone is not None
        poor += [f"{stage} bar on its track"] if contrast(stage_tone.edge, look.track_of(stage)) < SHAPE else []
    assert poor == []


@every_theme
def test_blocks_of_a_plan_have_contrast(name: ThemeName) -> None:
    look = load(name)
    tints = {one.name: getattr(look.plan, one.name) for one in fields(PlanTints)}
    poor = [f"{which} words" for which, tint in tints.items() if contrast(tint.text, tint.ground) < TEXT]
    poor += [
        f"{which} edge on {on.name()}: {contrast(tint.edge, on):.2f}"
        for which, tint in tints.items()
        for on in (look.surface, look.ground)
        if contrast(tint.edge, on) < SHAPE
    ]
    assert poor == []
    assert look.plan.area(0) == look.plan.area(4) != look.plan.area(1)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)
    assert contrast(QColor("red"), QColor("red")) == pytest.approx(1.0)


def test_each_stage_and_priority_has_its_tone() -> None:
    look = load("dark")
    assert look.tone_of(Stage.OK) is None
    assert [look.tone_of(stage) for stage in (Stage.DUE_SOON, Stage.LATE, Stage.LAPSED)] == [
        look.low,
        look.medium,
        look.high,
    ]
    assert look.tone_for(Priority.TECHNICAL) == look.high
    assert look.tone_for(Priority.LOW) == look.low


def test_palette_carries_the_tokens() -> None:
    look = load("light")
    colours = palette(look)
    assert colours.color(QPalette.ColorRole.Window) == look.ground
    assert colours.color(QPalette.ColorRole.PlaceholderText) == look.muted
    assert colours.color(QPalette.ColorRole.Highlight) == look.action


def test_apply_sets_fusion_and_inter(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for name in THEME_NAMES:
        themes.apply(app, load(name))
        assert app.palette().color(QPalette.ColorRole.WindowText) == load(name).text
    assert app.style().name().casefold() == "fusion"
    assert app.font().family() == "Inter"
    assert app.styleSheet() == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[low]", "[lower]"), "no part"),
        (('muted = "', 'mutter = "'), "cannot be used"),
        (('bar = "#', 'bar = "nothing'), "bar is not a colour"),
        (('solid = "', 'stolid = "'), "must name exactly"),
        (("title", "titel"), "cannot be used"),
        (("[plan.rest]", "[plan.resting]"), "no part"),
        (('edge = "#7C8D9E"', 'egde = "#7C8D9E"'), "ground, edge and text"),
    ],
)
def test_a_bad_theme_is_refused_in_words(
    change: tuple[str, str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = assets.text("theme", "dark.toml").replace(*change, 1)
    monkeypatch.setattr(assets, "text", lambda *_: body)
    with pytest.raises(ThemeError, match=says):
        load("dark")


def test_no_view_writes_a_colour() -> None:
    views = Path(themes.__file__).parent
    written = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\"|GlobalColor\.(?!transparent)")
    guilty = [
        file.name
        for file in views.rglob("*.py")
        if file.name != "theme.py" and written.search(file.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def _tone(look: Theme, priority: str) -> themes.Tone:
    tone = getattr(look, priority)
    assert isinstance(tone, themes.Tone)
    return tone
