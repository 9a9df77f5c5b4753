"""A whole round at a real desk, over the real services, on a real file."""

from collections import Counter
from collections.abc import Iterator
from threading import Event as Flag

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from station.app.binding import BoundReads
from station.app.core import Core
from station.app.windows import Desk
from station.models import Check, Round
from station.models.enums import EntryStatus
from station.services import Store, reading, stays
from station.services.events import CheckRecorded, Event
from station.views.bridge import Bridge
from station.views.rounds.start import WHOLE
from station.views.rounds.walk import Walk
from tests.app.conftest import put_away
from tests.builders import PIN, BuiltUnit
from tests.fakes import NOON, FakeClock


@pytest.fixture
def desk(
    qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> Iterator[Desk]:
    for bed in ("1201", "1202", "1203"):
        unit.admit_seen(bed, at=NOON)
    who = unit.give_pin("J. Moore")
    clock.advance(9 * 60)
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.shell.desk() is not None)
    made.shell.entrance.door.sign_in(who, PIN)
    qtbot.waitUntil(lambda: made.shell.recorder.staff is not None)
    made.shell.show_page("rounds")
    yield made
    put_away(made)


def tap(one: QWidget) -> None:
    QApplication.processEvents()
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)


def begin(desk: Desk, qtbot: QtBot) -> Walk:
    start = desk.rounds.start
    assert start is not None
    qtbot.waitUntil(lambda: len(start.form.areas.buttons()) > 1)
    tap(start.form.areas.button_of(WHOLE))
    tap(start.form.start)
    qtbot.waitUntil(lambda: desk.rounds.walk is not None)
    walk = desk.rounds.walk
    assert walk is not None
    return walk


def check(walk: Walk, qtbot: QtBot, place: str = "Room", activity: str = "Talking") -> int:
    assert walk.opened is not None
    form = walk.opened.form
    stay_id = form.stay_id
    with qtbot.waitSignal(form.saved):
        if form.places.button_of(place).isHidden():
            tap(form.places.more)
        tap(form.places.button_of(place))
        tap(form.activities.button_of(activity))
    return stay_id


def said(walk: Walk, stay_id: int) -> str:
    line = walk.list.line_of(stay_id)
    return "" if line is None else line.line.full_text


def test_a_whole_round(desk: Desk, core: Core, clock: FakeClock, qtbot: QtBot) -> None:
    walk = begin(desk, qtbot)
    order = [line.stay_id for line in walk.list.lines]
    seen = []
    for _ in range(3):
        clock.advance(20)
        seen.append(check(walk, qtbot))
        assert said(walk, seen[-1]).endswith("Room, talking")
    assert sorted(seen) == sorted(order)
    qtbot.waitUntil(lambda: all(line.walked.row.seen_at is not None for line in walk.list.lines if line.walked))
    assert walk.opened is None
    tap(walk.head.end)
    start = desk.rounds.start
    assert start is not None
    qtbot.waitUntil(lambda: bool(start.summary_text))
    assert start.summary_text.splitlines()[:2] == ["1 minute, 3 of 3 seen", "Everybody was seen"]
    assert start.summary_text.splitlines()[2].startswith("Longest gap 10:00")
    with core.store.read() as session:
        rows = session.query(Check).where(Check.round_id.is_not(None)).order_by(Check.observed_at).all()
        assert [row.stay_id for row in rows] == seen
        assert len({row.observed_at for row in rows}) == 3
        assert session.query(Round).one().ended_at is not None


def test_undo_gives_back_what_was_owed(desk: Desk, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot) -> None:
    walk = begin(desk, qtbot)
    before = _owed(core, clock)
    stay_id = check(walk, qtbot, "Bathroom")
    assert said(walk, stay_id).endswith("Bathroom, talking")
    clock.advance(8)
    with qtbot.waitSignal(walk.just_saved.taken_back):
        tap(walk.just_saved.undo)
    qtbot.waitUntil(lambda: walk.list.line_of(stay_id).walked.seen_at is None)  # type: ignore[union-attr]
    assert _owed(core, clock) == before
    with core.store.read() as session:
        row = session.query(Check).where(Check.stay_id == stay_id, Check.round_id.is_not(None)).one()
        assert row.status is EntryStatus.TAKEN_BACK


def _owed(core: Core, clock: FakeClock) -> list[object]:
    board = reading.read_board(core.store, clock.now())
    return [(bed.label, bed.patient.check.due_at) for bed in board.beds if bed.patient is not None]


def test_discharged_while_his_line_is_open(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, core: Core, qtbot: QtBot
) -> None:
    walk = begin(desk, qtbot)
    assert walk.opened is not None
    form = walk.opened.form
    tap(form.places.buttons()[0])
    place = form.places.value
    now = clock.now()
    stays.discharge(core.store, form.stay_id, "Home", actor=unit.charge(now), now=now)
    qtbot.waitUntil(lambda: "is no longer on the unit" in _news(walk))
    tap(form.activities.button_of("Talking"))
    qtbot.waitUntil(lambda: "has been discharged" in form.notice.text)
    assert form.places.value == place
    assert walk.opened is not None


def _news(walk: Walk) -> str:
    return walk.opened.news.text if walk.opened is not None else ""


def test_two_people_check_one_patient_at_once(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, core: Core, qtbot: QtBot
) -> None:
    walk = begin(desk, qtbot)
    assert walk.opened is not None
    form = walk.opened.form
    tap(form.places.buttons()[0])
    unit.check(form.stay_id, clock.now(), by="R. Osei")
    qtbot.waitUntil(lambda: "Just seen by R. Osei" in _news(walk))
    with qtbot.waitSignal(form.saved):
        tap(form.activities.button_of("Talking"))
    with core.store.read() as session:
        rows = session.query(Check).where(Check.observed_at == clock.now()).all()
        assert len(rows) == 2


def test_locking_in_the_middle_loses_nothing(desk: Desk, unit: BuiltUnit, qtbot: QtBot) -> None:
    walk = begin(desk, qtbot)
    assert walk.opened is not None
    form = walk.opened.form
    tap(form.places.buttons()[1])
    place, stay_id = form.places.value, form.stay_id
    desk.shell.entrance.lock()
    qtbot.waitUntil(lambda: not walk.isVisible())
    desk.shell.entrance.door.sign_in(unit.staff["J. Moore"], PIN)
    qtbot.waitUntil(lambda: desk.rounds.walk is walk and walk.isVisible())
    assert (form.places.value, form.stay_id) == (place, stay_id)
    assert check(walk, qtbot) == stay_id


def test_a_round_left_open_is_ended_by_the_charge(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, core: Core, qtbot: QtBot
) -> None:
    walk = begin(desk, qtbot)
    clock.advance(20 * 60)
    desk.rounds.tick(clock.now())
    assert walk.head.said.text.startswith("Open for 20 minutes.")
    desk.shell.entrance.lock()
    charge = unit.give_pin("C. Lindt")
    desk.shell.entrance.door.sign_in(charge, PIN)
    start = desk.rounds.start
    assert start is not None
    qtbot.waitUntil(lambda: bool(start.walkers) and start.isVisible())
    row = next(iter(start.walkers.values()))
    tap(row.end)
    qtbot.waitUntil(row.ending.question.isVisible)
    assert "J. Moore walks this round since" in row.ending.question.text
    tap(row.ending.question.yes)
    qtbot.waitUntil(lambda: not start.walkers)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each thing was read since it was last cleared."""
    counted: Counter[str] = Counter()
    for name in ("board", "round_sheet", "facts"):
        _count(monkeypatch, BoundReads, name, counted)
    _count(monkeypatch, Store, "news_since", counted)
    return counted


def _count(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, counted: Counter[str]) -> None:
    read = getattr(owner, name)

    def counting(self: object, *asked: object) -> object:
        answer = read(self, *asked)
        counted[name] += 1
        return answer

    monkeypatch.setattr(owner, name, counting)


def test_after_ones_own_check_the_board_and_the_round_are_read_once_and_the_people_not_again(
    reads: Counter[str], desk: Desk, core: Core, bridge: Bridge, clock: FakeClock, qtbot: QtBot
) -> None:
    heard: list[Event] = []
    core.watch.start()
    walk = begin(desk, qtbot)
    desk.living.ticker.stop()
    qtbot.waitUntil(lambda: reads["news_since"] > 0)
    _wait_for_round(desk, qtbot)
    reads.clear()
    bridge.changed.connect(heard.extend)
    clock.advance(20)
    stay_id = check(walk, qtbot)
    qtbot.waitUntil(lambda: _is_read(desk, walk, stay_id))
    qtbot.waitUntil(lambda: reads["news_since"] > 0)
    assert core.watch.stop()
    QApplication.processEvents()
    assert [type(one) for one in heard] == [CheckRecorded]
    reads.pop("news_since")
    assert reads == {"board": 1, "round_sheet": 1}


def _wait_for_round(desk: Desk, qtbot: QtBot) -> None:
    """Until what beginning it has changed is shown, and nothing is being read any more."""
    walk = desk.rounds.walk
    assert walk is not None
    qtbot.waitUntil(lambda: desk.living._refresh.is_idle and walk._refresh.is_idle)


def _is_read(desk: Desk, walk: Walk, stay_id: int) -> bool:
    line, board = walk.list.line_of(stay_id), desk.living.last
    if line is None or line.walked is None or board is None:
        return False
    seen = [bed.patient.seen for bed in board.beds if bed.patient is not None and bed.patient.stay_id == stay_id]
    return [one.observed_at for one in seen if one is not None] == [line.walked.row.seen_at]


def test_a_line_says_that_it_is_saved_only_when_it_is(
    desk: Desk, clock: FakeClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = begin(desk, qtbot)
    assert walk.opened is not None
    form, stay_id = walk.opened.form, walk.opened.stay_id
    committing, may = Flag(), Flag()
    commit = Session.commit

    def slow(session: Session) -> None:
        committing.set()
        assert may.wait(20)
        commit(session)

    monkeypatch.setattr(Session, "commit", slow)
    clock.advance(20)
    before = said(walk, stay_id)
    tap(form.places.buttons()[0])
    tap(form.activities.button_of("Talking"))
    qtbot.waitUntil(committing.is_set)
    QApplication.processEvents()
    assert said(walk, stay_id) == before
    assert not walk.just_saved.undo.isVisible()
    with qtbot.waitSignal(form.saved):
        may.set()
    assert said(walk, stay_id) != before
    assert walk.just_saved.undo.isVisible()
