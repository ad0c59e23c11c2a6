"""Only what our own processes have sealed is read, and only where it was meant to be heard."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from collab.core.seals import Opened, Sealer

OURS = Sealer("the secret of this installation")
NAME = OURS.name("access")
SAID = Opened(b"process1", 7, b"hello")


def test_what_is_sealed_comes_out_as_it_went_in() -> None:
    assert OURS.open(NAME, OURS.seal(NAME, SAID)) == SAID
    empty = Opened(b"process1", 2**64 - 1, b"")
    assert OURS.open(NAME, OURS.seal(NAME, empty)) == empty


def test_every_changed_bit_breaks_the_seal() -> None:
    sealed = OURS.seal(NAME, SAID)
    for place, bit in product(range(len(sealed)), range(8)):
        forged = bytearray(sealed)
        forged[place] ^= 1 << bit
        assert OURS.open(NAME, bytes(forged)) is None, place


@given(st.binary(max_size=80))
def test_noise_is_nobodys_message(noise: bytes) -> None:
    assert OURS.open(NAME, noise) is None


def test_a_message_counts_on_its_own_channel_only() -> None:
    assert OURS.open(OURS.name("boards"), OURS.seal(NAME, SAID)) is None


def test_installations_that_share_a_redis_neither_meet_nor_believe_each_other() -> None:
    others = Sealer("the secret of another installation")
    assert others.name("access") != NAME
    assert OURS.open(NAME, others.seal(NAME, SAID)) is None
