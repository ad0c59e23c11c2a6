"""What is too much for a document is refused in words, and what was refused leaves no trace."""

import pytest
import socketio

from tests.conftest import KINDS
from tests.halls import open_hall
from tests.integration.live.conftest import EngineServer, Sea

pytestmark = pytest.mark.parametrize("harbour", KINDS[:1], indirect=True)


class StrictServer(EngineServer):
    """Allows so little that a test reaches it."""

    def start(self):
        self._environment |= {
            "COLLAB_LIVE_DOCUMENT_MB": "1",
            "COLLAB_LIVE_PERSON_SOCKETS": "3",
            "COLLAB_LIVE_PERSON_DOCUMENTS": "2",
            "COLLAB_LIVE_PERSON_PAGES": "3",
        }
        super().start()


@pytest.fixture(scope="module")
def harbour(request, tmp_path_factory):
    with open_hall(request, tmp_path_factory.mktemp("strict"), StrictServer) as (
        server,
        app,
        world,
    ):
        yield Sea(server, app, world)


def test_a_full_document_takes_deletions_and_is_read_on(sea):
    ana = sea.joined("secretary")
    ana.type("a" * 600_000)
    ana.wait_for_receipt()
    too_much = ana.write("b" * 600_000)
    ana.send(too_much)
    refusal = ana.wait_for_refusal()
    assert (refusal["code"], refusal["n"]) == ("full", 2)
    assert "too long" in refusal["message"]
    assert sea.count_rows() == 1
    ben = sea.joined("chair")
    assert len(str(ben.text)) == 600_000


def test_nobody_begins_to_write_in_one_document_again_and_again(sea):
    ana = sea.joined("secretary")
    for _page in range(3):
        ana.start_over()
        ana.type("a")
        ana.wait_for_receipt()
    ana.start_over()
    ana.type("a")
    refusal = ana.wait_for_refusal()
    assert (refusal["code"], sea.count_rows()) == ("too_much", 3)


def test_a_person_has_only_so_many_documents_open_at_once(sea):
    for _each in range(2):
        sea.joined("secretary", document=sea.add_document())
    answer = sea.peer("secretary", document=sea.add_document()).ask()
    assert (answer["ok"], answer["code"]) == (False, "too_much")
    assert answer["message"]
    sea.joined("chair")


def test_a_person_has_only_so_many_connections(sea):
    peers = [sea.peer("secretary") for _each in range(3)]
    with pytest.raises(socketio.exceptions.ConnectionError):
        sea.peer("secretary")
    peers[0].close()
    sea.joined("secretary")
