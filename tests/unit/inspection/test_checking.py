"""What is taken, and what is not; see tests/hostile.py."""

import socket
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from collab.inspection import Checked, check
from collab.inspection.archives import Locked, TooMuchInside, UnsafeNames
from collab.inspection.errors import (
    Empty,
    Infected,
    NotWhatItSays,
    Refused,
    ScannerAway,
    Unreadable,
    Unsafe,
)
from collab.inspection.offices import ForeignEntities, NoDocument
from collab.inspection.scanner import Scanner
from tests import hostile

Checker = Callable[..., Checked]


@pytest.fixture
def checked(tmp_path: Path) -> Checker:
    def look(content: bytes | str, name: str) -> Checked:
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return check(path, name)

    return look


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (hostile.pdf(), "a.pdf", "application/pdf"),
        (hostile.pdf(), "report", "application/pdf"),
        (b"\xef\xbb\xbf" + hostile.pdf(), "scan.PDF", "application/pdf"),
        (hostile.image(), "a.png", "image/png"),
        (hostile.image("JPEG"), "a.jpg", "image/jpeg"),
        (hostile.image("GIF"), "a.gif", "image/gif"),
        (hostile.image("WEBP"), "a.webp", "image/webp"),
        (hostile.image("BMP"), "a.bmp", "image/bmp"),
        (hostile.image("TIFF"), "a.tif", "image/tiff"),
        (hostile.packed({"x/y.txt": "a"}), "a.zip", "application/zip"),
        (hostile.nested(3), "a.zip", "application/zip"),
        (hostile.odt(), "a.odt", hostile.ODT_TYPE),
        ("Größe\n", "a.txt", "text/plain"),
        ("Größe\n".encode("cp1252"), "a.txt", "text/plain"),
        ("Größe\n".encode("utf-16"), "a.csv", "text/csv"),
        ("#!/bin/sh\necho", "how-to.txt", "text/plain"),
        ("<h1 align=center>Read me</h1>", "a.md", "text/markdown"),
        ('<?xml version="1.0"?><a/>', "a.xml", "application/xml"),
        (hostile.PAGE, "a.html", "text/html"),
        (hostile.SVG, "a.svg", "image/svg+xml"),
        (b"\0\1\2\3" * 9, "a.gpkg", "application/octet-stream"),
        (hostile.PAGE, "a.unknown", "application/octet-stream"),
        (hostile.image(), "a.dwg.unknown", "image/png"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(99), "a.mp4", "video/mp4"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(
    checked: Checker, content: bytes | str, name: str, media_type: str
) -> None:
    assert checked(content, name).media_type == media_type


def test_what_was_found_out_is_told(checked: Checker) -> None:
    found = checked(hostile.docx(), "../\u202ePlan.docx")
    assert found.name == "Plan.docx"
    assert found.media_type.endswith("wordprocessingml.document")
    assert found.size == len(hostile.docx())
    assert not found.has_macros


def test_a_file_with_nothing_in_it_is_refused(checked: Checker) -> None:
    with pytest.raises(Empty):
        checked(b"", "a.txt")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (hostile.PAGE, "notes.txt"),
        (b"\xef\xbb\xbf  \n" + hostile.PAGE.encode(), "notes.txt"),
        (hostile.PAGE.encode("utf-16"), "notes.txt"),
        ("<!-- harmless --><script>x</script>", "notes.csv"),
        (hostile.SVG, "notes.txt"),
        (hostile.SVG, "picture.png"),
        (hostile.PAGE, "picture.jpg"),
        (hostile.image(), "picture.jpg"),
        (hostile.pdf(), "a.docx"),
        (hostile.image(), "a.pdf"),
        (b"\0\1\2\3", "a.txt"),
        (hostile.PAGE, "a.mp4"),
        (b"\0\1\2\3" * 99, "a.mp4"),
        (hostile.docx(), "a.doc"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    checked: Checker, content: bytes | str, name: str
) -> None:
    with pytest.raises(NotWhatItSays):
        checked(content, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (hostile.image() + hostile.packed({"run.js": "x"}), "a.png"),
        (hostile.pdf() + hostile.packed({"run.js": "x"}), "a.pdf"),
        (hostile.PAGE.encode() + hostile.pdf(), "a.pdf"),
        (b"GIF89a" + hostile.pdf(), "a.gif"),
        (b"GIF89a/*<script>alert(1)</script>*/", "a.gif"),
        (b"\xff\xd8\xff\xfe\0\x40<html><body>", "a.jpg"),
        ("words" + hostile.packed({"run.js": "x"}).decode("latin-1"), "a.unknown"),
    ],
)
def test_a_file_that_is_two_things_at_once_is_refused(
    checked: Checker, content: bytes | str, name: str
) -> None:
    raw = content if isinstance(content, bytes) else content.encode("latin-1")
    with pytest.raises(NotWhatItSays):
        checked(raw, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0" + bytes(80), "a.unknown"),
        (b"MZ\x90\0" + bytes(80), "report.pdf"),
        (b"\x7fELF" + bytes(80), "a"),
        ("alert(1)", "a.js"),
        ("dir", "report.pdf.bat"),
        (b"Rar!\x1a\x07\0", "a.rar"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z"),
        (b"\x1f\x8b\x08\0", "a.tar.gz"),
    ],
)
def test_programs_and_archives_that_nobody_looks_into_are_refused(
    checked: Checker, content: bytes | str, name: str
) -> None:
    with pytest.raises(Unsafe):
        checked(content, name)


@pytest.mark.parametrize(
    "name",
    ["../up.txt", "a/../../up.txt", "/etc/passwd", "C:\\x.txt", "..\\up.txt", "a\x07b", "\\\\h\\x"],
)
def test_an_archive_that_writes_elsewhere_is_refused(checked: Checker, name: str) -> None:
    with pytest.raises(UnsafeNames):
        checked(hostile.packed({name: "x"}), "a.zip")


def test_an_archive_with_a_link_out_of_it_is_refused(checked: Checker) -> None:
    with pytest.raises(UnsafeNames):
        checked(hostile.link_out(), "a.zip")


def test_an_archive_that_nobody_can_read_is_refused(checked: Checker) -> None:
    with pytest.raises(Locked):
        checked(hostile.locked(), "a.zip")


@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a"])
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bomb"
    hostile.write_bomb(path, 64 * 2**20)
    tracemalloc.start()
    with pytest.raises(TooMuchInside):
        check(path, name)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * 2**20


def test_a_bomb_in_an_archive_is_refused(checked: Checker, tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    hostile.write_bomb(path, 32 * 2**20)
    with pytest.raises(TooMuchInside):
        checked(hostile.packed({"inner.zip": path.read_bytes()}), "a.zip")


def test_archives_packed_into_each_other_again_and_again_are_refused(checked: Checker) -> None:
    with pytest.raises(TooMuchInside):
        checked(hostile.nested(5), "a.zip")


def test_an_archive_of_too_many_files_is_refused(checked: Checker) -> None:
    with pytest.raises(TooMuchInside):
        checked(hostile.packed({str(number): "" for number in range(10_001)}), "a.zip")


@pytest.mark.parametrize("content", [hostile.liar(), hostile.docx()[:-30], b"PK\x03\x04junk"])
def test_an_archive_that_lies_or_is_damaged_is_refused(checked: Checker, content: bytes) -> None:
    with pytest.raises(Unreadable):
        checked(content, "a.zip")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (hostile.packed({"evil.exe": "MZ"}), "a.docx"),
        (hostile.odt(), "a.docx"),
        (hostile.docx(), "a.odt"),
        (hostile.odt(media_type="text/html"), "a.odt"),
        (hostile.docx(), "a.xlsx"),
    ],
)
def test_an_archive_that_is_only_called_a_document_is_refused(
    checked: Checker, content: bytes, name: str
) -> None:
    with pytest.raises(NoDocument):
        checked(content, name)


@pytest.mark.parametrize("prolog", [hostile.ENTITIES, hostile.LAUGHS, "<!DOCTYPE x SYSTEM 'y'>"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels", "a/x.XML"])
def test_a_document_with_entities_is_refused(checked: Checker, prolog: str, part: str) -> None:
    with pytest.raises(ForeignEntities):
        checked(hostile.docx(**{part: f'<?xml version="1.0"?>{prolog}<x/>'}), "a.docx")


def test_entities_in_another_encoding_are_found_too(checked: Checker) -> None:
    part = f'<?xml version="1.0" encoding="UTF-16"?>{hostile.ENTITIES}<x/>'.encode("utf-16")
    with pytest.raises(ForeignEntities):
        checked(hostile.odt(**{"styles.xml": part}), "a.odt")


@pytest.mark.parametrize("part", ["no xml", "<a", "<!--" + "x" * 2**21])
def test_a_document_whose_parts_cannot_be_read_is_refused(checked: Checker, part: str) -> None:
    with pytest.raises(Refused):
        checked(hostile.docx(part), "a.docx")


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (hostile.docx(**{"word/vbaProject.bin": b"x"}), "a.docm", True),
        (hostile.docx(**{"word/vbaProject.bin": b"x"}), "a.docx", True),
        (hostile.odt(**{"Basic/Standard/Module1.xml": "<x/>"}), "a.odt", True),
        (hostile.odt(**{"Scripts/python/run.py": "x"}), "a.odt", True),
        (hostile.odt(**{"Basic/Standard/script-lb.xml": "<x/>"}), "a.odt", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "a.doc", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.xls", False),
    ],
)
def test_macros_are_noticed(checked: Checker, content: bytes, name: str, expected: bool) -> None:
    assert checked(content, name).has_macros is expected


def test_every_refusal_has_its_own_clear_words() -> None:
    refusals: list[type[Refused]] = [Refused]
    for each in refusals:
        refusals += each.__subclasses__()
    raised = [each() for each in refusals]
    assert len({each.code for each in raised}) >= 8
    assert all(each.fields == {"file": each.message} for each in raised)


def _clamd(path: Path, answer: bytes) -> Thread:
    """A clamd for one question, which checks that it is asked properly."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen()

    def serve() -> None:
        with server, server.accept()[0] as asked, asked.makefile("rb") as question:
            assert question.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(question.read(4), "big"):
                question.read(length)
            asked.sendall(answer)

    thread = Thread(target=serve)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Signature FOUND\0", Infected),
        (b"INSTREAM size limit exceeded. ERROR\0", ScannerAway),
        (b"", ScannerAway),
    ],
)
def test_the_virus_scanner_is_asked(
    tmp_path: Path, answer: bytes, error: type[Exception] | None
) -> None:
    file, scanner = tmp_path / "file", Scanner()
    file.write_bytes(b"x" * 200_000)
    thread = _clamd(tmp_path / "socket", answer)
    scanner.use(str(tmp_path / "socket"))
    if error is None:
        scanner.scan(file)
    else:
        with pytest.raises(error):
            scanner.scan(file)
    thread.join(5)


@pytest.mark.parametrize("place", ["/nowhere/clamd.sock", "127.0.0.1:1"])
def test_without_an_answer_of_the_scanner_no_file_is_taken(tmp_path: Path, place: str) -> None:
    file, scanner = tmp_path / "file", Scanner()
    file.write_bytes(b"x")
    scanner.scan(file)
    scanner.use(place)
    with pytest.raises(ScannerAway):
        scanner.scan(file)
