"""Tables as spreadsheets save them."""

import pytest

from station.gateways.sheet import LARGEST, Unreadable, read_sheet

COLUMNS = {"mrn": ("record number",), "birth date": ("dob",), "bed": ()}


def cells(data: bytes | str) -> list[dict[str, str]]:
    return [dict(line.cells) for line in read_sheet(data, COLUMNS, ("mrn", "bed")).lines]


ONE = [{"mrn": "1", "birth date": "x", "bed": "12"}]


@pytest.mark.parametrize(
    "data",
    [
        "mrn,birth date,bed\n1,x,12\n",
        "MRN , Birth_Date,BED\r\n 1 , x , 12 \r\n",
        "bed;mrn;dob\n12;1;x",
        "mrn\tbirthdate\tbed\n1\tx\t12\n",
        '"mrn","birth-date","bed"\n"1","x","12"\n',
        "\ufeffRecord Number,DOB,Bed\n1,x,12",
        b"\xef\xbb\xbfmrn,birth date,bed\n1,x,12\n",
        "mrn\tbirth date\tbed\n1\tx\t12\n".encode("utf-16"),
        "\n\n , ,\nmrn,birth date,bed\n\n,,\n1,x,12\n\n",
        "mrn,birth date,bed\r1,x,12\r",
    ],
)
def test_however_it_was_saved(data: bytes | str) -> None:
    assert cells(data) == ONE


def test_letters_survive_in_either_encoding() -> None:
    text = "mrn,bed\nMüller,Åsa"
    assert cells(text.encode("utf-8")) == cells(text.encode("cp1252")) == [{"mrn": "Müller", "bed": "Åsa"}]


def test_quoted_cells_hold_delimiters_and_lines_keep_their_numbers() -> None:
    sheet = read_sheet('mrn,birth date,bed\n"a\nb",x,"1,2"\n\n3,y,4\n', COLUMNS, ("mrn",))
    assert [line.number for line in sheet.lines] == [2, 5]
    assert dict(sheet.lines[0].cells) == {"mrn": "a\nb", "birth date": "x", "bed": "1,2"}


def test_short_lines_are_filled_and_long_ones_named() -> None:
    lines = read_sheet("mrn,birth date,bed\n1\n1,x,12,Smith\n1,x,12,,\n", COLUMNS, ("mrn",)).lines
    assert dict(lines[0].cells) == {"mrn": "1", "birth date": "", "bed": ""}
    assert lines[1].fault == "has 4 columns where the first line names 3"
    assert lines[2].fault is None


def test_columns_that_nobody_asked_for_are_told() -> None:
    assert read_sheet("mrn,bed,Doctor,\n1,2,H,\n", COLUMNS, ("mrn",)).ignored == ("Doctor",)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "must name the columns"),
        ("\n\n", "must name the columns"),
        ("1,x,12\n2,y,13\n", "must name the columns: mrn, birth date, bed"),
        ("mrn,dob\n1,x\n", "names no column bed"),
        ("mrn,bed,record_number\n1,2,3\n", r"names the column mrn twice \(record_number\)"),
        ("\nmrn,mrn,bed\n", "Line 2 names the column mrn twice"),
        ('mrn,bed\n"1,2\n3,4\n', "Line 2: the quotation marks do not match"),
        ('mrn,bed\n1,2\n"a"b,4\n', "Line 3: the quotation marks do not match"),
        (b"PK\x03\x04\x00\x00sheet", "not a text file"),
        (b"mrn,bed\n" + b"1,2\n" * (LARGEST // 4 + 1), "too large"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes | str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        cells(data)
