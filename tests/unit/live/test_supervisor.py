import os
import signal
from pathlib import Path

import pytest

from collab.live.reader import edit, project, snapshot
from collab.live.supervisor import BrokenUpdateError, Reader, ReadingError
from tests.unit.live.updates import Writer, hostile_updates

HELLO = {
    "op": "write",
    "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a"}]}],
}


@pytest.fixture(scope="module")
def reader():
    made = Reader(timeout_seconds=20)
    yield made
    made.close()


def test_the_reader_edits_and_reads(reader):
    _answer, updates = reader.ask("edit", [], operation=HELLO)
    answer, _blobs = reader.ask("project", updates)
    assert answer["text"] == "a"
    assert answer["content"]["content"][0]["type"] == "paragraph"


def test_a_snapshot_is_one_update_that_says_the_same(reader):
    updates = [Writer(client).write("words ") for client in range(1, 9)]
    answer, blobs = reader.ask("snapshot", updates)
    assert len(blobs) == 1
    assert answer["ledger"]["clocks"] == {str(client): 6 for client in range(1, 9)}


def test_what_does_not_fit_the_schema_is_told(reader):
    with pytest.raises(ReadingError) as error:
        reader.ask("edit", [], operation={"op": "write", "content": [{"type": "picture"}]})
    assert error.value.code == "schema"


def test_an_update_that_cannot_be_read_is_named(reader):
    fine = Writer(1).write("a")
    with pytest.raises(BrokenUpdateError) as error:
        reader.ask("project", [fine, b"garbage", fine])
    assert error.value.index == 1


def test_an_update_that_kills_the_reader_is_named_and_the_next_reader_works(reader):
    deep = next(u for name, u in hostile_updates().items() if "28000 deep" in name)
    fine = Writer(1).write("a")
    with pytest.raises(BrokenUpdateError) as error:
        reader.ask("project", [fine, deep])
    assert error.value.index == 1
    assert reader.ask("edit", [], operation=HELLO)[1]


def test_the_killer_is_found_in_a_long_list_too(reader):
    deep = next(u for name, u in hostile_updates().items() if "28000 deep" in name)
    fine = Writer(1).write("a")
    for place in (0, 301, 649):
        updates = [fine] * 650
        updates[place] = deep
        assert reader._find_killer(updates) == place


def test_a_reader_gets_only_so_much_memory_and_the_next_one_works():
    reader = Reader(memory_bytes=96 * 2**20)
    try:
        with pytest.raises(BrokenUpdateError) as error:
            reader.ask("project", [b"\0" * (90 * 2**20)])
        assert error.value.index == -1
        assert reader.ask("edit", [], operation=HELLO)[1]
    finally:
        reader.close()


def test_a_reader_leaves_the_processor_and_the_memory_to_the_server(reader):
    reader.ask("project", [])
    process = Path(f"/proc/{reader._process.pid}")
    assert (process / "oom_score_adj").read_text().strip() == "1000"
    assert os.getpriority(os.PRIO_PROCESS, reader._process.pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_a_reader_that_hangs_is_ended_and_another_one_asked():
    reader = Reader(timeout_seconds=3)
    try:
        reader.ask("project", [])
        hanging = reader._process
        hanging.send_signal(signal.SIGSTOP)
        assert reader.ask("project", [])[0]["text"] == ""
        assert hanging.poll() == -signal.SIGKILL
    finally:
        reader.close()


def test_an_idle_reader_rests_and_comes_back(reader):
    reader.ask("project", [])
    reader.rest(idle_seconds=0)
    assert reader._process is None
    reader.ask("project", [])


def test_tasks_need_no_process_to_be_right():
    updates = edit([], {"operation": HELLO})[1]
    whole = snapshot(updates, {})[1]
    assert project(whole, {})[0] == project(updates, {})[0]


def test_many_fine_updates_are_not_taken_for_the_killer_because_they_take_long():
    updates = [Writer(1).write("some words")] * 40_000
    reader = Reader(timeout_seconds=20)
    try:
        reader.ask("project", [])
        reader._timeout = 0.5  # for each update; all of them take longer
        assert reader._find_killer(updates) == -1
    finally:
        reader.close()
