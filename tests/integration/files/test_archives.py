"""A folder as ZIP."""

import zipfile
from io import BytesIO

from collab.core.db import unit_of_work
from collab.core.storage import storage
from collab.documents.models import Audience
from tests.documents import make_file, make_folder, make_page, throw_away
from tests.integration.files.conftest import Shelf


def test_a_folder_comes_as_zip_with_what_the_reader_may_see(shelf: Shelf, sign_in) -> None:
    with unit_of_work(shelf.world.here.scope):
        inner = make_folder(shelf.folder, "Été")
        make_folder(shelf.folder, "Empty")
        make_file(inner, "Größe.txt", b"Big" * 100_000)
        make_page(shelf.folder, "A page")
        gone = make_file(shelf.folder, "gone.txt", b"Gone")
        throw_away(gone)
        lost = make_file(shelf.folder, "lost.txt", b"Lost")
        make_file(shelf.library, "beside.txt", b"Beside")
    storage.remove(shelf.world.here.id, shelf.versions(lost.id)[0].id)
    answer = sign_in(shelf.world.person("member")).get(
        f"{shelf.url}/folders/{shelf.folder.id}/archive"
    )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Reports.zip"'
    packed = zipfile.ZipFile(BytesIO(answer.data))
    assert sorted(packed.namelist()) == ["Empty/", "Report.txt", "Été/", "Été/Größe.txt"]
    assert packed.read("Été/Größe.txt") == b"Big" * 100_000
    assert packed.testzip() is None


def test_guests_get_only_what_is_for_them(shelf: Shelf, sign_in) -> None:
    opened = {"audience": Audience.COOPERATION, "is_for_guests": True}
    with unit_of_work(shelf.world.here.scope):
        folder = make_folder(shelf.library, "Open", **opened)
        make_file(folder, "open.txt", b"Open")
        secret = make_file(folder, "secret.txt", b"Secret")
        secret.is_for_guests = False
    guest = sign_in(shelf.world.person("guest"))
    answer = guest.get(f"{shelf.url}/folders/{folder.id}/archive")
    assert zipfile.ZipFile(BytesIO(answer.data)).namelist() == ["open.txt"]
    assert guest.get(f"{shelf.url}/folders/{shelf.folder.id}/archive").status_code == 404


def test_names_never_leave_the_folder(shelf: Shelf, sign_in) -> None:
    with unit_of_work(shelf.world.here.scope):
        folder = make_folder(shelf.library, "../up")
        make_file(folder, "../../etc/passwd", b"x")
        make_file(folder, "..", b"y")
    answer = sign_in(shelf.world.person("member")).get(f"{shelf.url}/folders/{folder.id}/archive")
    names = zipfile.ZipFile(BytesIO(answer.data)).namelist()
    assert sorted(names) == ["file", "passwd"]
