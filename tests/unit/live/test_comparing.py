from pycrdt import Doc, Text

from collab.live.comparing import find_lost
from collab.live.guard import read_update
from tests.unit.live.updates import Writer, deleting, typed


def read(*blobs):
    return [read_update(blob) for blob in blobs]


def whole_of(*blobs) -> bytes:
    doc = Doc()
    doc.get("t", type=Text)
    for blob in blobs:
        doc.apply_update(blob)
    return doc.get_update()


def test_a_snapshot_of_everything_lacks_nothing():
    ana, ben = Writer(1), Writer(2)
    blobs = [ana.write("one "), ben.write("two "), ana.write("three"), deleting(1, 1, 2)]
    assert find_lost(read(*blobs), *read(whole_of(*blobs))) is None


def test_a_snapshot_that_lacks_words_is_told_from_one_that_has_them():
    ana = Writer(1)
    blobs = [ana.write("one "), ana.write("two ")]
    assert find_lost(read(*blobs), *read(whole_of(blobs[0]))) == "clocks 4 to 8 of client 1"


def test_a_snapshot_that_lacks_a_deletion_would_bring_words_back():
    blobs = [typed(1, 0, "one two"), deleting(1, 3, 4)]
    lost = find_lost(read(*blobs), *read(whole_of(blobs[0])))
    assert lost == "that clocks 3 to 7 of client 1 are deleted"


def test_a_deletion_of_nothing_is_nothing_to_lack():
    blobs = [typed(1, 0, "one"), deleting(1, 0, 0)]
    assert find_lost(read(*blobs), *read(whole_of(blobs[0]))) is None
