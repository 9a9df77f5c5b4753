"""Scores on cards: the figure, its line, what asks for a nurse, what is due; what goes first where there is no room."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from station.models.enums import ADMISSION_TASKS, ASSESSMENTS, Stage, TaskKind
from station.rules.alert_words import happened
from station.rules.intervals import Deadlines
from station.store.rows import BedRow, BoardSnapshot, OwedRow
from station.store.rows.vitals import CardVitals
from station.views import fonts
from station.views import theme as themes
from station.views.board.face import face_of, score_on_card, sentence_of
from station.views.widgets.sparkline import ScoreInk, ScoreLine
from tests.views.pictures import compare
from tests.views.showing import at, desk, dress, later, wall
from tests.views.snapshots import NOW, ZONE, ago, ahead, bed, busy, crowded, owed, patient, snapshot

HERE = ZoneInfo(ZONE)


def vitals(total: int | None = 2, *, asks: bool = False, **said: object) -> CardVitals:
    scores = tuple((ago(hours=hours), score) for hours, score in ((20, 0), (12, 1), (4, 2)))
    scores += ((ago(hours=1), total),) if total is not None else ()
    return replace(CardVitals(scores, total, total, asks, "", ahead(hours=1)), **said)  # type: ignore[arg-type]


def scored(beds: tuple[BedRow, ...]) -> tuple[BedRow, ...]:
    """Everybody with scores of a day of his own; a few that ask for a nurse."""
    rng = Random(5)
    return tuple(_scored(one, rng) for one in beds)


def _scored(one: BedRow, rng: Random) -> BedRow:
    if one.patient is None:
        return one
    last = rng.choice((0, 1, 1, 2, 2, 3, 5, 6))
    scores = tuple((ago(hours=23 - 2 * at), max(0, last + rng.choice((-1, 0, 0, 1)))) for at in range(11))
    said = CardVitals((*scores, (ago(minutes=30), last)), last, last, last >= 5, "", ahead(hours=1))
    return replace(one, patient=replace(one.patient, vitals=said))


def due(soon: datetime, at_: datetime, kind: TaskKind = TaskKind.VITALS) -> OwedRow:
    return owed(kind, Deadlines(ago(hours=8), soon, at_, at_ + timedelta(hours=1)), 70)


def line(width: int, *, asks: bool = False) -> ScoreLine:
    made = ScoreLine()
    look = dress("dark")
    made.set_ink(ScoreInk(look.text, look.muted, look.medium.solid, look.medium.on_solid))
    made.setFont(fonts.pixels(14, fonts.Weight.DemiBold))
    made.show_score("NEWS2 5", vitals(5).scores, asks=asks)
    made.resize(width, 24)
    return made


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (vitals(5, asks=True), "NEWS2 5"),
        (vitals(None, at_least=3), "NEWS2 3+"),
        (vitals(None, at_least=None), ""),
        (vitals(4, no_score="pregnant"), ""),
        (None, ""),
    ],
)
def test_the_figure_of_a_card(said: CardVitals | None, words: str) -> None:
    assert score_on_card(replace(patient(), vitals=said)) == words


def test_a_screen_reader_hears_what_it_asks_for() -> None:
    one = replace(patient(), vitals=vitals(5, asks=True))
    assert sentence_of(bed(1, one), HERE, NOW).endswith(", NEWS2 5, asks for a nurse")
    some = replace(patient(), vitals=vitals(None, at_least=3))
    assert sentence_of(bed(1, some), HERE, NOW).endswith(", NEWS2 3 or more")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-31, ""),
        (-30, "vitals due 15:00"),
        (-1, "vitals due 15:00"),
        (0, "vitals late"),
        (59, "vitals late"),
        (60, "vitals lapsed"),
    ],
)
def test_what_is_due_stands_in_its_line(minutes: int, words: str) -> None:
    at_ = datetime(2026, 11, 23, 20, 0, tzinfo=NOW.tzinfo)
    one = patient(more=(due(at_ - timedelta(minutes=30), at_),))
    assert face_of(one, HERE, at_ + timedelta(minutes=minutes)).owed == words


@pytest.mark.parametrize("kind", [*ADMISSION_TASKS, *ASSESSMENTS, TaskKind.VITALS])
@pytest.mark.parametrize("stage", [Stage.LATE, Stage.LAPSED])
def test_card_and_alert_say_one_word(kind: TaskKind, stage: Stage) -> None:
    at_ = ago(minutes=1) if stage is Stage.LATE else ago(hours=1)
    words = face_of(patient(more=(due(ago(hours=2), at_, kind),)), HERE, NOW).owed
    assert words.split()[-1] == happened(kind, stage).split()[-1] == stage.value


def test_of_several_it_says_what_holds_for_all_of_them() -> None:
    lapsed = due(ago(hours=2), ago(hours=1))
    late = due(ago(hours=2), ago(minutes=1), TaskKind.BVC)
    soon = due(ago(minutes=1), ahead(minutes=5), TaskKind.WEIGHT)
    assert face_of(patient(more=(lapsed, late, soon)), HERE, NOW).owed == "2 tasks late"
    assert face_of(patient(more=(late, replace(late, kind=TaskKind.WEIGHT))), HERE, NOW).owed == "2 tasks late"
    assert face_of(patient(more=(lapsed, replace(lapsed, kind=TaskKind.BVC))), HERE, NOW).owed == "2 tasks lapsed"
    assert face_of(patient(more=(lapsed, soon)), HERE, NOW).owed == "vitals lapsed"


@pytest.mark.parametrize("kind", [TaskKind.BVC, TaskKind.CIWA, TaskKind.COWS])
def test_no_card_says_which_assessment(kind: TaskKind) -> None:
    one = patient(more=(due(ago(minutes=1), ahead(minutes=5), kind),))
    face = face_of(one, HERE, NOW)
    assert face.owed == "assessment due"
    assert kind.value not in sentence_of(bed(1, one), HERE, NOW)


def test_a_face_is_made_anew_when_vitals_fall_due() -> None:
    one = patient(last_seen=ago(minutes=1), more=(due(ahead(seconds=20), ahead(minutes=5)),))
    assert face_of(one, HERE, NOW).until <= ahead(seconds=20)


def test_the_line_goes_before_the_figure(qtbot: QtBot) -> None:
    for width, shown in ((150, True), (round(line(1).needed(line=False)) + 5, False)):
        made = line(width)
        qtbot.addWidget(made)
        assert made.has_line is shown


def test_what_asks_for_a_nurse_is_filled(qtbot: QtBot) -> None:
    for asks in (True, False):
        made = line(150, asks=asks)
        qtbot.addWidget(made)
        color = made.grab().toImage().pixelColor(4, 12)
        assert (color == themes.load("dark").medium.solid) is asks


def test_a_second_does_not_draw_the_line_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page = wall(qtbot, snapshot(scored(busy())))
    drawn: list[ScoreLine] = []
    paint = ScoreLine.paintEvent

    def count(self: ScoreLine, event: object) -> None:
        drawn.append(self)
        paint(self, event)  # type: ignore[arg-type]  # the event Qt gave

    monkeypatch.setattr(ScoreLine, "paintEvent", count)
    for seconds in range(1, 4):
        at(page, later(seconds=seconds))
    assert drawn == []


def test_precautions_keep_their_room_and_the_line_gives_way(qtbot: QtBot) -> None:
    many = replace(patient(precautions=("SI", "AWOL", "ASLT", "FALL", "SZ")), vitals=vitals(5, asks=True))
    few = replace(patient(2), vitals=vitals(1))
    page = desk(qtbot, snapshot((bed(1, many), bed(2, few), *(bed(one) for one in range(3, 25)))), size=(1366, 768))
    cards = page.grid.cards
    assert cards[1].parts.score.isVisible()
    assert not cards[1].parts.score.has_line
    assert cards[1].parts.precautions.shown()[-1].startswith("+")
    assert cards[2].parts.score.has_line


def test_a_score_that_asks_stays_where_precautions_have_no_room(qtbot: QtBot) -> None:
    """Beside the open side panel of a small desk it was the one thing that fell off the card."""
    asking = replace(patient(precautions=("SI", "ASLT")), vitals=vitals(6, asks=True))
    well = replace(patient(2, precautions=("SI", "ASLT")), vitals=vitals(0))
    page = desk(qtbot, snapshot((bed(1, asking), bed(2, well), *(bed(one) for one in range(3, 25)))), size=(720, 680))
    cards = page.grid.cards
    assert cards[1].parts.score.isVisible()
    assert not cards[1].parts.precautions.isVisible()
    assert cards[2].parts.precautions.isVisible()
    assert [words for card in cards.values() for words in card.cut_texts()] == []


@pytest.mark.parametrize(("count", "size", "foot"), [(24, (1366, 768), True), (60, (1000, 560), False)])
def test_the_score_goes_before_the_time_does(qtbot: QtBot, count: int, size: tuple[int, int], foot: bool) -> None:
    beds = scored(crowded(count))
    page = wall(qtbot, snapshot(beds), size=size)
    one = next(card for card in page.grid.cards.values() if card.bed is not None and card.bed.patient is not None)
    assert one.parts.score.isVisible() is foot
    assert one.parts.time.isVisible()
    assert [words for card in page.grid.cards.values() for words in card.cut_texts()] == []


def test_old_data_does_not_shout(qtbot: QtBot) -> None:
    page = wall(qtbot, snapshot(scored(busy())))
    page.tick(later(minutes=2))
    asking = next(card for card in page.grid.cards.values() if card.parts.score.asks)
    colors = asking.parts.score.grab().toImage()
    assert colors.pixelColor(4, asking.parts.score.height() // 2) != themes.load("dark").medium.solid


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_it_looks_as_approved(qtbot: QtBot, tmp_path: Path, theme: themes.ThemeName) -> None:
    beds = scored(busy())
    shown: BoardSnapshot = replace(snapshot(beds), show_precautions_on_wall=True)
    page = wall(qtbot, shown, theme=theme)
    compare(page, f"wall-vitals-{theme}", tmp_path)


@pytest.mark.parametrize("width", [1366, 1150, 1024, 800, 720])
def test_no_piece_of_a_precaution_is_drawn_beside_a_mark(qtbot: QtBot, width: int) -> None:
    said = {"late_entry": True, "precautions": ("SI", "ASLT")}
    who = [replace(patient(number, **said), vitals=vitals(1)) for number in range(1, 37)]  # type: ignore[arg-type]
    page = desk(qtbot, snapshot(tuple(bed(number, one) for number, one in enumerate(who, 1))), size=(width, 700))
    for card in page.grid.cards.values():
        row = card.parts.precautions
        assert row.isHidden() or row.needed(row.shown()) <= row.width(), (row.shown(), row.width())
