import pytest

from collab.inspection.names import clean_name, ending_of


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\Plan.docx", "Plan.docx"),
        ("in\u202efdp.exe", "infdp.exe"),
        ("a\nb\x07.txt", "a b.txt"),
        ('<"what?">.md', "__what___.md"),
        ("...", "file"),
        ("", "file"),
        ("\u202e\u200f", "file"),
        ("con.txt", "_con.txt"),
        ("Lpt1", "_Lpt1"),
        ("Concept.txt", "Concept.txt"),
        ("Cafe\u0301.txt", "Caf\u00e9.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_hide_nothing(given: str, name: str) -> None:
    assert clean_name(given) == name


def test_a_long_name_with_letters_that_turn_the_reading_round_stays_readable() -> None:
    name = clean_name("\u202e" * 50 + "Bericht\u202e" * 60 + ".\u202epdf")
    assert len(name) == 200
    assert name.startswith("BerichtBericht")
    assert name.endswith(".pdf")
    assert name.isprintable()


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".profile", "")]
)
def test_endings_are_told_in_small_letters(name: str, ending: str) -> None:
    assert ending_of(name) == ending
