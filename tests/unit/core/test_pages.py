import pytest
from flask import Flask

from collab.core import pages


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Pérez", "AP"),
        ("Zoë van der Müller", "ZM"),
        ("李雷", "李"),
        ("émile", "É"),
        ("(test) Anna", "A"),
        ("", "?"),
        ("  ", "?"),
    ],
)
def test_initials_stand_for_a_person(name: str, letters: str) -> None:
    assert pages.initials(name) == letters


def test_an_icon_is_decoration_and_cannot_break_out(small_app: Flask) -> None:
    with small_app.test_request_context():
        drawn = str(pages.icon('x"><script>', 'y"z'))
    assert "<script>" not in drawn
    assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", "auto"), ("pink", "auto")]
)
def test_a_strangers_theme_is_the_cookies(small_app: Flask, cookie: str, theme: str) -> None:
    with small_app.test_request_context(headers={"Cookie": f"theme={cookie}"}):
        assert pages.theme() == theme


def test_what_was_typed_is_kept_without_secrets(small_app: Flask) -> None:
    typed = {"title": "Budget", "password": "secret", "csrf_token": "x", "group": ["a", "b"]}
    with small_app.test_request_context(method="POST", data=typed):
        assert pages.typed_fields() == [("title", "Budget"), ("group", "a"), ("group", "b")]
    with small_app.test_request_context(query_string={"title": "Budget"}):
        assert pages.typed_fields() == []
