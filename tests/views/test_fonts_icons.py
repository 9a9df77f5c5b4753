"""Inter and our icons."""

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from station.views import fonts, icons
from station.views.theme import load


def test_figures_are_equally_wide(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(fonts.pixels(40, fonts.Weight.Bold))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_weights_are_the_fonts_own(qtbot: QtBot) -> None:
    widths = [QFontMetricsF(fonts.pixels(100, weight)).horizontalAdvance("due in") for weight in _weights()]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(widths)


def test_no_hinting(qtbot: QtBot) -> None:
    assert fonts.pixels(12).hintingPreference() is QFont.HintingPreference.PreferNoHinting
    assert fonts.body(11).pointSizeF() == pytest.approx(11)
    assert fonts.display(0.2).pixelSize() == 1


@pytest.mark.parametrize("name", icons.names())
def test_each_icon_is_drawn_in_the_colour_asked_for(qtbot: QtBot, name: str) -> None:
    color = QColor(200, 30, 40)
    image = icons.pixmap(name, color, 24, ratio=2.0).toImage()
    assert image.width() == 48
    inks = [ink for x in range(48) for y in range(48) if (ink := image.pixelColor(x, y)).alpha() == 255]
    assert inks
    assert all(abs(ink.red() - 200) <= 1 and abs(ink.green() - 30) <= 1 and abs(ink.blue() - 40) <= 1 for ink in inks)


def test_an_icon_has_all_its_modes(qtbot: QtBot) -> None:
    assert not icons.icon("check", load("light")).isNull()


def test_an_unknown_icon_is_named(qtbot: QtBot) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icons.pixmap("no-such-icon", QColor(0, 0, 0), 16)


def _weights() -> tuple[QFont.Weight, ...]:
    return (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold)
