"""What to look for and the photo: set from the panel, shown at its top, bad files said in a sentence."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.services.errors import Refused
from station.services.photos import MOST_BYTES
from station.services.stays import MOST_TO_LOOK_FOR
from station.views import theme as themes
from station.views.board.page import DeskPage
from station.views.bridge import Bridge, DirectBridge
from station.views.panel.look_for import LookForForm
from station.views.panel.photo import PhotoForm, shrunk
from station.views.shell import DeskShell
from tests.views.desk_fakes import RUIZ, FakeCommands, FakeReads, desk, twelve
from tests.views.look_admission import BED, admitted, face
from tests.views.snapshots import NOW, patient


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def picture(folder: Path, width: int, height: int, name: str = "photo.jpg") -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for x in range(0, width, 7):
        for y in range(0, height, 7):
            image.setPixelColor(x, y, QColor((x * 31) % 256, (y * 17) % 256, (x * y) % 256))
    path = folder / name
    assert image.save(str(path))
    return path


def size_of(image: bytes) -> tuple[int, int]:
    buffer = QBuffer()
    buffer.setData(QByteArray(image))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    assert bytes(reader.format().data()) == b"jpeg"
    return reader.size().width(), reader.size().height()


@pytest.mark.parametrize(
    ("width", "height", "kept"),
    [(1600, 1200, (400, 300)), (300, 900, (133, 400)), (120, 90, (120, 90)), (400, 400, (400, 400))],
)
def test_a_photo_is_made_small(tmp_path: Path, width: int, height: int, kept: tuple[int, int]) -> None:
    made = shrunk(picture(tmp_path, width, height))
    assert size_of(made) == kept
    assert len(made) <= MOST_BYTES
    assert made.startswith(b"\xff\xd8\xff")


_TURN_RIGHT = (
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"
    b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
)
"""What a camera writes behind the first two bytes of a JPEG when it was held upright: orientation 6."""


def test_a_photo_taken_with_the_camera_held_upright_is_turned(tmp_path: Path) -> None:
    image = QImage(1200, 600, QImage.Format.Format_RGB32)
    image.fill(QColor(120, 140, 160))
    path = tmp_path / "upright.jpg"
    assert image.save(str(path))
    path.write_bytes(path.read_bytes()[:2] + _TURN_RIGHT + path.read_bytes()[2:])
    assert size_of(shrunk(path)) == (200, 400)


def test_a_png_becomes_a_jpeg(tmp_path: Path) -> None:
    assert size_of(shrunk(picture(tmp_path, 500, 500, "photo.png"))) == (400, 400)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a picture"),
        (b"MZ\x90\x00 no picture at all", "is not a picture"),
        pytest.param(b"\xff\xd8\xff\xe0 cut off", "is not a picture", marks=pytest.mark.no_qt_log),
    ],
)
def test_a_file_that_is_no_picture_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(Refused, match=says):
        shrunk(path)


def test_a_file_that_has_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="gone.jpg cannot be read"):
        shrunk(tmp_path / "gone.jpg")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not a picture"):
        shrunk(tmp_path)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "film.jpg"
    with path.open("wb") as file:
        file.truncate(31_000_000)
    with pytest.raises(Refused, match="at most 30 MB"):
        shrunk(path)


def photo_form(qtbot: QtBot, commands: FakeCommands) -> PhotoForm:
    made = PhotoForm(desk(commands), patient(4))
    qtbot.addWidget(made)
    made.show()
    return made


def test_chosen_it_is_shown_and_then_saved(qtbot: QtBot, commands: FakeCommands, tmp_path: Path) -> None:
    made = photo_form(qtbot, commands)
    assert not made.save.isEnabled()
    made.choose(str(picture(tmp_path, 800, 600)))
    assert made.preview.isVisible()
    with qtbot.waitSignal(made.finished):
        tap(made.save)
    name, (_, stay_id, image) = commands.last
    assert (name, stay_id, size_of(image)) == ("set_photo", 4, (400, 300))


def test_a_bad_file_leaves_the_one_chosen_before(qtbot: QtBot, commands: FakeCommands, tmp_path: Path) -> None:
    made = photo_form(qtbot, commands)
    made.choose(str(picture(tmp_path, 80, 60)))
    (tmp_path / "notes.txt").write_text("not a face")
    made.choose(str(tmp_path / "notes.txt"))
    assert made.notice.text == "notes.txt is not a picture that Station can read. Choose a JPEG or PNG photo."
    assert made.pick.isEnabled()
    tap(made.save)
    assert commands.last[0] == "set_photo"


def test_the_dialog_does_not_block(qtbot: QtBot, commands: FakeCommands, tmp_path: Path) -> None:
    made = photo_form(qtbot, commands)
    made.open_dialog()
    assert made.dialog is not None
    assert made.dialog.isVisible()
    made.dialog.fileSelected.emit(str(picture(tmp_path, 80, 60)))
    made.dialog.close()
    assert made.save.isEnabled()


def test_it_is_made_small_on_another_thread(qtbot: QtBot, commands: FakeCommands, tmp_path: Path) -> None:
    bridge = Bridge()
    made = PhotoForm(desk(commands, bridge=bridge), patient(4))
    qtbot.addWidget(made)
    path = picture(tmp_path, 800, 600)
    seen: list[int] = []

    def watched() -> bytes:
        seen.append(threading.get_ident())
        return shrunk(path)

    bridge.run(watched, made._shrunk)
    qtbot.waitUntil(made.save.isEnabled)
    assert seen != [threading.get_ident()]
    bridge.shutdown()


def shell_of(qtbot: QtBot, photos: dict[int, bytes]) -> DeskShell:
    made = DeskShell(
        commands=FakeCommands(),
        reads=FakeReads(rows=twelve(), photos=photos),
        bridge=DirectBridge(),
        now=lambda: NOW,
        theme=themes.load("light"),
    )
    qtbot.addWidget(made)
    made.recorder.choose(RUIZ)
    made.show()
    return made


def test_photo_and_what_to_look_for_stand_at_the_top(qtbot: QtBot) -> None:
    shell = shell_of(qtbot, {7: face()})
    shell.show_snapshot(admitted(65, photo=7))
    shell.open_bed(BED)
    panel = shell.panel.patient_panel()
    assert panel is not None
    assert panel.head.portrait.isVisible()
    assert panel.head.look_for.text().startswith("Look for: Hoards medication")


def test_without_a_photo_or_with_a_broken_one_no_room_is_taken(qtbot: QtBot) -> None:
    shell = shell_of(qtbot, {7: b"broken"})
    shell.show_snapshot(admitted(65, photo=7))
    shell.open_bed(BED)
    panel = shell.panel.patient_panel()
    assert panel is not None
    assert panel.head.portrait.isHidden()
    assert panel.head.portrait.accessibleName() == ""


def test_the_board_shows_neither(qtbot: QtBot) -> None:
    """The same picture with and without: nothing of them is on a board, and so on no wall and no locked desk."""
    pictures = []
    for snapshot in (admitted(65, photo=7), admitted(65)):
        beds = tuple(
            replace(one, patient=replace(one.patient, look_for="" if one.patient.photo_id is None else "hoards"))
            if one.patient is not None
            else one
            for one in snapshot.beds
        )
        page = DeskPage(themes.load("light"))
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show_snapshot(replace(snapshot, beds=beds))
        page.tick(NOW)
        pictures.append(page.grab().toImage())
    assert pictures[0] == pictures[1]


def look_for_form(qtbot: QtBot, commands: FakeCommands, words: str = "") -> LookForForm:
    made = LookForForm(desk(commands, who=RUIZ), replace(patient(4, precautions=("SI",)), look_for=words))
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_to_look_for_is_sent(qtbot: QtBot, commands: FakeCommands) -> None:
    made = look_for_form(qtbot, commands)
    made.words.editor.setPlainText(" Hands in sight ")
    with qtbot.waitSignal(made.finished) as finished:
        tap(made.save)
    assert finished.args == ["Whoever rounds sees it now."]
    assert commands.last == ("set_look_for", (RUIZ.id, 4, "Hands in sight"))


def test_what_to_look_for_is_taken_away(qtbot: QtBot, commands: FakeCommands) -> None:
    made = look_for_form(qtbot, commands, "Hands in sight")
    made.words.editor.clear()
    tap(made.save)
    assert commands.last[1][2] == ""


def test_unchanged_or_too_long_it_is_said(qtbot: QtBot, commands: FakeCommands) -> None:
    made = look_for_form(qtbot, commands, "Hands in sight")
    tap(made.save)
    assert made.notice.text == "Nothing has been changed yet."
    made.words.editor.setPlainText("x" * (MOST_TO_LOOK_FOR + 1))
    tap(made.save)
    assert made.words.problem == f"These are {MOST_TO_LOOK_FOR + 1} letters. Say it in at most {MOST_TO_LOOK_FOR}."
    assert commands.calls == []
