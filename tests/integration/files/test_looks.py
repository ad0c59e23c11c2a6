"""What files look like, and their words."""

from io import BytesIO
from pathlib import Path

from docx import Document as Word
from PIL import Image

from collab.core.db import new_id, unit_of_work
from collab.core.storage import storage
from collab.documents.service import Spot
from collab.files import service
from collab.files.service import reading
from collab.files.service.reading import read_forgotten
from tests.documents import make_file
from tests.integration.files.conftest import Shelf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file() -> bytes:
    made, file = Word(), BytesIO()
    made.add_heading("Zwischenbericht", 1)
    made.add_paragraph("Die Wasserstoffstrategie der vier Regionen.")
    made.save(file)
    return file.getvalue()


def spool(content: bytes) -> Path:
    path = storage.spool() / str(new_id())
    path.write_bytes(content)
    return path


def test_documents_are_shown_as_html_in_which_nothing_acts(shelf: Shelf, sign_in) -> None:
    with unit_of_work(shelf.world.here.scope):
        made = make_file(shelf.folder, "Bericht.docx", word_file(), media_type=WORD)
        lost = make_file(shelf.folder, "Kaputt.docx", b"no ZIP at all", media_type=WORD)
    member = sign_in(shelf.world.person("member"))
    page = member.get(f"{shelf.url}/{made.id}").text
    assert "<h2>Zwischenbericht</h2>" in page
    assert "<p>Die Wasserstoffstrategie der vier Regionen.</p>" in page
    broken = member.get(f"{shelf.url}/{lost.id}")
    assert broken.status_code == 200
    assert "There is no preview of this kind of file." in broken.text


def test_images_are_made_anew(shelf: Shelf, sign_in) -> None:
    file = BytesIO()
    Image.new("RGB", (30, 20), "red").save(file, "JPEG", comment=b"secret place")
    with unit_of_work(shelf.world.here.scope):
        made = make_file(shelf.folder, "p.jpg", file.getvalue(), media_type="image/jpeg")
        broken = make_file(shelf.folder, "b.jpg", b"no image", media_type="image/jpeg")
    member = sign_in(shelf.world.person("member"))
    answer = member.get(f"{shelf.url}/{made.id}/picture")
    assert Image.open(BytesIO(answer.data)).size == (30, 20)
    assert b"secret place" not in answer.data
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert member.get(f"{shelf.url}/{broken.id}/picture").status_code == 422


def test_the_words_of_a_file_are_read_after_it_came(shelf: Shelf) -> None:
    told: list[object] = []
    service.on_words_read(told.append)
    try:
        with unit_of_work(shelf.world.here.scope):
            actor, spot = shelf.world.actor("member"), Spot(shelf.world.group.id)
            made = service.add_file(actor, spot, "Bericht.docx", spool(word_file()))
        assert reading.read_waiting() == 1
        assert told == [made.id]
        assert "Wasserstoffstrategie" in str(shelf.versions(made.id)[0].text)
    finally:
        reading.forget_listener(told.append)


def test_what_was_not_read_before_a_restart_is_read_later(shelf: Shelf) -> None:
    assert read_forgotten() == 1
    version = shelf.versions()[0]
    assert (version.text, version.read_at is not None) == ("Figures", True)
    assert read_forgotten() == 0
