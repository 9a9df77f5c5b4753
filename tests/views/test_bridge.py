"""The door between threads: where answers arrive, what becomes of errors, and of receivers that have gone."""

import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded
from station.views.bridge import Bridge, DirectBridge, Refresh, Unexpected


class Form(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: list[QThread] = []

    @Slot(object)
    def take(self, value: object) -> None:
        self.got.append(value)
        self.threads.append(QThread.currentThread())


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.shutdown()


def test_works_elsewhere_and_delivers_here(bridge: Bridge, qtbot: QtBot) -> None:
    form, worked_on = Form(), []

    def work() -> int:
        worked_on.append(threading.get_ident())
        return 7

    bridge.run(work, form.take)
    qtbot.waitUntil(lambda: form.got == [7])
    assert worked_on != [threading.get_ident()]
    assert form.threads == [QThread.currentThread()]


@pytest.mark.parametrize("error", [Refused("Bed 1204 is taken."), NeedsConfirmation("Again so soon?")])
def test_a_refusal_is_handed_on_as_it_is(bridge: Bridge, qtbot: QtBot, error: Exception) -> None:
    form = Form()

    def refuse() -> None:
        raise error

    bridge.run(refuse, form.take, form.take)
    qtbot.waitUntil(lambda: form.got == [error])


def test_an_unexpected_error_is_logged_shown_once_and_said_in_words(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    form = Form()
    shown: list[Exception] = []
    bridge = DirectBridge(on_unexpected=shown.append)

    def fail() -> None:
        raise ZeroDivisionError("division by zero")

    bridge.run(fail, form.take, form.take)
    bridge.run(fail, form.take, form.take)
    bridge.shutdown()
    assert [type(one) for one in shown] == [ZeroDivisionError]
    assert [str(one) for one in form.got] == [Unexpected.SENTENCE] * 2
    assert len([record for record in caplog.records if record.exc_info]) == 2


def test_a_receiver_that_has_gone_is_not_called(bridge: Bridge, qtbot: QtBot) -> None:
    may_end, form, other = threading.Event(), Form(), Form()
    bridge.run(may_end.wait, form.take)
    del form
    gc.collect()
    may_end.set()
    bridge.run(lambda: 1, other.take)
    qtbot.waitUntil(lambda: other.got == [1])


def test_a_deleted_widget_is_not_called(qtbot: QtBot) -> None:
    import shiboken6

    form, bridge = Form(), DirectBridge()
    take = form.take
    shiboken6.delete(form)
    bridge.run(lambda: 1, take)
    bridge.shutdown()
    assert form.got == []


def test_events_from_any_thread_arrive_on_this_one(bridge: Bridge, qtbot: QtBot) -> None:
    form = Form()
    bridge.changed.connect(form.take)
    event = CheckRecorded(stay_id=1, check_id=2)
    threading.Thread(target=bridge.publish, args=([event],)).start()
    qtbot.waitUntil(lambda: form.got == [[event]])
    assert form.threads == [QThread.currentThread()]


@pytest.mark.parametrize("refusal", [None, Refused("Bed 1204 is taken.")])
def test_whoever_asked_is_answered_before_others_hear_what_was_stored(
    bridge: Bridge, qtbot: QtBot, refusal: Refused | None
) -> None:
    form, event = Form(), CheckRecorded(stay_id=1, check_id=2)
    bridge.changed.connect(form.take)

    def store() -> str:
        bridge.publish([event])
        if refusal is not None:
            raise refusal
        return "stored"

    for _ in range(2):
        bridge.run(store, form.take, form.take)
    qtbot.waitUntil(lambda: len(form.got) == 4)
    assert [form.got.count(one) for one in (refusal or "stored", [event])] == [2, 2]
    assert form.got[0] == (refusal or "stored")
    assert form.got[-1] == [event]


def test_nothing_changed_is_not_said(qtbot: QtBot) -> None:
    form, bridge = Form(), DirectBridge()
    bridge.changed.connect(form.take)
    bridge.publish([])
    bridge.shutdown()
    assert form.got == []


def test_shutdown_waits_for_what_runs_and_takes_nothing_more(qtbot: QtBot) -> None:
    bridge, form, began, ended = Bridge(threads=1), Form(), threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        ended.wait(1)
        ended.set()

    bridge.run(work, form.take)
    assert began.wait(5)
    ended.set()
    bridge.shutdown()
    bridge.run(lambda: 1, form.take)
    bridge.publish([CheckRecorded(1, 2)])
    assert ended.is_set()
    assert form.got == []


class _Held(Bridge):
    """A bridge whose work waits to be let go, one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], None]] = []

    @override
    def run(self, op: Callable[[], Any], done: Callable[[Any], None], failed: Any = None) -> None:
        self.waiting.append(lambda: done(op()))

    def let_go(self) -> None:
        self.waiting.pop(0)()


def test_a_reading_asked_for_while_one_runs_follows_it_once(qtbot: QtBot) -> None:
    bridge, form, count = _Held(), Form(), iter(range(9))
    refresh = Refresh(bridge, lambda: next(count), form.take)
    for _ in range(4):
        refresh.request()
    assert len(bridge.waiting) == 1
    bridge.let_go()
    bridge.let_go()
    assert form.got == [0, 1]
    assert not bridge.waiting
    bridge.shutdown()


class _Drawn(QWidget):
    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self._said = said

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._said.append("drawn")


def test_a_reading_asked_for_later_follows_what_is_to_be_drawn_and_is_one(qtbot: QtBot) -> None:
    said: list[str] = []
    bridge, widget, form = DirectBridge(), _Drawn(said), Form()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    refresh = Refresh(bridge, lambda: said.append("read"), form.take)
    qtbot.waitUntil(lambda: bool(said))
    said.clear()
    for _ in range(3):
        refresh.request_later()
        widget.update()
    qtbot.waitUntil(lambda: "read" in said)
    qtbot.wait(0)
    assert said == ["drawn", "read"]
    bridge.shutdown()


def test_closing_does_not_wait_for_ever_for_what_hangs(qtbot: QtBot) -> None:
    form, hangs, began = Form(), threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        hangs.wait(30)

    bridge = Bridge()
    bridge.run(work, form.take)
    assert began.wait(10)
    assert not bridge.shutdown(wait_s=0.01)
    hangs.set()
    assert bridge.shutdown()
    assert form.got == []
