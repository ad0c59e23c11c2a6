from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask_babel import lazy_gettext as _l

from collab.core.i18n import RELEASED
from collab.mail import letters
from collab.mail.letters import LetterError, Part, write_letter

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SAMPLE = """
{% extends layout %}
{% block subject %}{{ _("Meetings") }} {{ title }}{% endblock %}
{% block body %}
  {{ greeting() }}
  {{ paragraph(_("%(time)s (%(city)s time)", time=at | moment, city="x")) }}
  {{ button(url, _("Meetings")) }}
  {{ quote(text, "de") }}
  {{ list_of([_("Members"), title]) }}
{% endblock %}
"""
VALUES = {"title": "<A & B>", "at": AT, "url": "https://collab.example/x?a=1&b=2", "text": "Grüße"}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder beside the real ones in which tests write templates: `trials/<name>`."""
    (tmp_path / "mail").symlink_to(letters.PACKAGE / "mail")
    (tmp_path / "templates").symlink_to(letters.PACKAGE / "templates")
    folder = tmp_path / "trials" / "templates" / "mails"
    folder.mkdir(parents=True)
    (folder / "sample.html").write_text(SAMPLE)
    monkeypatch.setattr(letters, "PACKAGE", tmp_path)
    letters._environment.cache_clear()
    yield folder
    letters._environment.cache_clear()


def write(template: str = "trials/sample", **changes: Any) -> letters.Letter:
    given: dict[str, Any] = {
        "language": "en",
        "name": "Ada",
        "address": "https://collab.example",
        "timezone": "Europe/Berlin",
    }
    values = {**VALUES, **changes.pop("values", {})}
    return write_letter(template, values, **given | changes)


def test_a_template_says_its_parts_in_order(package: Path) -> None:
    letter = write()
    assert letter.subject == "Meetings <A & B>"
    assert [part.kind for part in letter.parts] == [
        "greeting", "paragraph", "button", "quote", "list", "footer",
    ]  # fmt: skip
    assert letter.parts[0].text == "Hello Ada,"
    assert letter.parts[2].url == VALUES["url"]
    assert letter.parts[3] == Part("quote", "Grüße", lang="de")
    assert letter.parts[4].items == ("Members", "<A & B>")
    assert "https://collab.example" in letter.parts[5].text


@pytest.mark.parametrize(
    ("language", "word", "when"),
    [
        ("en", "Meetings", "Tue 24 Nov 2026, 10:30"),
        ("de", "Sitzungen", "Di., 24. Nov. 2026, 10:30"),
        ("fr", "Réunions", "mar. 24 nov. 2026, 10:30"),
        ("it", "Riunioni", "mar 24 nov 2026, 10:30"),
        ("es", "Reuniones", "mar, 24 nov 2026, 10:30"),
        ("ca", "Reunions", "dt., 24 de nov. 2026, 10:30"),
    ],
)
def test_each_language_has_its_words_and_its_dates(
    package: Path, language: str, word: str, when: str
) -> None:
    letter = write(language=language)
    assert letter.language == language
    assert letter.subject == f"{word} <A & B>"
    assert when.replace(",", "") in letter.parts[1].text.replace(",", "")


def test_every_released_language_is_tried_here() -> None:
    cases = test_each_language_has_its_words_and_its_dates.pytestmark[0].args[1]
    assert {language for language, *_ in cases} == set(RELEASED)


def test_times_are_those_of_the_recipients_clocks_with_their_city(package: Path) -> None:
    assert "11:30 (Helsinki)" in write(timezone="Europe/Helsinki").parts[1].text


@pytest.mark.parametrize(
    ("tag", "language"), [("de-AT", "de"), ("zh-CN", "zh_Hans"), ("tlh", "en"), ("", "en")]
)
def test_a_tag_finds_its_language_and_otherwise_english(
    package: Path, tag: str, language: str
) -> None:
    found = write(language=tag).language
    assert found in {language, "en"}


def test_whoever_has_no_name_is_greeted_without(package: Path) -> None:
    assert write(name="").parts[0].text == "Hello,"


def test_line_breaks_in_names_and_subjects_are_gone(package: Path) -> None:
    letter = write(name="Ada\r\nBcc: x@y.example", values={"title": "a\nb\0c\u202e"})
    assert letter.parts[0].text == "Hello Ada Bcc: x@y.example,"
    assert letter.subject == "Meetings a b c"


def test_what_a_name_holds_is_never_a_template(package: Path) -> None:
    assert write(values={"title": "{{ 7 * 7 }}"}).subject == "Meetings {{ 7 * 7 }}"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/path", "", "https://x.example/\nBcc: a"])
def test_a_button_leads_only_to_whole_web_addresses(package: Path, url: str) -> None:
    with pytest.raises(LetterError):
        write(values={"url": url})


def test_words_in_the_senders_language_are_refused(package: Path) -> None:
    with pytest.raises(LetterError, match="title"):
        write(values={"title": _l("Meetings")})


@pytest.mark.parametrize(
    "text",
    [
        "{% extends layout %}{% block subject %}x{% endblock %}{% block body %}lost{% endblock %}",
        "{% extends layout %}{% block body %}{{ greeting() }}{% endblock %}",
    ],
)
def test_a_template_that_would_lose_words_or_has_no_subject_fails(package: Path, text: str) -> None:
    (package / "odd.html").write_text(text)
    with pytest.raises(LetterError):
        write("trials/odd")


def test_parts_come_back_from_the_database_as_they_were(package: Path) -> None:
    for part in write().parts:
        assert Part.from_json(part.to_json()) == part
