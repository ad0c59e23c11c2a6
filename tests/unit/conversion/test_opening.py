"""Files of strangers are read in a process of its own: damaged ones harm nobody."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from collab.conversion.errors import NotReadable, TextTooLong
from collab.conversion.opening import format_of, is_office, open_text
from collab.conversion.reading.texts import read_text
from collab.conversion.results import Format, Unreadable
from collab.conversion.showing import html_of_office
from tests.converted import OFFICE

pytestmark = pytest.mark.usefixtures("english_reader")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def declaring(tmp_path: Path, name: str, part: str, declared: str) -> Path:
    """The letter with an entity in one of its parts."""
    made = tmp_path / name
    with ZipFile(OFFICE / name) as source, ZipFile(made, "w") as target:
        for each in source.namelist():
            data = source.read(each).decode("utf-8", "surrogateescape")
            if each == part:
                assert "Gentili" in data
                head, _end, rest = data.replace("Gentili", "&b;").partition("?>")
                data = f"{head}?>{declared}{rest}"
            target.writestr(each, data.encode("utf-8", "surrogateescape"))
    return made


@pytest.mark.parametrize("declared", [BOMB, FILE])
@pytest.mark.parametrize(
    ("name", "part"), [("letter.docx", "word/document.xml"), ("letter.odt", "content.xml")]
)
def test_documents_that_declare_entities_are_not_read(
    tmp_path: Path, name: str, part: str, declared: str
) -> None:
    path = declaring(tmp_path, name, part, declared)
    with pytest.raises(Unreadable):
        read_text(path, Format(path.suffix[1:]))


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT])
def test_what_is_no_document_is_said_to_be_damaged(tmp_path: Path, kind: Format) -> None:
    for number, data in enumerate((b"", b"PK\x03\x04", b"<html>")):
        path = tmp_path / f"{number}"
        path.write_bytes(data)
        with pytest.raises(Unreadable):
            read_text(path, kind)


def test_a_process_that_fails_is_told_of_in_clear_words(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(NotReadable):
        open_text(path, Format.DOCX)
    path.write_text("word " * 100_000)
    with pytest.raises(TextTooLong):
        open_text(path, Format.MARKDOWN)


def test_a_document_is_shown_as_html_that_does_nothing() -> None:
    shown = html_of_office(OFFICE / "report-pandoc.docx", DOCX)
    assert shown.startswith("<h2")
    assert '<th scope="col">' in shown
    assert 'src="data:image/png;base64,' in shown
    for never in ("<script", "onerror", "style=", "javascript:"):
        assert never not in shown


def test_kinds_are_known_by_name_and_by_media_type() -> None:
    assert format_of("A.DOCX") is Format.DOCX
    assert format_of("readme") is None
    assert format_of("a.pdf") is None
    assert is_office(DOCX)
    assert not is_office("text/plain")
    with pytest.raises(NotReadable):
        html_of_office(Path("x"), "text/plain")
