import pytest

from collab.search.compounds import list_possible_parts, split

KNOWN = {"wasserstoff", "strategie", "strategi", "sprache", "kurs", "verkehr", "minister", "laden"}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wasserstoffstrategie", ["wasserstoff", "strategie"]),
        ("wasserstoffstrategien", ["wasserstoff", "strategien"]),
        ("verkehrsminister", ["verkehrs", "minister"]),
        ("sprachkurs", ["sprache", "kurs"]),
        ("verkehrsministerkurs", ["verkehrs", "minister", "kurs"]),
        ("ladestrategie", ["laden", "strategie"]),
        ("wasserstoff", []),
        ("unbekanntwort", []),
        ("kurs", []),
    ],
)
def test_a_compound_is_made_of_words_that_are_known(word: str, parts: list[str]) -> None:
    assert split(word, KNOWN) == parts


def test_every_part_is_among_the_possible_ones() -> None:
    assert {"wasserstoff", "strategie"} <= set(list_possible_parts("wasserstoffstrategie"))
    assert "strategie" not in set(list_possible_parts("strategie"))
