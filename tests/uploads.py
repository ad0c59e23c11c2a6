"""Files as browsers send them, for tests."""

from base64 import b64encode
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from collab.core.storage import storage

TUS = {"Tus-Resumable": "1.0.0", "X-Fragment": "1"}


def send_form(
    client: FlaskClient, url: str, field: str, files: dict[str, bytes], **values: str
) -> TestResponse:
    """A form with files, from memory: a client that writes large ones to disk leaves them open."""
    given: MultiDict[str, Any] = MultiDict(values)
    for name, content in files.items():
        given.add(field, FileStorage(BytesIO(content), name))
    boundary, body = encode_multipart(given)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(url, input_stream=BytesIO(body), content_type=kind, content_length=len(body))


def begin(client: FlaskClient, url: str, name: str, size: int, **told: str) -> TestResponse:
    """Begin an upload in pieces."""
    pairs = {"filename": name, **told}
    words = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in pairs.items())
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": words}
    return client.post(url, headers=headers)


def send_piece(
    client: FlaskClient, url: str, at: int, piece: bytes, **headers: str
) -> TestResponse:
    """Send a piece that begins there."""
    told = {**TUS, "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
    return client.patch(url, data=piece, headers={**told, **headers})


def spooled() -> list[str]:
    """What lies in the spool."""
    return sorted(each.name for each in storage.spool().iterdir())


def kept() -> set[Any]:
    """The ids of all stored files."""
    return {each.file_id for each in storage.list_kept()}
