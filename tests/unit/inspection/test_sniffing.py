"""What a file is, told from how it begins, in no time however it does."""

from time import thread_time

import pytest

from collab.inspection.formats import HEAD, Family
from collab.inspection.sniffing import tell_family

#: seconds
SOON = 1.0


@pytest.mark.parametrize(
    ("beginning", "again"),
    [
        (b"", b"<!--a-->"),
        (b"", b"<!--a-->\n"),
        (b"<?xml?>", b"<!--a-->"),
        (b"", b"<?a?>"),
        (b"<!doctype svg", b"> <!--"),
    ],
)
def test_what_stands_before_a_drawing_is_read_only_once(beginning: bytes, again: bytes) -> None:
    tell_family(beginning + again * 8 + b"words")
    for count in (16, 24, HEAD // len(again)):  # so that it does not take for ever where it fails
        began = thread_time()
        tell_family(beginning + again * count + b"words")
        assert thread_time() - began < SOON


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"<?xml version='1.0'?>\n<?xml-stylesheet href='a.css'?>\n",
        b"<?xml version='1.0'?><!-- made by --> <!-- somebody -->",
        b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' [<!ENTITY a 'b'>]>\n",
    ],
)
def test_a_drawing_is_one_whatever_stands_before_it(before: bytes) -> None:
    assert tell_family(before + b"<svg xmlns='http://www.w3.org/2000/svg'>") is Family.SVG


def test_a_comment_alone_is_taken_for_a_page() -> None:
    assert tell_family(b" <!-- a -->words") is Family.HTML
