"""The board over what the services have stored: the words it has over made-up rows."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.models.enums import AbsenceKind
from station.services import Store, absences, hazards, rounds
from station.services.absences import Awol, Leaving
from station.services.hazards import NewHazard
from station.services.reading import read_board
from station.views.board.away import NO_BREAK
from station.views.board.page import WallPage
from tests.builders import BuiltUnit, build_unit, minutes
from tests.fakes import NOON
from tests.views.showing import dress


def test_an_afternoon_on_the_floor(qtbot: QtBot, store: Store) -> None:
    unit = build_unit(store)
    stays = {bed: unit.admit_seen(bed) for bed in ("1201", "1202", "1203")}
    page = WallPage(dress("dark"))
    qtbot.addWidget(page)
    page.resize(1920, 1080)
    page.show()
    _look(page, unit, NOON)
    assert page._header._census.value.text() == "3 on unit"

    leaving = Leaving(unit.request(), stays["1203"], AbsenceKind.ESCORT, "Radiology", "A. Diaz", NOON + minutes(20))
    absences.leave_unit(store, leaving, actor=unit.who("N. Park"), now=NOON + minutes(1))
    rounds.start_round(store, None, actor=unit.who(), now=NOON + minutes(2))
    hazard = NewHazard(unit.request(), _area(unit), "Shower rail", 5, "loose", "Maintenance")
    hazards.report_hazard(store, hazard, actor=unit.who("R. Osei"), now=NOON + minutes(2))
    _look(page, unit, NOON + minutes(3))
    card = page.grid.cards[unit.beds["1203"]]
    assert page._header._census.value.text() == "2 on unit · 1 off · 3"
    assert card.parts.words.text() == f"back by {_clock(unit, 20)}"
    assert card.parts.line.full_text.replace(NO_BREAK, " ") == "Off unit with A. Diaz"
    assert _says(page) >= {
        f"1203 · A. Diaz back by {_clock(unit, 20)}",
        f"Hazard 5: Shower rail, West hall {_clock(unit, 17)}",
    }
    assert "rounds the whole unit since" in page._footer._items[0]._rest.full_text

    unit.sweep(NOON + minutes(25))
    _look(page, unit, NOON + minutes(25))
    titles = [one.entry.title for one in page.rail.cards if one.entry]
    assert any(title.startswith("1203 · not back") for title in titles)
    assert any(title.startswith("Shower rail, West hall · ") for title in titles)
    assert "open 23 min" in page._footer._items[0]._rest.full_text
    assert card.parts.words.text().startswith("NOT BACK")

    gone = Awol(unit.request(), stays["1203"], "Radiology")
    absences.report_awol(store, gone, actor=unit.who("N. Park"), now=NOON + minutes(26))
    _look(page, unit, NOON + minutes(26))
    assert page._header._census.value.text() == "2 on unit · 1 AWOL · 3"
    assert card.parts.words.text().startswith("AWOL")
    assert card.parts.line.full_text.startswith("Last seen")

    absences.come_back(store, unit.request(), stays["1203"], actor=unit.who("N. Park"), now=NOON + minutes(30))
    _look(page, unit, NOON + minutes(30))
    assert page._header._census.value.text() == "3 on unit"
    assert card.parts.words.text().startswith("due in") or card.parts.words.text() == "LATE"
    assert "Off unit" not in " ".join(_says(page))


def _look(page: WallPage, unit: BuiltUnit, now: datetime) -> None:
    page.show_snapshot(read_board(unit.store, now))
    page.tick(now)
    QApplication.processEvents()
    assert [text for text in page.cut_texts() if text] == []


def _says(page: WallPage) -> set[str]:
    return {text.replace(NO_BREAK, " ") for text in page.rail.duties.says}


def _clock(unit: BuiltUnit, after: int) -> str:
    return f"{(NOON + timedelta(minutes=after)).astimezone(ZoneInfo('America/Chicago')):%H:%M}"


def _area(unit: BuiltUnit) -> int:
    return read_board(unit.store, NOON).beds[0].area_id
