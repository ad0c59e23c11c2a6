from pathlib import Path

import pytest
from flask_babel import lazy_gettext

from collab.core import i18n

SIX = ("en", "de", "fr", "it", "es", "ca")
WITH_CHINESE = (*SIX, "zh_Hans", "zh_Hant")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("FR-ca", "fr"),
        ("ca-ES-valencia", "ca"),
        ("es-419", "es"),
        ("en_US", "en"),
        ("pt-BR", None),
        ("", None),
        ("../../etc", None),
        ("zh-CN", None),
    ],
)
def test_a_tag_finds_its_language(tag: str, language: str | None) -> None:
    assert i18n.find_language(tag, SIX) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-Hans-CN", "zh_Hans"),
        ("zh-SG", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-HK", "zh_Hant"),
    ],
)
def test_chinese_is_found_by_any_of_its_names(tag: str, language: str) -> None:
    assert i18n.find_language(tag, WITH_CHINESE) == language


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("pt-BR,pt;q=0.9,it;q=0.5,en;q=0.1", "it"),
        ("ja,ko;q=0.5", "en"),
        ("", "en"),
        ("*", "en"),
        (";;;q=", "en"),
    ],
)
def test_a_stranger_gets_the_best_language_of_their_browser(reading, browser, language) -> None:
    with reading(browser=browser):
        assert i18n.choose_language() == language


def test_the_cookie_is_stronger_than_the_browser(reading) -> None:
    with reading(browser="fr", cookie="ca"):
        assert i18n.choose_language() == "ca"


def test_a_broken_cookie_is_passed_over(reading) -> None:
    with reading(browser="fr", cookie="klingon"):
        assert i18n.choose_language() == "fr"


def test_outside_a_request_words_are_english() -> None:
    assert i18n.choose_language() == "en"


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("Mars/Olympus", "Europe/Brussels"),
        ("../UTC", "Europe/Brussels"),
        ("", "Europe/Brussels"),
    ],
)
def test_a_strangers_time_zone_is_the_cookies_if_there_is_such_a_zone(reading, cookie, zone):
    with reading(timezone=cookie):
        assert i18n.choose_timezone() == zone


def test_languages_are_named_in_the_readers_words_and_in_their_own(reading) -> None:
    with reading(browser="de"):
        assert i18n.language_name("fr") == "Französisch"
        assert i18n.own_language_name("fr") == "Français"
        assert i18n.own_language_name("ca") == "Català"
        assert i18n.own_language_name("no such") == "no such"


def test_lang_attributes_carry_hyphens(reading) -> None:
    with reading(browser="it"):
        assert i18n.language_tag() == "it"
        assert i18n.language_tag("zh_Hans") == "zh-Hans"
        assert i18n.text_direction() == "ltr"


def test_a_compiled_catalogue_is_offered_by_itself(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "pt" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").touch()
    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path)
    assert i18n.offered_languages() == (*SIX, "pt")


def test_lazy_words_with_what_somebody_typed_are_no_markup(small_app, reading) -> None:
    words = lazy_gettext("No group %(name)s", name="<b>x</b>")
    with reading(browser="en"):
        shown = small_app.jinja_env.from_string("{{ words }}").render(words=words)
    assert shown == "No group &lt;b&gt;x&lt;/b&gt;"
