"""Small secrets that the database alone does not give away."""

import pytest

from collab.accounts.sealing import Sealer


def make_sealer(key: str) -> Sealer:
    made = Sealer()
    made.use(key)
    return made


def test_what_is_sealed_opens_with_the_same_key() -> None:
    sealed = make_sealer("one").seal("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert make_sealer("one").open(sealed) == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA=="])
def test_what_was_not_sealed_does_not_open(sealed: str) -> None:
    assert make_sealer("one").open(sealed) is None


def test_another_key_does_not_open_it() -> None:
    assert make_sealer("two").open(make_sealer("one").seal("secret")) is None


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(RuntimeError):
        Sealer().seal("secret")
