import pytest

from collab.search.spelling import distance, nearest

KNOWN = ["hydrogen", "strategy", "minutes", "minute", "energy", "verkehr"]


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("hydrogne", "hydrogen"),
        ("hidrogen", "hydrogen"),
        ("strtegy", "strategy"),
        ("stratteggy", "strategy"),
        ("enregy", "energy"),
        ("verkhr", "verkehr"),
    ],
)
def test_a_mistyped_word_is_near_the_one_that_was_meant(mistyped: str, meant: str) -> None:
    assert nearest(mistyped, KNOWN)[0] == meant


@pytest.mark.parametrize("word", ["abc", "lyon", "completely", "hydrogen"])
def test_what_is_near_nothing_is_left_alone(word: str) -> None:
    assert nearest(word, KNOWN) == []


def test_the_distance_counts_slips() -> None:
    assert distance("kitten", "sitting", 5) == 3
    assert distance("ab", "ba", 2) == 1
    assert distance("short", "muchlonger", 2) == 3
    assert distance("abcdef", "uvwxyz", 2) == 3
