"""Built files travel small and are kept by browsers, as their names change with their content."""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

HASHED = "dist/assets/"
COMPRESSIBLE = (".css", ".js", ".svg")
YEAR = 365 * 24 * 3600


@lru_cache(maxsize=32)
def _compressed(path: Path, changed_at: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def _compress(response: Response, name: str) -> None:
    path = Path(current_app.static_folder or "") / name
    body = _compressed(path, path.stat().st_mtime_ns)
    response.close()  # the open file, which is not sent
    response.direct_passthrough = False
    response.set_data(body)
    response.content_encoding = "gzip"
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same file in other bytes


def _prepare(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200:
        return response
    name: str = (request.view_args or {})["filename"]
    if name.startswith(HASHED):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    if name.endswith(COMPRESSIBLE):
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0 and request.method == "GET":
            _compress(response, name)
    return response


def init_app(app: Flask) -> None:
    """Prepare every answer with a built file."""
    app.after_request(_prepare)
