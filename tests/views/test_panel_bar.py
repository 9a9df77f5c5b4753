"""The top line of a patient's panel: what else can be done with him, by finger and by a key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from station.views import fonts
from station.views.actions import KEYS
from station.views.look_menu import TEXT_SIZES, LookMenu
from station.views.panel.absence_forms import LeaveForm
from station.views.panel.controls import TOUCH
from station.views.panel.patient import PatientPanel
from tests.views.desk_fakes import RUIZ
from tests.views.plain_desk import Desk


def opened(desk: Desk) -> PatientPanel:
    desk.shell.recorder.choose(RUIZ)
    desk.shell.open_bed(10)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    return panel


def words(menu: QMenu) -> list[str]:
    return [one.text() for one in menu.actions()]


def test_a_key_opens_all_the_rest_and_arrows_choose(desk: Desk) -> None:
    panel = opened(desk)
    menu = panel.bar.menu
    desk.key("more")
    assert menu.isVisible()
    assert menu.activeAction() is menu.actions()[0]
    wanted = next(one for one in menu.actions() if one.text() == "Off unit…")
    for _ in menu.actions():
        if menu.activeAction() is wanted:
            break
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert isinstance(panel.form, LeaveForm)


def test_the_key_does_nothing_where_no_patient_is_shown(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.key("more")
    assert QApplication.activePopupWidget() is None


def test_keys_stand_beside_what_they_do(desk: Desk) -> None:
    bar = opened(desk).bar
    key_of = {one.name: QKeySequence(one.keys).toString() for one in KEYS}
    page = next(one for one in words(bar.menu) if one.startswith("Open page"))
    assert page.split("\t") == ["Open page", key_of["page"]]
    vitals = next(one.menu() for one in bar.menu.actions() if one.text() == "Vital signs")
    assert isinstance(vitals, QMenu)
    assert f"Record vitals\t{key_of['vitals']}" in words(vitals)
    assert (bar.change_level.toolTip(), bar.more.toolTip()) == (key_of["level"], key_of["more"])
    bar.menu.aboutToShow.emit()
    assert not [one.toolTip() for one in (*bar.menu.actions(), *vitals.actions()) if "\t" in one.toolTip()]


def test_every_line_of_a_menu_is_for_a_finger_at_every_size_of_text(desk: Desk) -> None:
    bar = opened(desk).bar
    (look,) = desk.shell.findChildren(LookMenu)
    usual = QApplication.font().pointSizeF()
    desk.shell.accept_alerts((3,))
    for _, points in TEXT_SIZES:
        for menu in (bar.menu, look, desk.menu):
            menu.setFont(fonts.body(points, QFont.Weight.Normal))
            heights = [menu.actionGeometry(one).height() for one in menu.actions() if one.isEnabled() and one.text()]
            assert min(heights) >= TOUCH, (menu, points, usual)
