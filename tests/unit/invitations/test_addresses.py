import pytest

from collab.invitations.addresses import mask_address, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ana@Example.ORG ", "ana@example.org"),
        ("ä@müller.de", "ä@müller.de"),
        ("nobody", None),
        ("a@localhost", None),
        ("a@b@c.org", None),
        ("a@x.org, b@x.org", None),
        (f"{'a' * 250}@example.org", None),
        ("a\r\nBcc: b@x.org", None),
        ("", None),
    ],
)
def test_what_an_address_is(text: str, address: str | None) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("ana@region.example.org", "a…@r….org"),
        ("a@b.eu", "…@….eu"),
        ("ines.martin@lyon.fr", "i…@l….fr"),
    ],
)
def test_a_masked_address_is_recognised_by_its_owner_only(address: str, masked: str) -> None:
    assert mask_address(address) == masked
