"""Where uploaded files lie."""

from io import BytesIO

import pytest

from collab.core.db import new_id
from collab.core.storage import Storage


def test_files_may_lie_in_a_bucket() -> None:
    storage, cooperation_id, file_id = Storage(), new_id(), new_id()
    storage.use("memory:///")
    stored = storage.put(cooperation_id, file_id, BytesIO(b"Figures"))
    assert stored.size == 7
    assert stored.digest.startswith("f2f410e7")
    assert b"".join(storage.read(cooperation_id, file_id)) == b"Figures"
    assert [(kept.cooperation_id, kept.file_id) for kept in storage.list_kept()] == [
        (cooperation_id, file_id)
    ]
    storage.remove(cooperation_id, file_id)
    assert list(storage.list_kept()) == []


def test_what_is_not_ours_in_the_folder_is_left_alone(tmp_path) -> None:
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "lost+found" / "x").write_text("not ours")
    storage = Storage()
    storage.use(str(tmp_path))
    assert list(storage.list_kept()) == []
    storage.put(new_id(), new_id(), BytesIO(b""))
    assert len(list(storage.list_kept())) == 1


def test_without_a_place_nothing_is_stored_anywhere() -> None:
    storage = Storage()
    with pytest.raises(RuntimeError, match="where files are kept"):
        storage.put(new_id(), new_id(), BytesIO(b"Figures"))
    with pytest.raises(RuntimeError, match="where files are kept"):
        storage.spool()
