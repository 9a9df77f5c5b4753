"""Small things in lines, like words."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.views.panel.flow import FlowLayout

Words = Callable[..., tuple[FlowLayout, list[QWidget]]]


@pytest.fixture
def words(qtbot: QtBot) -> Words:
    """So many words of these widths, in a window that stands until the end."""
    within = QWidget()
    qtbot.addWidget(within)

    def lay(*widths: int) -> tuple[FlowLayout, list[QWidget]]:
        flow, made = FlowLayout(within, spacing=6), [QWidget() for _ in widths]
        for word, width in zip(made, widths, strict=True):
            word.setFixedSize(width, 20)
            flow.addWidget(word)
        return flow, made

    return lay


def test_as_many_to_a_line_as_fit(words: Words) -> None:
    flow, made = words(40, 40, 40)
    assert [flow.heightForWidth(width) for width in (132, 131, 86, 85, 40)] == [20, 46, 46, 72, 72]
    flow.setGeometry(QRect(0, 0, 100, 100))
    assert [(one.x(), one.y()) for one in made] == [(0, 0), (46, 0), (0, 26)]


def test_hidden_it_takes_no_room(words: Words) -> None:
    flow, made = words(40, 40)
    made[0].hide()
    flow.setGeometry(QRect(0, 0, 100, 100))
    assert made[1].x() == 0


def test_what_is_gone_already_is_not_asked(words: Words) -> None:
    """As where a change of the theme measures what is just being taken down."""
    flow, _ = words(40, 60)
    gone = flow.itemAt(1)
    assert gone is not None
    shiboken6.delete(gone)
    assert (flow.minimumSize(), flow.heightForWidth(300)) == (QSize(40, 20), 20)
