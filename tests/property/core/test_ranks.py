"""Whatever is inserted wherever, the order is the one that was asked for."""

from hypothesis import given
from hypothesis import strategies as st

from collab.core.ranks import rank_between, spread


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=120))
def test_ranks_keep_the_order_of_any_insertions(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else None
        high = ranks[at] if at < len(ranks) else None
        ranks.insert(at, rank_between(low, high))
    assert ranks == sorted(set(ranks))
    assert not any(rank.endswith("a") for rank in ranks)


def test_a_thousand_at_the_end_or_the_beginning_stay_short() -> None:
    last = first = rank_between(None, None)
    for _each in range(1000):
        last, first = rank_between(last, None), rank_between(None, first)
        assert max(len(last), len(first)) <= 8


def test_even_at_the_ends_of_the_alphabet_there_is_room() -> None:
    assert rank_between("zzzzzzzz", None) > "zzzzzzzz"
    assert rank_between(None, "aaaaaaab") < "aaaaaaab"


@given(st.integers(min_value=0, max_value=2000))
def test_many_ranks_at_once_are_in_order(count: int) -> None:
    made = spread(count)
    assert made == sorted(set(made))
    assert len(made) == count
