import gzip
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collab.core import assets

SHEET = "body { color: black }\n" * 200


@pytest.fixture
def browser(tmp_path: Path) -> FlaskClient:
    folder = tmp_path / "dist" / "assets"
    folder.mkdir(parents=True)
    (folder / "app-1a2b3c.css").write_text(SHEET)
    (tmp_path / "dist" / "icons.svg").write_text("<svg></svg>")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    assets.init_app(app)
    client = app.test_client()
    # read to the end, so that files are closed
    client.get = partial(client.get, buffered=True)
    return client


def test_a_built_file_is_kept_for_a_year(browser: FlaskClient) -> None:
    answer = browser.get("/static/dist/assets/app-1a2b3c.css")
    assert answer.text == SHEET
    assert answer.cache_control.immutable
    assert answer.cache_control.max_age == assets.YEAR
    assert not answer.cache_control.no_cache


def test_it_travels_small_to_whoever_can_unpack_it(browser: FlaskClient) -> None:
    url = "/static/dist/assets/app-1a2b3c.css"
    answer = browser.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == SHEET
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(SHEET) / 10
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_known_file_is_not_sent_again(browser: FlaskClient) -> None:
    url, packed = "/static/dist/icons.svg", {"Accept-Encoding": "gzip"}
    etag = browser.get(url, headers=packed).headers["ETag"]
    assert etag.startswith("W/")
    assert browser.get(url, headers=packed | {"If-None-Match": etag}).status_code == 304


def test_a_part_of_a_file_is_not_packed(browser: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}
    answer = browser.get("/static/dist/assets/app-1a2b3c.css", headers=headers)
    assert (answer.status_code, answer.text) == (206, SHEET[:10])


def test_files_without_a_hash_are_asked_for_again(browser: FlaskClient) -> None:
    assert not browser.get("/static/dist/icons.svg").cache_control.immutable


def test_pictures_are_left_alone(browser: FlaskClient) -> None:
    answer = browser.get("/static/picture.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == b"\x89PNG"


def test_what_is_not_there_is_not_there(browser: FlaskClient) -> None:
    gone = browser.get("/static/dist/assets/no.css", headers={"Accept-Encoding": "gzip"})
    assert gone.status_code == 404
