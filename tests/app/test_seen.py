"""A page that nobody sees is handed nothing; as it is shown again it has the newest at once."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from station.app.seen import WhileSeen
from station.store.rows import BoardSnapshot
from tests.views.desk_fakes import unit


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[BoardSnapshot] = []

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self.shown.append(snapshot)


@pytest.fixture
def stack(qtbot: QtBot) -> QStackedWidget:
    made = QStackedWidget()
    qtbot.addWidget(made)
    return made


def test_the_first_is_shown_also_unseen_and_the_newest_when_it_is_seen_again(stack: QStackedWidget) -> None:
    page, other = Page(), QWidget()
    stack.addWidget(page)
    stack.addWidget(other)
    first, second, third, fourth = (replace(unit(), show_precautions_on_wall=bool(one)) for one in range(4))
    door = WhileSeen(page, page.show_snapshot)
    door.take(first)
    assert page.shown == [first]
    stack.setCurrentWidget(other)
    stack.show()
    door.take(second)
    door.take(third)
    assert len(page.shown) == 1
    stack.setCurrentWidget(page)
    assert page.shown[1:] == [third]
    assert page.shown[-1] is third
    door.take(fourth)
    assert page.shown[-1] is fourth
    stack.setCurrentWidget(other)
    stack.setCurrentWidget(page)
    assert len(page.shown) == 3


def test_a_page_that_is_taken_down_asks_a_door_that_has_lost_everything(stack: QStackedWidget) -> None:
    """The collector of Python empties the door before Qt has taken the page down, which sends events until then."""
    page = Page()
    stack.addWidget(page)
    door = WhileSeen(page, page.show_snapshot)
    vars(door).clear()
    stack.show()
    stack.hide()
    assert page.shown == []
