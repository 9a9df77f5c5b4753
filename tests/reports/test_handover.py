"""What stands on a printed handover: everything that was signed, on each page who it is of, and how to check it."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from station.reports.canvas import SIZES, Canvas, Run, Stopped
from station.reports.canvas import Paper as Size
from station.reports.columns import Block, fill, two_columns
from station.reports.handover import handover_pdf
from station.reports.inter import cut_for, known
from station.rules.handover_page import Line
from tests.reports.papers import AT, HASH, LONG, NAMES, Paper, empty, handover

BOTH = pytest.mark.parametrize("size", list(Size))


def printed(paper: Paper, size: Size = Size.A4) -> list[str]:
    """The words of each page, blanks and breaks told apart no more."""
    made = handover_pdf(paper, size, printed_at=AT, printed_by="M. Ruiz")
    return [_plain(page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]


def _read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _has(pages: list[str], words: str) -> bool:
    """Also where a line was broken, or a column began, within the words."""
    return _plain(words) in "".join(pages)


@BOTH
@pytest.mark.parametrize("beds", [0, 8, 24, 60])
def test_every_fact_of_the_page_is_on_the_paper(size: Size, beds: int) -> None:
    page = handover(beds)
    pages = printed(Paper(page), size)
    for one in page.patients:
        assert _has(pages, f"{one.bed}")
        assert _has(pages, one.name)
    for section in page.sections:
        assert _has(pages, section.title)
        assert section.lines or not section.empty or _has(pages, section.empty)
        assert _has(pages, section.more)
        for line in section.lines:
            assert _has(pages, f"{line.lead}{line.text}"), line
            assert _has(pages, line.mark)
    for word, figure in page.figures:
        assert _has(pages, figure)
        assert _has(pages, word)
    assert _has(pages, page.accounted)


@BOTH
@pytest.mark.parametrize(("beds", "lapses", "count"), [(0, 2, 1), (8, 2, 1), (24, 2, 1), (60, 2, 2), (24, 40, 2)])
def test_it_is_one_page_where_it_fits(size: Size, beds: int, lapses: int, count: int) -> None:
    pages = printed(Paper(handover(beds, lapses=lapses)), size)
    assert len(pages) in (count, count + (size is Size.LETTER and count > 1))


@BOTH
def test_every_page_says_of_which_unit_and_shift_it_is_and_how_to_check_it(size: Size) -> None:
    pages = printed(Paper(handover(60, lapses=40)), size)
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        for words in (
            "3 West",
            "Day shift",
            "Mon 23 Nov 2026",
            "Printed Mon 23 Nov 2026 15:04 by M. Ruiz",
            f"page {number} of {len(pages)}",
            f"station verify --head 12345:{HASH}",
        ):
            assert _plain(words) in text, words


@BOTH
def test_the_paper_has_its_size(size: Size) -> None:
    made = handover_pdf(Paper(empty()), size, printed_at=AT, printed_by="M. Ruiz")
    box = PdfReader(io.BytesIO(made)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == tuple(round(one) for one in SIZES[size])


def test_who_signed_and_when_and_what_changed_between() -> None:
    since = ("1210 Nowak, W.: check lapsed 14:59; nobody accepted it", "note: Unit the lift is stuck")
    pages = printed(Paper(handover(8), since=since))
    for words in ("Hands over", "C. Lindt", "signed with PIN 14:58", "Takes over", "M. Ruiz", "signed with PIN 15:04"):
        assert _has(pages, words)
    assert _has(pages, "Since it was signed at 14:58, shown to M. Ruiz:")
    assert all(_has(pages, one) for one in since)


def test_what_nobody_has_signed_says_so() -> None:
    pages = printed(Paper(handover(8), outgoing=None, incoming=None))
    assert _has(pages, "NOT SIGNED. As the unit was at 15:04.")
    assert "".join(pages).count("notsigned") == 2


def test_names_of_many_countries_and_of_any_length() -> None:
    assert all(_has(printed(Paper(handover(12))), name) for name in NAMES)
    pages = printed(Paper(replace(handover(24, names=LONG), unit=f"Unit {LONG}")))
    assert _plain("".join(pages)).count(_plain(LONG)) >= 24


def test_a_letter_that_the_type_lacks_is_a_box_and_the_rest_stays() -> None:
    assert known("Ames 北 ☃") == "Ames □ □"
    page = handover(8)
    pages = printed(Paper(replace(page, patients=(replace(page.patients[0], name="Ames 北, M"),))))
    assert _has(pages, "Ames □, M")


def test_the_same_handover_printed_again_is_the_same_but_for_when_and_by_whom() -> None:
    paper = Paper(handover(24))
    first, again = (handover_pdf(paper, Size.A4, printed_at=AT, printed_by="M. Ruiz") for _ in range(2))
    assert first == again
    later = handover_pdf(paper, Size.A4, printed_at=AT + timedelta(days=30), printed_by="J. Moore")
    texts = [
        _plain("".join(one.extract_text() for one in PdfReader(io.BytesIO(made)).pages)) for made in (first, later)
    ]
    words = ("PrintedMon23Nov202615:04byM.Ruiz", "PrintedWed23Dec202615:04byJ.Moore")
    assert texts[0].replace(words[0], "") == texts[1].replace(words[1], "")
    assert all(word in text for word, text in zip(words, texts, strict=True))


def test_the_type_is_in_the_file_and_the_file_is_small() -> None:
    made = handover_pdf(Paper(handover(60)), Size.A4, printed_at=AT, printed_by="M. Ruiz")
    assert len(made) < 60_000
    fonts = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert all("Inter" in str(one.get_object()["/BaseFont"]) for one in fonts.values())


def test_figures_have_one_width() -> None:
    with cut_for("0123456789") as fonts, Canvas(Size.A4, fonts, title="", author="", at=AT) as canvas:
        widths = {canvas.measure(digit, 10.0) for digit in "0123456789"}
        bold = {canvas.measure(digit, 10.0, bold=True) for digit in "0123456789"}
    assert len(widths) == len(bold) == 1


def test_it_can_be_stopped() -> None:
    with pytest.raises(Stopped, match="No file was written"):
        handover_pdf(Paper(handover(8)), Size.A4, printed_at=AT, printed_by="M. Ruiz", cancelled=lambda: True)


def test_a_note_taken_back_is_on_the_paper_and_says_so() -> None:
    assert _has(printed(Paper(handover(8))), "Unit Ice machine is broken (J. Moore, 08:00) (taken back)")


# Columns.


def _nothing(canvas: object, x: float, y: float) -> None:
    del canvas, x, y


def blocks(*heights: float) -> list[Block]:
    """One section: its heading, and its lines."""
    return [Block(height, _nothing, 0, opens=not number) for number, height in enumerate(heights)]


def again(section: int) -> Block:
    return Block(10, _nothing, section, opens=True)


def test_a_heading_is_never_left_alone_at_the_foot() -> None:
    lines = [Block(10, _nothing, 7), *blocks(10, 10)]
    column, count = fill(lines[0:1] + lines[1:], 35, again)
    assert count == 1
    assert [one.section for one in column.blocks] == [7, 7]


def test_what_goes_on_elsewhere_is_headed_again() -> None:
    (left, right), count = two_columns(blocks(10, 20, 20, 20), 60, again)
    assert count == 4
    assert (left.height, right.height) == (50, 30)
    assert right.blocks[0].opens


def test_nothing_is_lost_where_a_block_is_taller_than_the_page() -> None:
    left_over, placed = blocks(10, 500, 20), 0
    while left_over:
        _, count = two_columns(left_over, 60, again)
        assert count > 0
        placed, left_over = placed + count, left_over[count:]
    assert placed == 3


def test_a_line_is_wrapped_within_its_width_and_a_long_word_broken() -> None:
    words = f"{LONG} {'x' * 200}"
    with cut_for(words) as fonts, Canvas(Size.A4, fonts, title="", author="", at=AT) as canvas:
        lines = canvas.wrap((Run(words),), 8.0, 80.0)
        for line in lines:
            last = line[-1]
            assert last.x + canvas.measure(last.text, 8.0) <= 80.0
    assert _plain("".join(one.text for line in lines for one in line)) == _plain(words)


def test_a_level_is_never_broken_within_its_words() -> None:
    """Else "asleep Q3" on one line and "0" on the next would be read as another level."""
    for size in Size:
        made = handover_pdf(Paper(handover(8)), size, printed_at=AT, printed_by="M. Ruiz")
        text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
        assert re.search(r"asleep\s?Q30", text)
        assert "Q3\n" not in text


def test_a_line_of_each_kind_of_mark() -> None:
    page = handover(8)
    marks = ("HIGH", "TECHNICAL", "MEDIUM", "LOW", "AWOL", "NOBODY", "SEVERITY 5")
    lines = tuple(Line(f"alert:{mark}", "1201", "x", mark) for mark in marks)
    sections = tuple(replace(one, lines=lines) if one.key == "alerts" else one for one in page.sections)
    pages = printed(Paper(replace(page, sections=sections)))
    assert all(_has(pages, mark) for mark in marks)
