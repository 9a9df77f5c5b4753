"""A whole round by keys alone; names and sizes of what is tapped; every size of screen; photos."""

import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.services.errors import Refused
from station.services.events import CheckRecorded
from station.store.rows.rounds import RoundSheet
from station.views import fonts
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.panel.controls import TOUCH
from station.views.rounds.line import RoundLine
from station.views.rounds.photos import KEPT, Photos, small
from station.views.rounds.walk import Walk
from station.views.theme import THEME_NAMES, ThemeName
from tests.views.desk_fakes import MOORE
from tests.views.rounds_fakes import Floor, round_row, with_patient
from tests.views.showing import dress
from tests.views.snapshots import busy, crowded

SIZES = ((1150, 700), (1700, 1000), (820, 700), (600, 1200))
"""What a page has of 1366x768, 1920x1080, 1024x768 and 800x1280."""


@pytest.fixture
def floor(qtbot: QtBot) -> Iterator[Floor]:
    dress("light")
    made = Floor()
    qtbot.addWidget(made.page)
    made.page.resize(1150, 700)
    made.page.show()
    made.page.activateWindow()
    yield made
    made.bridge.shutdown()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_key(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def stays(floor: Floor) -> list[int]:
    return [arguments[1].stay_id for name, arguments in floor.commands.calls if name == "record_check"]


def test_two_digits_a_patient(floor: Floor) -> None:
    walk = floor.walking()
    for stay_id in (10, 4, 6):
        floor.commands.events = [CheckRecorded(stay_id, 900 + stay_id)]
        assert walk.opened is not None
        type_key(Qt.Key.Key_2)
        assert focused() is walk.opened.form.activities.buttons()[0]
        type_key(Qt.Key.Key_2)
    assert stays(floor) == [10, 4, 6]
    entry = floor.commands.calls[0][1][1]
    assert (entry.location, entry.activity) == ("Room", "Awake")


def test_the_digits_stand_beside_the_choices_once_keys_are_used(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.opened is not None
    form = walk.opened.form
    assert {one.number for one in form.places.buttons()} == {""}  # type: ignore[attr-defined]  # they are choices
    type_key(Qt.Key.Key_1)
    numbers = [one.number for one in form.activities.buttons() if one.isVisible()]  # type: ignore[attr-defined]
    assert numbers == list("1234567890")
    asked_before = (*form.places.buttons(), form.places.more)
    assert {one.number for one in asked_before} == {""}  # type: ignore[attr-defined]


def test_a_digit_opens_more_and_then_there_are_more(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.opened is not None
    form = walk.opened.form
    type_key(Qt.Key.Key_4)
    assert form.places.button_of("Courtyard").isVisible()
    type_key(Qt.Key.Key_0)
    assert form.places.value == form.places.value_of(form.places.buttons()[9])


def test_sleeping_by_digits(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.opened is not None
    type_key(Qt.Key.Key_1)
    type_key(Qt.Key.Key_1)
    assert not stays(floor)
    type_key(Qt.Key.Key_3)
    assert floor.commands.last[1][1].life_sign == "Movement seen"


def test_arrows_and_enter(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.opened is not None
    form = walk.opened.form
    type_key(Qt.Key.Key_Right)
    assert focused() is form.places.buttons()[1]
    type_key(Qt.Key.Key_Return)
    assert form.places.value == "Room"
    form.activities.buttons()[0].setFocus()
    type_key(Qt.Key.Key_Down)
    assert focused() is form.activities.buttons()[6]
    assert not stays(floor)
    type_key(Qt.Key.Key_Return)
    assert stays(floor) == [10]


def test_up_and_down_go_from_patient_to_patient(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.back()
    lines = walk.list.lines
    assert focused() is lines[0].button
    type_key(Qt.Key.Key_Down)
    type_key(Qt.Key.Key_Down)
    assert focused() is lines[2].button
    type_key(Qt.Key.Key_Up)
    assert focused() is lines[1].button
    type_key(Qt.Key.Key_Return)
    assert walk.opened is not None
    assert walk.opened.stay_id == lines[1].stay_id
    type_key(Qt.Key.Key_Up)
    assert focused() is walk.list.lines[1].button


def test_a_digit_in_a_field_is_a_digit(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.opened is not None
    form = walk.opened.form
    form.earlier.click()
    QTest.keyClicks(focused(), "14:21")
    assert isinstance(focused(), QLineEdit)
    assert form.when.editor.text() == "14:21"
    assert form.places.value is None


def test_control_z_takes_back_the_last(floor: Floor) -> None:
    walk = floor.walking()
    floor.commands.events = [CheckRecorded(10, 910)]
    type_key(Qt.Key.Key_1)
    type_key(Qt.Key.Key_3)
    assert walk.just_saved.undo.isVisible()
    QTest.keyClick(floor.page.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert floor.commands.last == ("take_back_check", (MOORE.id, 910))


def test_after_a_refusal_the_focus_is_where_it_was(floor: Floor) -> None:
    walk = floor.walking()
    assert walk.opened is not None
    floor.commands.errors = [Refused("The database is busy. Try again.")]
    type_key(Qt.Key.Key_2)
    type_key(Qt.Key.Key_3)
    assert walk.opened.isAncestorOf(focused())
    floor.commands.events = [CheckRecorded(10, 910)]
    type_key(Qt.Key.Key_3)
    assert stays(floor) == [10, 10]


def test_what_a_scanner_types_presses_nothing(floor: Floor) -> None:
    """The desk says when a digit is a person's; until then nothing is pressed."""
    waiting: list[object] = []
    walk = floor.walking()
    assert walk.opened is not None
    form = walk.opened.form
    from dataclasses import replace

    form.desk = replace(form.desk, settled=waiting.append)
    for key in (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_3):
        type_key(key)
    assert len(waiting) == 4
    assert form.places.value is None
    assert not stays(floor)


def _tree(page: QWidget) -> Iterator[QAccessibleInterface]:
    waiting = [QAccessible.queryAccessibleInterface(page)]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += [item.child(at) for at in range(item.childCount())]


@pytest.mark.parametrize("scene", ["walking", "starting"])
def test_everything_that_can_be_operated_has_a_name(floor: Floor, scene: str) -> None:
    if scene == "walking":
        floor.walking()
        floor.commands.events = [CheckRecorded(10, 910)]
        type_key(Qt.Key.Key_1)
        type_key(Qt.Key.Key_3)
    else:
        floor.begin()
    nameless = [
        str(item.object())
        for item in _tree(floor.page)
        if item.isValid() and item.role() == QAccessible.Role.Button and not item.text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_a_line_is_a_sentence(floor: Floor) -> None:
    walk = floor.walking()
    names = [line.button.accessibleName() for line in walk.list.lines]
    assert names[1].startswith("1204, M.A., Q5, last seen 5 minutes 15 seconds ago, late, not seen on this round yet.")
    assert "Look for: Says he is well when he is not; ask twice." in names[1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("points", [10.5, 14.0])
def test_everything_tapped_is_as_large_as_a_finger_and_nothing_stands_out(
    floor: Floor, size: tuple[int, int], points: float
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    floor.page.resize(*size)
    walk = floor.walking()
    app.setFont(fonts.body(points))
    for _ in range(4):
        QApplication.processEvents()
    try:
        tapped = [one for one in floor.page.findChildren(QAbstractButton) if one.isVisible()]
        assert [one.accessibleName() for one in tapped if one.height() < TOUCH] == []
        inside = floor.page.rect()
        for one in tapped:
            left = one.mapTo(floor.page, one.rect().topLeft()).x()
            right = one.mapTo(floor.page, one.rect().bottomRight()).x()
            assert inside.left() <= left, one.accessibleName()
            assert right <= inside.right(), one.accessibleName()
        assert [line.title.full_text for line in walk.list.lines if line.since.is_cut() or line.due.is_cut()] == []
    finally:
        app.setFont(fonts.body(10.5))


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_theme_can_be_changed_in_place(floor: Floor, name: ThemeName) -> None:
    walk = floor.walking()
    floor.page.set_theme(themes.load(name))
    assert walk.list.lines[0].palette().window().color() == themes.load(name).high.ground
    assert walk.opened is not None
    assert walk.opened.isVisible()


def test_lines_are_kept_and_freed_with_their_patients(floor: Floor) -> None:
    walk = floor.walking(round_row(area_id=None, area="the whole unit", to_see=36), beds=crowded(36))
    assert len(walk.list.lines) == 36
    before = {line.stay_id: line for line in walk.list.lines}
    floor.commands.events = [CheckRecorded(walk.list.lines[0].stay_id, 900)]
    type_key(Qt.Key.Key_1)
    type_key(Qt.Key.Key_1 if walk.opened is None else Qt.Key.Key_2)
    assert {line.stay_id: line for line in walk.list.lines} == before
    assert len(walk.findChildren(RoundLine)) == 36


# Photos


def picture(side: int = 40) -> bytes:
    image = QImage(side, side * 2, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only, Qt text only
    return bytes(held.data().data())


def test_a_photo_is_made_small_and_square(qtbot: QtBot) -> None:
    photo_id, image = small(lambda _: picture(400), 3)
    assert photo_id == 3
    assert image is not None
    assert image.width() == image.height() == 160
    assert small(lambda _: b"no picture", 4) == (4, None)


def test_photos_are_read_one_at_a_time_off_the_screen_and_kept(qtbot: QtBot) -> None:
    bridge = Bridge()
    asked: list[int] = []

    def read(photo_id: int) -> bytes:
        asked.append(photo_id)
        return picture()

    photos = Photos(bridge, read)
    with qtbot.waitSignals([photos.arrived, photos.arrived]):
        assert photos.get(1) is None
        assert photos.get(2) is None
        assert photos.get(1) is None
    assert photos.get(None) is None
    assert photos.get(1) is not None
    assert asked == [1, 2]
    bridge.shutdown()


def test_only_so_many_photos_are_kept_and_a_bad_one_is_asked_for_once(qtbot: QtBot) -> None:
    asked: list[int] = []

    def read(photo_id: int) -> bytes:
        asked.append(photo_id)
        if photo_id == 7:
            raise Refused("This photo is not here any more.")
        return picture()

    photos = Photos(DirectBridge(), read)
    photos.get(7)
    assert photos.get(7) is None
    assert asked == [7]
    for photo_id in range(100, 100 + KEPT + 1):
        photos.get(photo_id)
    photos.get(100)
    assert asked.count(100) == 2


def test_a_line_shows_initials_until_the_photo_is_there(floor: Floor) -> None:
    floor.reads.photos[5] = picture()
    walk = floor.walking(beds=with_patient(with_patient(busy(), 10, photo_id=5), 4, photo_id=9))
    shown = {line.stay_id: line.portrait.has_photo for line in walk.list.lines}
    assert shown[10]
    assert not shown[4]
    assert not shown[6]


def test_a_round_that_is_over_is_freed(floor: Floor, qtbot: QtBot) -> None:
    import gc

    from PySide6.QtCore import QCoreApplication, QEvent

    from tests.views.rounds_fakes import OTHER, walked_unit

    gone = weakref.ref(floor.walking())
    floor.show(walked_unit(rounds=(OTHER,)))
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    gc.collect()
    assert _is_gone(gone)


def _is_gone(walk: "weakref.ref[Walk]") -> bool:
    import shiboken6

    left = walk()
    return left is None or not shiboken6.isValid(left)


def test_a_sheet_of_nobody_says_so(floor: Floor) -> None:
    walk = floor.walking(round_row(area_id=99, area="Annex", to_see=0))
    assert walk.list.lines == ()
    assert walk.opened is None
    assert "Nobody is to be seen" in walk.head.said.text
    assert isinstance(floor.reads.sheets[7], RoundSheet)
