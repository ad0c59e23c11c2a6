"""Tables that a spreadsheet opens: nothing in them is calculated."""

import csv
import io

import pytest

from collab.core.tables import BOM, defuse, stream_table, write_table


def read(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+33 1 23",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =HYPERLINK(1)",
        "\u00a0@a",
        "\uff1d1+1",
    ],
)
def test_what_a_spreadsheet_would_calculate_is_text(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"
    assert read(write_table(["A"], [[cell]]))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["Énergie", "a=b", "1-2", "", "“quoted”"])
def test_other_text_stays_as_it_is(cell: str) -> None:
    assert defuse(cell) == cell


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert read(write_table(["A", "B", "C"], [[-3, 1.5, None]]))[1] == ["-3", "1.5", ""]


def test_line_breaks_and_quotes_stay_in_their_cell() -> None:
    cells = ['a "b"; c', "two\r\nlines", "a,b"]
    assert read(write_table(["A", "B", "C"], [cells]))[1] == cells


def test_a_stream_is_the_same_file_in_pieces() -> None:
    rows = [["Łódź", 1], ["=1", 2], ["c", 3]]
    streamed = "".join(stream_table(["A", "B"], [rows[:2], rows[2:]]))
    assert streamed == write_table(["A", "B"], rows)
