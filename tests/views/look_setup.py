"""Draws Unit setup into pictures, to be looked at: python -m tests.views.look_setup [folder] [word in the name]."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from station.services.errors import NeedsPin
from station.views import theme as themes
from station.views.setup.page import UnitPage
from station.views.setup.review import SignForm
from station.views.setup.section import SectionView
from station.views.setup.table import TableEditor
from station.views.shell import DeskShell
from tests.views.desk_fakes import HALL, MOORE, FakeCommands
from tests.views.look_desk import SIZES, shell


def page_of(made: DeskShell) -> UnitPage:
    made.recorder.choose(HALL)
    made.show_page("unit")
    page = made.stack.currentWidget()
    assert isinstance(page, UnitPage)
    return page


def view(page: UnitPage, key: str) -> SectionView:
    page.contents.buttons[key].click()
    assert isinstance(page.shown, SectionView)
    return page.shown


def type_into(page: UnitPage, key: str, path: str, text: str) -> None:
    """Replace what stands in a field of one line."""
    line = view(page, key).fields[path].editor.findChildren(QLineEdit)[0]
    line.selectAll()
    QTest.keyClicks(line, text)


def levels_of(page: UnitPage) -> TableEditor:
    editor = view(page, "levels").fields["levels"].editor
    assert isinstance(editor, TableEditor)
    return editor


def this_unit(made: DeskShell) -> None:
    page_of(made)


def places(made: DeskShell) -> None:
    page = page_of(made)
    page.contents.buttons["places"].click()
    assert page.places is not None
    page.places.choose("bed", 103)


def an_area(made: DeskShell) -> None:
    page = page_of(made)
    page.contents.buttons["places"].click()
    assert page.places is not None
    page.places.choose("area", 1)


def levels(made: DeskShell) -> None:
    levels_of(page_of(made))


def a_level(made: DeskShell) -> None:
    editor = levels_of(page_of(made))
    card = editor.cards[1]
    card.toggle()
    line = card.editors["late"].findChildren(QLineEdit)[0]
    line.selectAll()
    QTest.keyClicks(line, "14:00")


def contradicts(made: DeskShell) -> None:
    page = page_of(made)
    editor = levels_of(page)
    editor.cards[1].toggle()
    line = editor.cards[1].editors["late"].findChildren(QLineEdit)[0]
    line.selectAll()
    QTest.keyClicks(line, "11 min")


def checks(made: DeskShell) -> None:
    view(page_of(made), "checks")


def signing(made: DeskShell) -> None:
    page = page_of(made)
    type_into(page, "signing", "signing.lock_after", "5 min")
    type_into(page, "signing", "signing.wrong_pins", "many")


def alerts(made: DeskShell) -> None:
    view(page_of(made), "alerts")


def environment(made: DeskShell) -> None:
    view(page_of(made), "environment")


def found(made: DeskShell) -> None:
    page_of(made).finder.setText("relief")


def not_found(made: DeskShell) -> None:
    page_of(made).finder.setText("helicopter")


def versions(made: DeskShell) -> None:
    page_of(made).contents.buttons["versions"].click()


def read_only(made: DeskShell) -> None:
    page = page_of(made)
    made.recorder.choose(MOORE)
    view(page, "continuous")


def review(made: DeskShell) -> None:
    page = page_of(made)
    a_level(made)
    type_into(page, "signing", "signing.lock_after", "5 min")
    type_into(page, "orders", "orders.review_every", "12 h")
    page.review.click()


def pin(made: DeskShell) -> None:
    review(made)
    page = made.stack.currentWidget()
    assert isinstance(page, UnitPage)
    form = page.shown
    assert isinstance(form, SignForm)
    commands = form.desk.commands
    assert isinstance(commands, FakeCommands)
    commands.errors = [NeedsPin("A. Hall: enter your PIN to change the policy.", HALL.id)]
    form.sign.click()


SCENES: tuple[Callable[[DeskShell], None], ...] = (
    this_unit, places, an_area, levels, a_level, contradicts, checks, signing, alerts, environment, found, not_found,
    versions, read_only, review, pin,
)  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for scene in SCENES:
        for size in SIZES:
            for name in ("light", "dark"):
                what = f"{scene.__name__}-{size}-{name}"
                if wanted not in what:
                    continue
                look = themes.load(name)
                themes.apply(app, look)
                made = shell(look)
                made.resize(*SIZES[size])
                made.show()
                scene(made)
                for _ in range(4):
                    app.processEvents()
                made.grab().save(str(folder / f"{what}.png"))
                sys.stdout.write(f"{what}\n")
                made.close()
                made.deleteLater()


if __name__ == "__main__":
    main()
