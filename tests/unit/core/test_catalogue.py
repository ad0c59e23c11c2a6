import json
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from collab.core import i18n
from collab.core.catalogue import build_catalogue

PO = b"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#: collab/templates/base.html:3
msgid "Sign in"
msgstr "Se connecter"

#: collab/frontend/live/status.ts:12
msgid "Saved"
msgstr "Enregistr\xc3\xa9"

#: collab/frontend/live/status.ts:14
msgid "%(num)s change"
msgid_plural "%(num)s changes"
msgstr[0] "%(num)s modification"
msgstr[1] "%(num)s modifications"

#: collab/frontend/editor/menu.ts:1
msgctxt "block"
msgid "Quote"
msgstr "Citation"

#, fuzzy
#: collab/frontend/editor/menu.ts:2
msgid "Bold"
msgstr "Peut-\xc3\xaatre"

#: collab/frontend/editor/menu.ts:3
msgid "Italic"
msgstr ""
"""


@pytest.fixture
def translations(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_bytes(PO)
    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path)
    return tmp_path


def test_islands_get_their_own_words_and_no_guesses() -> None:
    built = build_catalogue("fr", read_po(BytesIO(PO), locale="fr"))
    assert built["locale"] == "fr"
    assert built["plural"] == "nplurals=2; plural=(n > 1);"
    assert built["messages"] == {
        "Saved": "Enregistré",
        "%(num)s change": ["%(num)s modification", "%(num)s modifications"],
        "block\x04Quote": "Citation",
    }


def test_a_catalogue_that_does_not_say_where_words_are_used_is_sent_whole() -> None:
    without = b"\n".join(line for line in PO.splitlines() if not line.startswith(b"#:"))
    assert "Sign in" in build_catalogue("fr", read_po(BytesIO(without), locale="fr"))["messages"]


def test_without_a_catalogue_the_words_stay_english() -> None:
    assert build_catalogue("en", None)["messages"] == {}


def test_the_catalogue_is_kept_for_a_year_by_its_version(small_app: Flask, translations) -> None:
    with small_app.test_request_context(headers={"Accept-Language": "fr"}):
        url = small_app.jinja_env.globals["catalogue_url"]()
    answer = small_app.test_client().get(url)
    assert json.loads(answer.data)["messages"]["Saved"] == "Enregistré"
    assert answer.cache_control.max_age == 31_536_000
    assert answer.cache_control.immutable


def test_another_version_is_asked_for_again_and_answers_304(small_app, translations) -> None:
    client = small_app.test_client()
    answer = client.get("/i18n/fr.json?v=old")
    assert answer.cache_control.max_age == 0
    again = client.get("/i18n/fr.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_new_translation_has_a_new_version(small_app: Flask, translations: Path) -> None:
    client = small_app.test_client()
    before = client.get("/i18n/fr.json").headers["ETag"]
    (translations / "fr" / "LC_MESSAGES" / "messages.po").write_bytes(
        PO.replace(b"Citation", b"Extrait!")
    )
    assert client.get("/i18n/fr.json").headers["ETag"] != before


@pytest.mark.parametrize("name", ["xx", "..%2Fetc", "messages"])
def test_there_is_no_catalogue_of_other_languages(small_app: Flask, name: str) -> None:
    assert small_app.test_client().get(f"/i18n/{name}.json").status_code == 404
