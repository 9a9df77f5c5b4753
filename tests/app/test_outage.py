"""The outage window: big words over everything, as long as the guard wants, closed by a person only at last."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.views.outage import OutageWindow

SAYS = (
    "NOT MONITORING SINCE 14:32:07",
    "Nobody is told of lapses. Go round, and keep your own times.",
    "It died.",
)


@pytest.fixture
def window(qtbot: QtBot) -> OutageWindow:
    made = OutageWindow()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.say(*SAYS, can_be_closed=False)
    made.show()
    return made


def test_it_says_since_when_and_what_to_do(window: OutageWindow) -> None:
    shown = " ".join(label.text() for label in window.findChildren(QLabel)).replace("\n", " ")
    for words in SAYS:
        assert words in shown
        assert words in window.says
    assert window.accessibleName()


def test_it_cannot_be_closed_before_everything_was_tried(window: OutageWindow) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    assert not window.close_button.isVisible()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(window, key)
    assert (closed, window.isVisible()) == ([], True)
    window.say(*SAYS, can_be_closed=True)
    window.close_button.click()
    assert closed == [True]


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1920, 1080), QSize(800, 1280), QSize(1024, 640)])
def test_nothing_is_cut_and_the_button_is_large_enough(window: OutageWindow, size: QSize) -> None:
    window.say(*SAYS, can_be_closed=True)
    window.resize(size)
    window.grab()
    for part in (*window.findChildren(QLabel), window.close_button):
        assert window.rect().contains(part.geometry())
    for label in window.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    assert window.close_button.height() >= 44


def _light(colour: QColor) -> float:
    rgb = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def test_its_words_stand_out(window: OutageWindow) -> None:
    ground = window.grab().toImage().pixelColor(5, 60)
    ink = window.palette().color(QPalette.ColorRole.WindowText)
    lighter, darker = sorted((_light(ground), _light(ink)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_painted_is_said_once_for_each_words(window: OutageWindow, qtbot: QtBot) -> None:
    painted: list[bool] = []
    window.painted.connect(lambda: painted.append(True))
    window.say("NOT MONITORING", "Go round.", "", can_be_closed=False)
    qtbot.waitUntil(lambda: painted == [True])
    window.repaint()
    assert painted == [True]


def test_as_a_program_it_says_that_it_is_shown_and_goes_with_its_pipe() -> None:
    command = [sys.executable, "-m", "station.app.outage"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=Path(__file__).parents[2]) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(("\t".join(SAYS) + "\t\n").encode())
        program.stdin.flush()
        assert program.stdout.readline().strip() == b"shown"
        assert program.poll() is None
        program.stdin.close()
        assert program.wait(60) == 0
