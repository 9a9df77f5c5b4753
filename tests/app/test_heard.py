"""A window with its sound: lapses are painted and sounded and both kept; a missing device is told; pauses, tests."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station.app import showing
from station.app.core import Core
from station.app.heard import Heard
from station.app.showing import Showing
from station.app.sounding import BY_POLICY
from station.app.windows import Desk, Wall
from station.models import AlertShown, JournalEntry, Station
from station.models.enums import AlertState, Priority, ShownKind
from station.rules.policy import default_policy
from station.services.stations import register_station
from station.sounding import sounder
from station.sounding.device import NO_DEVICE
from station.sounding.status import SoundState
from station.store.errors import StoreError
from station.views.board.health import Health
from station.views.bridge import Bridge
from tests.app.conftest import put_away
from tests.builders import PIN, STATION, BuiltUnit, minutes
from tests.fakes import NOON, FakeClock
from tests.sounding.outputs import FakeOutputs, LiveOutputs

Hear = Callable[[Desk | Wall, FakeOutputs], Heard]


@pytest.fixture
def hear(core: Core, bridge: Bridge, unit: BuiltUnit) -> Iterator[Hear]:
    """Gives a window its sound, on a station that runs under this name."""
    made: list[Heard] = []

    def give(window: Desk | Wall, outputs: FakeOutputs) -> Heard:
        name = "Desk 1" if isinstance(window, Desk) else "Wall 1"
        register_station(unit.store, name, name[:4].lower(), "1", actor=STATION, now=NOON)
        heard = Heard(window, core, bridge, name, outputs=outputs)
        heard.start()
        made.append(heard)
        return heard

    yield give
    for one in made:
        one.stop()


@pytest.fixture
def desk(qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit) -> Iterator[Desk]:
    unit.give_pin("C. Lindt")
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    yield made
    put_away(made)


@pytest.fixture
def wall(qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit) -> Iterator[Wall]:
    del unit
    made = Wall(qapp, core, bridge, "dark")
    made.shell.resize(1366, 768)
    yield made
    put_away(made)


class Beat:
    """The unit's clock, a second further each time something is waited for: so that the window ticks."""

    def __init__(self, window: Desk | Wall, clock: FakeClock, qtbot: QtBot) -> None:
        self._window, self._clock, self._qtbot = window, clock, qtbot

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(lambda: self._holds(holds), timeout=20_000)

    def _holds(self, holds: Callable[[], bool]) -> bool:
        self._clock.advance(1)
        self._window.living.ticker.start()
        return holds()


def _shown(unit: BuiltUnit) -> set[tuple[str, ShownKind, Priority]]:
    with unit.store.read() as session:
        return {(one.station, one.kind, one.priority) for one in session.scalars(select(AlertShown))}


def _journal(unit: BuiltUnit, kind: str) -> list[JournalEntry]:
    with unit.store.read() as session:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.kind == kind)))


def _sentences(unit: BuiltUnit) -> list[str]:
    return [one.text for one in unit.all_alerts(kind="technical") if one.state is not AlertState.CLOSED]


def _trouble(window: Desk | Wall) -> str:
    """What stands across the board, where nothing worse does."""
    return "" if window.living.sound is None else window.living.sound.trouble


def test_a_lapse_is_painted_and_sounded_and_both_are_kept(
    wall: Wall, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear
) -> None:
    unit.admit_seen("1201", at=NOON)
    hear(wall, LiveOutputs())
    wall.show(full_screen=False)
    clock.advance(21 * 60)
    assert core.monitor.pass_now()
    wanted = {("Wall 1", ShownKind.PAINTED, Priority.HIGH), ("Wall 1", ShownKind.SOUNDED, Priority.HIGH)}
    Beat(wall, clock, qtbot).until(lambda: _shown(unit) >= wanted)
    assert _journal(unit, "alert.shown")


def test_what_is_read_and_not_painted_is_not_said_to_be(
    wall: Wall, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, bridge: Bridge
) -> None:
    """A window that nobody sees has been given the alert, and has shown it to nobody."""
    unit.admit_seen("1201", at=NOON)
    clock.advance(21 * 60)
    assert core.monitor.pass_now()
    proof = Showing(core, bridge, wall.living, "Wall 1")
    wall.page.painted.connect(proof.painted)
    wall.living.start()
    Beat(wall, clock, qtbot).until(lambda: wall.living.last is not None and bool(wall.living.last.alerts))
    assert proof.waiting == 0
    wall.shell.show()
    Beat(wall, clock, qtbot).until(lambda: _shown(unit) >= {("Wall 1", ShownKind.PAINTED, Priority.HIGH)})


def test_no_device_is_a_technical_alert_and_on_the_screen_until_there_is_one(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounder, "RETRY_S", 0.05)
    outputs = LiveOutputs(NO_DEVICE)
    heard = hear(desk, outputs)
    desk.show()
    beat = Beat(desk, clock, qtbot)
    beat.until(lambda: _sentences(unit) != [])
    (sentence,) = _sentences(unit)
    assert sentence.startswith("No sound on Desk 1: no loudspeaker was found.")
    assert _trouble(desk) == sentence
    outputs.trouble = ""
    beat.until(lambda: _sentences(unit) == [])
    assert heard.sound.status.state is SoundState.ON
    beat.until(lambda: _trouble(desk) == "")


def test_a_device_lost_on_the_way_is_told_and_cleared(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounder, "RETRY_S", 0.05)
    monkeypatch.setattr(sounder, "SILENT_S", 0.4)
    outputs = LiveOutputs()
    heard = hear(desk, outputs)
    desk.show()
    beat = Beat(desk, clock, qtbot)
    beat.until(lambda: heard.sound.status.state is SoundState.ON)
    outputs.trouble = NO_DEVICE
    outputs.now.close()
    beat.until(lambda: _sentences(unit) != [])
    outputs.trouble = ""
    beat.until(lambda: _sentences(unit) == [])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("fault", [SystemExit(), RuntimeError("it stumbles")], ids=["dead", "stumbling"])
def test_what_sounds_and_has_stopped_is_told_and_begun_again(
    desk: Desk,
    unit: BuiltUnit,
    clock: FakeClock,
    qtbot: QtBot,
    hear: Hear,
    monkeypatch: pytest.MonkeyPatch,
    fault: BaseException,
) -> None:
    monkeypatch.setattr(sounder, "STALLED_S", 0.5)
    heard = hear(desk, LiveOutputs())
    desk.show()
    beat = Beat(desk, clock, qtbot)
    beat.until(lambda: heard.sound.status.state is SoundState.ON)

    def fails(_: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(sounder.Sounder, "look", fails)
        beat.until(lambda: _sentences(unit) != [])
        (sentence,) = _sentences(unit)
        assert sentence.startswith("No sound on Desk 1: the part of Station that sounds has stopped.")
        assert sentence.endswith("restart Station.")
    beat.until(lambda: _sentences(unit) == [])
    assert heard.sound.status.state is SoundState.ON
    assert heard.sound.sounder.alive


def test_it_is_tested_at_the_start_and_when_a_shift_begins(
    wall: Wall, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear
) -> None:
    hear(wall, LiveOutputs())
    wall.show(full_screen=False)
    beat = Beat(wall, clock, qtbot)
    beat.until(lambda: len(_journal(unit, "sound.tested")) == 1)
    clock.advance(9 * 3600)
    beat.until(lambda: len(_journal(unit, "sound.tested")) >= 2)
    with unit.store.read() as session:
        tested = session.scalars(select(Station.sound_tested_at).where(Station.name == "Wall 1")).one()
    assert tested is not None
    assert tested > NOON + minutes(9 * 60)
    assert ", tested " in wall.living.health_now().sounds.words  # type: ignore[union-attr]


def test_that_nobody_watches_sounds_until_somebody_does(
    wall: Wall, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear
) -> None:
    outputs = LiveOutputs()
    heard = hear(wall, outputs)
    wall.show(full_screen=False)
    Beat(wall, clock, qtbot).until(lambda: bool(_journal(unit, "sound.tested")))
    wall.living.stop()
    wall.living.health.emit(Health(monitoring=True))
    qtbot.waitUntil(lambda: not heard.sound.status.asking, timeout=20_000)
    outputs.now.taken.clear()
    wall.living.health.emit(Health(monitoring=False))
    qtbot.waitUntil(lambda: heard.sound.status.asking and any(map(any, outputs.now.taken)), timeout=20_000)
    wall.living.health.emit(Health(monitoring=True))
    qtbot.waitUntil(lambda: not heard.sound.status.asking, timeout=20_000)


def _sign_in(desk: Desk, unit: BuiltUnit, beat: Beat) -> None:
    desk.sign_in(unit.staff["C. Lindt"], PIN)
    beat.until(lambda: desk.shell.recorder.staff is not None)


def _somebody_sits(desk: Desk, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear) -> tuple[Heard, Beat]:
    """At a desk with a loudspeaker."""
    heard = hear(desk, LiveOutputs())
    desk.show()
    beat = Beat(desk, clock, qtbot)
    _sign_in(desk, unit, beat)
    return heard, beat


def test_a_test_by_hand_is_told_with_its_time(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear
) -> None:
    """It stands in the side panel until that is closed: also when the loudspeaker has been unplugged since then."""
    heard, beat = _somebody_sits(desk, unit, clock, qtbot, hear)
    beat.until(lambda: heard.sound.status.state is SoundState.ON)
    heard.sound.test("C. Lindt")
    notice = desk.shell.panel.notice
    beat.until(lambda: "played the sound of a high alert" in notice.text)
    assert re.match(r"At \d\d:\d\d Desk 1 played", notice.text)


def test_one_tap_pauses_the_sound_in_ones_own_name_and_a_new_alert_ends_it(
    desk: Desk, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear
) -> None:
    unit.admit_seen("1201", at=NOON)
    heard, beat = _somebody_sits(desk, unit, clock, qtbot, hear)
    clock.advance(21 * 60)
    assert core.monitor.pass_now()
    button = desk.shell.navigation.sound.pause
    beat.until(button.isVisible)
    button.click()
    beat.until(lambda: heard.sound.status.state is SoundState.PAUSED)
    beat.until(lambda: [one.actor for one in _journal(unit, "sound.paused")] == ["C. Lindt"])
    assert "Sound paused" in button.text()
    unit.admit_seen("1202", at=NOON)
    assert core.monitor.pass_now()
    beat.until(lambda: heard.sound.status.state is SoundState.ON)


def test_a_test_by_hand_is_recorded_with_who_asked_for_it(
    desk: Desk, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear
) -> None:
    heard, beat = _somebody_sits(desk, unit, clock, qtbot, hear)
    beat.until(lambda: heard.sound.status.state is SoundState.ON and bool(_journal(unit, "sound.tested")))
    desk.shell.navigation.sound.menu.test.trigger()
    beat.until(lambda: any('"by":"C. Lindt"' in one.body for one in _journal(unit, "sound.tested")))
    assert [one.actor for one in _journal(unit, "sound.test_begun")] == ["C. Lindt"]


def test_walls_that_the_policy_silences_say_so(
    wall: Wall, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = default_policy()
    silent = policy.model_copy(update={"sound": policy.sound.model_copy(update={"walls": False})})
    monkeypatch.setattr("station.app.sounding.reading.read_policy", lambda _store: silent)
    outputs = LiveOutputs()
    heard = hear(wall, outputs)
    wall.show(full_screen=False)
    beat = Beat(wall, clock, qtbot)
    beat.until(lambda: heard.sound.status.state is SoundState.OFF)
    sounds = wall.living.health_now().sounds
    assert sounds is not None
    assert sounds.words == f"SOUND OFF, {BY_POLICY}"
    assert _sentences(unit) == [], "that is no fault"


def test_proof_that_cannot_be_kept_waits_with_its_time(
    wall: Wall, core: Core, clock: FakeClock, qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Any] = []
    away = [True]

    def record(_store: object, _station: str, rows: Any, **_: object) -> None:
        if away[0]:
            raise StoreError("The database is away.")
        kept.append(tuple(rows))

    monkeypatch.setattr(showing, "record_shown", record)
    proof = Showing(core, bridge, wall.living, "Wall 1")
    at = clock.now()
    proof.painted(((1, 2, -7), Priority.HIGH))
    beat = Beat(wall, clock, qtbot)
    for _ in range(3):
        beat.until(lambda: proof.waiting == 2)
    away[0] = False
    beat.until(lambda: proof.waiting == 0)
    assert [[(one.alert_id, one.at) for one in rows] for rows in kept] == [[(1, at), (2, at)]]


def test_five_hundred_at_once_are_one_batch(
    wall: Wall, core: Core, clock: FakeClock, qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    monkeypatch.setattr(showing, "record_shown", lambda _store, _station, rows, **_: batches.append(len(tuple(rows))))
    proof = Showing(core, bridge, wall.living, "Wall 1")
    for one in range(1, 501):
        proof.painted(((one,), Priority.HIGH))
        proof.painted(((one,), Priority.HIGH))
    proof.sounded((tuple(range(1, 501)), Priority.HIGH))
    Beat(wall, clock, qtbot).until(lambda: proof.waiting == 0)
    assert batches == [1000]
