"""Off the unit: the card is calm while somebody has him, loud when he is not back, and first of all when he is gone."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from station.models.enums import AbsenceKind, OwedReason, Stage
from station.store.rows import BedRow, PatientRow
from station.store.rows.absences import AwayRow
from station.views.board.away import NO_BREAK
from station.views.board.face import Face, face_of, sentence_of
from station.views.board.figures import longest_gap_words
from station.views.board.grid import Order
from station.views.board.page import BoardPage
from station.views.theme import THEME_NAMES, ThemeName, load
from station.views.widgets.label import Role
from tests.views import floors
from tests.views import snapshots as made
from tests.views.showing import at, desk, later, wall

PLACE = ZoneInfo(made.ZONE)


def out(absence: AwayRow | None = None, stay_id: int = 15, **more: object) -> PatientRow:
    return made.patient(stay_id, initials="NS", last_seen=made.ago(minutes=9), away=absence or made.away(), **more)  # type: ignore[arg-type]  # as patient takes them


def face(who: PatientRow, now: datetime = made.NOW, *, places: bool = True) -> Face:
    return face_of(who, PLACE, now, places=places)


def read(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def test_while_somebody_has_him_his_card_is_calm() -> None:
    shown = face(out())
    assert shown.figure(made.NOW) == ("9:00", "")
    assert shown.said(made.NOW) == ("back by 14:55", "by 14:55")
    assert read(shown.line) == "Radiology with A. Park (escort)"
    assert shown.stage is Stage.OK
    assert "A. Park" not in shown.line, "a name is never broken over two lines"


@pytest.mark.parametrize(
    ("minutes", "stage", "words"),
    [
        (11, Stage.OK, "back by 14:43"),
        (9, Stage.DUE_SOON, "back by 14:41"),
        (0, Stage.LATE, "NOT BACK YET"),
        (-9, Stage.LATE, "NOT BACK YET"),
        (-10, Stage.LAPSED, "NOT BACK, OVERDUE"),
    ],
)
def test_not_back_in_time(minutes: int, stage: Stage, words: str) -> None:
    shown = face(out(made.away(left_at=made.ago(hours=1), back_by=made.ahead(minutes=minutes))))
    assert (shown.stage, shown.said(made.NOW)[0]) == (stage, words)
    if stage.rank >= Stage.LATE.rank:
        assert read(shown.line).startswith("Expected 14:")
        assert read(shown.line).endswith("Radiology with A. Park (escort)")


def test_a_face_holds_until_he_is_not_back() -> None:
    shown = face(out(made.away(back_by=made.ahead(seconds=12))))
    assert shown.until == later(seconds=12)
    assert face(out(made.away(back_by=made.ahead(seconds=12))), later(seconds=12)).stage is Stage.LATE


def test_back_on_another_day_says_which() -> None:
    shown = face(out(made.away("Home", "his sister", kind=AbsenceKind.LEAVE, back_by=made.ahead(hours=40))))
    assert shown.said(made.NOW) == ("back by Wed 25 Nov 06:32", "back 25 Nov")
    assert read(shown.line) == "Home with his sister (leave)"


def test_an_hour_that_comes_twice_says_which_it_is() -> None:
    night = datetime.fromisoformat("2026-11-01T05:00:00+00:00")
    absence = made.away(left_at=night, back_by=night + timedelta(minutes=90))
    assert face(out(absence), night).said(night)[0] == "back by 01:30 EST"


def test_gone_is_high_at_once_and_says_since_when() -> None:
    shown = face(out(made.gone()))
    assert (shown.stage, shown.said(made.NOW)) == (Stage.LAPSED, ("AWOL since 14:10", "AWOL"))
    assert shown.figure(made.NOW) == ("9:00", "")
    assert read(shown.line) == "Gone from Courtyard, last seen 14:23 Hallway, talking, J. Moore"
    assert shown.bar.share(made.NOW) == 1.0
    assert face(out(made.gone(made.NOW))).stage is Stage.LAPSED


def test_gone_and_never_seen() -> None:
    who = replace(out(made.gone()), seen=None, owed_since=made.ago(minutes=30), owed_reason=OwedReason.ADMITTED)
    assert face(who).line == "Gone from Courtyard, not seen yet, admitted Sat 21 Nov 14:32"
    assert sentence_of(made.bed(15, who), PLACE, made.NOW).endswith("not seen yet")


def test_nobody_is_missed_as_an_observer_of_somebody_who_is_away() -> None:
    shown = face(out(level="1:1"))
    assert shown.stage is Stage.OK
    assert shown.said(made.NOW)[0] == "back by 14:55"


@pytest.mark.parametrize(
    ("absence", "line"),
    [
        (made.away("ECT"), "Off unit with A. Park"),
        (made.away("Home", "Maria Gomez (mother)", kind=AbsenceKind.PASS), "Off unit (pass)"),
        (made.away("Home", "Maria Gomez (mother)", kind=AbsenceKind.LEAVE), "Off unit (leave)"),
        (made.away("ECT", back_by=made.ago(minutes=1)), "Expected 14:31, off unit with A. Park"),
        (made.gone(), "Last seen 14:23 Hallway, talking, J. Moore"),
    ],
)
def test_where_visitors_see_it_no_destination_and_no_family_is_named(absence: AwayRow, line: str) -> None:
    who = out(absence)
    assert read(face(who, places=False).line) == line
    spoken = sentence_of(made.bed(15, who), PLACE, made.NOW, places=False)
    assert absence.destination not in spoken
    assert "Gomez" not in spoken


def test_the_policy_decides_what_the_wall_tells(qtbot: QtBot) -> None:
    beds = (made.bed(1, out(made.away("ECT"), 1)), *made.healthy(12)[1:])
    hidden = wall(qtbot, made.snapshot(beds, precautions_on_wall=False))
    assert "ECT" not in _everything(hidden)
    assert read(hidden.rail.duties.says[1]) == "1201 · A. Park back by 14:55"
    shown = wall(qtbot, made.snapshot(beds, precautions_on_wall=True))
    assert "ECT" in _everything(shown)
    assert "ECT" in _everything(desk(qtbot, made.snapshot(beds, precautions_on_wall=False)))


def test_the_sentence() -> None:
    row = made.bed(15, out())
    assert sentence_of(row, PLACE, made.NOW) == (
        "1303, N.S., Q15, off the unit, Radiology with A. Park (escort), left 8 minutes ago, back by 14:55, "
        "last seen 9 minutes ago"
    )
    gone = sentence_of(made.bed(15, out(made.gone())), PLACE, made.NOW)
    assert gone.startswith("1303, N.S., Q15, AWOL since 14:10, 22 minutes 7 seconds ago")


def test_gone_is_first_and_away_in_time_is_last(qtbot: QtBot) -> None:
    page = wall(qtbot, floors.stormy(12))
    page.set_order(Order.URGENCY)
    order = [card.bed.label for card in page.grid.in_place() if card.bed]
    assert order[0] == "1203"
    assert order[-1] == "1207"
    empty = made.bed(13)
    page.show_snapshot(made.snapshot((*floors.stormy(12).beds, empty)))
    page.set_order(Order.URGENCY)
    assert [card.bed.label for card in page.grid.in_place()[-2:] if card.bed] == ["1207", "1301"]


@pytest.mark.parametrize("name", THEME_NAMES)
def test_his_card_is_hatched_and_its_time_muted(qtbot: QtBot, name: ThemeName) -> None:
    look = load(name)
    here = made.patient(3, initials="NS", last_seen=made.ago(minutes=9))
    beds = made.healthy(8)
    page = desk(qtbot, made.snapshot(_with(beds, here)), theme=name)
    card = page.grid.cards[3]
    filled = card.grab().toImage()
    assert card.palette().color(Role.BrightText) == look.text
    page.show_snapshot(made.snapshot(_with(beds, out(stay_id=3))))
    assert card.grab().toImage() != filled
    assert card.palette().color(Role.BrightText) == look.muted
    assert not card.parts.words.autoFillBackground(), "the stripes go on beneath the words"
    page.show_snapshot(made.snapshot(_with(beds, here)))
    assert card.grab().toImage() == filled


def test_his_card_becomes_an_alert_by_itself(qtbot: QtBot) -> None:
    beds = _with(made.healthy(8), out(made.away(back_by=made.ahead(minutes=1)), 3))
    page = wall(qtbot, made.snapshot(beds))
    card = page.grid.cards[3]
    assert (card.stage, card.flashes) == (Stage.DUE_SOON, False)
    at(page, later(minutes=1))
    assert (card.stage, card.flashes, card.parts.words.text()) == (Stage.LATE, True, "NOT BACK YET")
    assert card.palette().color(Role.BrightText) == load("dark").medium.text
    at(page, later(minutes=11))
    assert card.stage is Stage.LAPSED
    assert "not back by 14:33, 10 minutes overdue" in card.accessibleName()


def test_the_longest_gap_leaves_out_who_somebody_has_and_keeps_who_is_gone() -> None:
    figures = replace(made.snapshot(()).figures, longest_gap_s=60.0)
    hours = made.patient(1, last_seen=made.ago(hours=3), away=made.away())
    assert longest_gap_words(figures, [hours], made.NOW) == "1:00"
    gone = made.patient(1, last_seen=made.ago(minutes=41), away=made.gone())
    assert longest_gap_words(figures, [gone], made.NOW) == "41:00"


def test_a_check_of_who_is_away_is_not_due_next(qtbot: QtBot) -> None:
    beds = _with(made.healthy(8), out(made.away(back_by=made.ahead(seconds=30)), 3))
    page = wall(qtbot, made.snapshot(beds))
    due = page.rail._next.accessibleName()
    assert "1203" not in due
    assert "1202" in due


def _with(beds: tuple[BedRow, ...], who: PatientRow) -> tuple[BedRow, ...]:
    return tuple(replace(row, patient=who) if row.bed_id == who.stay_id else row for row in beds)


def _everything(page: BoardPage) -> str:
    """All that can be read on the page, or heard of it."""
    cards = [f"{card.parts.line.full_text} {card.accessibleName()}" for card in page.grid.cards.values()]
    return " ".join([*cards, *page.rail.duties.says, page.rail.duties.accessibleName()])
