"""Owners, lanes and messages as they stand in pages and on the wire."""

from uuid import UUID

import pytest

from collab.boards.messages import MalformedError, parse_join
from collab.boards.models import LanesBy
from collab.boards.owners import OwnerKey, delegation, owner_key, person
from collab.boards.swimlanes import NO_LANE, lane_of, parse_lane

# the same in each worker: they stand in the names of tests
ANA, BEN, NORTH, SOUTH = (UUID(int=number) for number in range(1, 5))
BOARD = str(UUID(int=5))


def test_keys_of_owners_are_read_as_they_are_written() -> None:
    for key in (person(ANA), delegation(NORTH)):
        assert OwnerKey.parse(str(key)) == key
    assert owner_key(ANA, None) == person(ANA)
    assert owner_key(None, NORTH) == delegation(NORTH)
    with pytest.raises(ValueError, match="owed by"):
        owner_key(None, None)


@pytest.mark.parametrize("text", ["", "p", "p:", "p:x", f"x:{ANA}", str(ANA), "-"])
def test_what_names_nobody_is_no_owner(text: str) -> None:
    assert OwnerKey.parse(text) is None


def lane(lanes_by: LanesBy, *owners: OwnerKey, labels: tuple[UUID, ...] = ()) -> str:
    return lane_of(
        lanes_by,
        owners=owners,
        delegations={ANA: NORTH, BEN: SOUTH},
        labels=labels,
        lane_id=None,
    )


def test_the_first_owner_of_the_kind_gives_the_lane() -> None:
    assert lane(LanesBy.PERSON, delegation(SOUTH), person(ANA), person(BEN)) == f"p:{ANA}"
    assert lane(LanesBy.DELEGATION, person(ANA), delegation(SOUTH)) == f"d:{NORTH}"
    assert lane(LanesBy.DELEGATION, delegation(SOUTH), person(ANA)) == f"d:{SOUTH}"
    assert lane(LanesBy.LABEL, labels=(NORTH, SOUTH)) == f"l:{NORTH}"


def test_without_any_it_is_in_none_of_the_lanes() -> None:
    for lanes_by in (LanesBy.PERSON, LanesBy.DELEGATION, LanesBy.LABEL, LanesBy.FREE):
        assert lane(lanes_by) == NO_LANE
    assert lane(LanesBy.PERSON, delegation(NORTH)) == NO_LANE
    assert lane(LanesBy.NOTHING, person(ANA)) == ""


def test_a_key_of_another_kind_is_no_lane() -> None:
    assert parse_lane(f"l:{ANA}", "l") == ANA
    assert parse_lane(f"f:{ANA}", "l") is None
    assert parse_lane("l:x", "l") is None


def test_a_join_is_read_strictly() -> None:
    good = {"cooperation": "here", "board": BOARD, "version": 3, "shape": 1}
    join = parse_join(good)
    assert (str(join.board_id), join.version, join.shape) == (BOARD, 3, 1)
    wrong: list[dict[str, object]] = [
        {"version": -1},
        {"version": True},
        {"version": 2**60},
        {"shape": "1"},
        {"board": "x"},
        {"board": BOARD.replace("-", "")},
        {"cooperation": ""},
        {"cooperation": "x" * 101},
        {"cooperation": "a\nb"},
        {"more": 1},
    ]
    for change in wrong:
        with pytest.raises(MalformedError):
            parse_join(good | change)
