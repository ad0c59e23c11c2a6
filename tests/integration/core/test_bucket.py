"""Files in a bucket of S3, over the network."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from collab.core.db import new_id
from collab.core.storage import FileMissing, Storage

#: more than goes in one request: it is sent in parts
LARGE = 12 * 2**20
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Storage:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    name = f"files-{new_id()}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1")
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    storage = Storage()
    storage.use(f"s3://{name}/collab", str(tmp_path / "spool"))
    return storage


def test_a_bucket_keeps_files_as_a_folder_does(bucket: Storage) -> None:
    owner, file_id, copy_id = new_id(), new_id(), new_id()
    stored = bucket.put(owner, file_id, BytesIO(b"Figures"))
    assert (stored.size, stored.digest[:8]) == (7, "f2f410e7")
    assert b"".join(bucket.read(owner, file_id)) == b"Figures"
    assert b"".join(bucket.read(owner, file_id, 3)) == b"ures"
    bucket.copy(owner, file_id, copy_id)
    assert {(each.cooperation_id, each.file_id) for each in bucket.list_kept()} == {
        (owner, file_id),
        (owner, copy_id),
    }
    with bucket.on_disk(owner, copy_id) as path:
        assert path.read_bytes() == b"Figures"
    assert not path.exists()
    bucket.remove(owner, file_id)
    bucket.remove(owner, file_id)
    with pytest.raises(FileMissing):
        bucket.read(owner, file_id)
    with pytest.raises(FileMissing):
        bucket.copy(owner, file_id, new_id())
    assert b"".join(bucket.read(owner, copy_id)) == b"Figures"


def test_what_waits_in_the_spool_goes_to_the_bucket_in_parts(bucket: Storage) -> None:
    owner, file_id = new_id(), new_id()
    path = bucket.spool() / "upload"
    path.write_bytes(b"0123456789abcdef" * (LARGE // 16))
    stored = bucket.adopt(owner, file_id, path)
    assert stored.size == LARGE
    assert not path.exists()
    pieces = bucket.read(owner, file_id, LARGE - 20)
    assert b"".join(pieces) == b"cdef0123456789abcdef"


def test_what_cannot_be_read_to_its_end_is_not_kept(bucket: Storage) -> None:
    class Cut(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > LARGE // 2:
                raise OSError("cut off")
            return super().read(size)

    with pytest.raises(OSError, match="cut off"):
        bucket.put(new_id(), new_id(), Cut(bytes(LARGE)))
    assert list(bucket.list_kept()) == []
