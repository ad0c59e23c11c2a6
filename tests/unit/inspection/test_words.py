from pathlib import Path

import pytest

from collab.core.child import ChildFailed, Limits, run_child
from collab.inspection.words import has_words, read_words
from tests import hostile

OFFICE = Path(__file__).parents[2] / "data/office"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(tmp_path: Path, content: bytes | str, media_type: str) -> str:
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_words(path, media_type)


@pytest.mark.parametrize(
    ("content", "media_type", "words"),
    [
        (hostile.docx(), DOCX, "Harmless words"),
        (hostile.odt(), hostile.ODT_TYPE, "Heading\nZwei Wörter"),
        (hostile.pdf(words="On paper"), "application/pdf", "On paper"),
        ("Grüße\r\naus Ulm\x07", "text/plain", "Grüße\naus Ulm"),
        ("Größe".encode("cp1252"), "text/plain", "Größe"),
        ("Größe".encode("utf-16"), "text/csv", "Größe"),
        (hostile.PAGE + "<p>Ça<!-- no --> va</p>", "text/html", "Ça va"),
        (hostile.SVG, "image/svg+xml", ""),
        ("junk", "application/pdf", ""),
        ("junk", DOCX, ""),
        ("", "text/html", ""),
    ],
)
def test_words_are_read_and_nothing_else(
    tmp_path: Path, content: bytes | str, media_type: str, words: str
) -> None:
    assert read(tmp_path, content, media_type) == words


def test_entities_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    prolog = f'<!DOCTYPE w [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
    text = hostile.DOCX_TEXT.replace("?>", f"?>{prolog}", 1).replace("words", "&s;")
    assert "hidden" not in read(tmp_path, hostile.docx(text), DOCX)


def test_of_a_pdf_with_5000_pages_the_first_2000_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, hostile.pdf(5000, "page"), "application/pdf").split() == ["page"] * 2000


def test_what_can_be_read_is_told_before() -> None:
    assert has_words("application/pdf")
    assert has_words("text/markdown")
    assert not has_words("image/png")


@pytest.mark.parametrize(
    "code",
    [
        "bytes(2**31)",
        "print('x' * 2**21)",
        "while True: pass",
        "[open('/dev/null') for _ in iter(int, 1)]",
        "raise SystemExit(1)",
    ],
)
def test_a_child_that_takes_too_much_is_ended(tmp_path: Path, code: str) -> None:
    script = tmp_path / "greedy.py"
    script.write_text(
        f"from collab.core.confined import limit_self\nlimit_self()\nimport sys\n{code}\n"
        "sys.stdout.flush()"
    )
    with pytest.raises(ChildFailed):
        run_child(script, limits=Limits(memory=512 * 2**20, seconds=1, answer=2**20))


def test_of_a_child_that_was_ended_what_it_said_before_can_be_kept(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(
        "from collab.core.confined import limit_self\nlimit_self()\n"
        "print('begun', flush=True)\nwhile True: pass"
    )
    answer = run_child(script, limits=Limits(seconds=1), is_part_fine=True)
    assert answer == b"begun\n"


def test_a_child_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLAB_SECRET_KEY", "hidden")
    script = tmp_path / "nosy.py"
    script.write_text("import os\nprint(sorted(os.environ))")
    assert b"COLLAB" not in run_child(script)
