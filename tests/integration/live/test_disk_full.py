"""The disk is full: nothing gets a receipt that is not stored; with room again, all goes on."""

import resource
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

ROOM = 64 * 1024
#: PostgreSQL says it of whoever writes into the journal
FULL = """
CREATE FUNCTION refuse_for_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON live_update EXECUTE FUNCTION refuse_for_room()
"""


@contextmanager
def full_disk(sea):
    """From some bytes on nothing more can be written, until the block ends."""
    address = make_url(sea.server.address.owner)
    if address.drivername == "sqlite":
        log = Path(f"{address.database}-wal")
        limit = log.stat().st_size + ROOM
        resource.prlimit(sea.server.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        yield
        everything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(sea.server.pid, resource.RLIMIT_FSIZE, everything)
        return
    url = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(url, autocommit=True)) as owner:
        owner.execute(FULL)
        yield
        owner.execute("DROP FUNCTION refuse_for_room CASCADE")


@pytest.fixture
def trouble(sea):
    """How often the server has said that it cannot write."""

    def count():
        return sea.server.log().count("cannot write to the journal")

    return count


def test_what_cannot_be_stored_gets_no_receipt_and_is_stored_once_there_is_room(sea, trouble):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    ana.type("before, ")
    ana.wait_for_receipt()
    said = trouble()
    with full_disk(sea):
        while trouble() < said + 2:
            ana.type("x" * 5000)
            time.sleep(0.02)
        ana.read()
        ben.read()
        saved = ana.received
        assert saved < ana.n
        # what nobody may rely on, nobody sees
        assert sea.count_rows() == saved == ben.seq
        assert str(ben.text) == "before, " + "x" * 5000 * (saved - 1)
        assert not ana.refusals
        # whoever comes meanwhile reads what there is
        assert str(sea.joined("chair").text) == str(ben.text)
        time.sleep(1)
        ana.read()
        assert ana.received == saved
    ana.wait_for_receipt()
    ben.wait_for_text(str(ana.text))
    assert sea.count_rows() == ana.n
    assert str(sea.joined("guest").text) == str(ana.text)
