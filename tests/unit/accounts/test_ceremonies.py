"""What passkeys are bound to, and what browsers may send."""

import pytest

from collab.accounts import ceremonies
from collab.core import addresses


@pytest.fixture(autouse=True)
def _address():
    before = addresses.public_url("")
    yield
    addresses.set_base(before)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://collab.example", ("https://collab.example", "collab.example")),
        ("https://collab.example:8443/", ("https://collab.example:8443", "collab.example")),
        ("http://localhost:8000", ("http://localhost:8000", "localhost")),
        ("https://example.org/collab", ("https://example.org", "example.org")),
    ],
)
def test_passkeys_are_bound_to_our_own_address(address: str, place: tuple[str, str]) -> None:
    addresses.set_base(address)
    assert ceremonies.our_place() == place


@pytest.mark.parametrize("answer", ["", "null", "1", '"x"', "[]", "{", "[" * 100_000])
def test_an_answer_is_an_object(answer: str) -> None:
    with pytest.raises(ceremonies.PasskeyRefused):
        ceremonies.parse_answer(answer)


@pytest.mark.parametrize(
    ("parsed", "found"),
    [
        ({}, []),
        ({"response": None}, []),
        ({"response": {"transports": "usb"}}, []),
        ({"response": {"transports": ["usb", 1, None, {}, "smoke signals"]}}, ["usb"]),
    ],
)
def test_unknown_transports_are_left_out(parsed, found) -> None:
    assert ceremonies.read_transports(parsed) == found
