import pytest

from collab.inspection.headers import can_be_shown, serving_headers


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/xml", "image/gif"]
)
def test_what_could_run_is_only_saved_even_when_asked_to_be_shown(media_type: str) -> None:
    headers = serving_headers("a", media_type, inline=True)
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not can_be_shown(media_type)


@pytest.mark.parametrize("media_type", ["image/png", "application/pdf", "text/plain"])
def test_harmless_files_are_shown_when_asked(media_type: str) -> None:
    assert serving_headers("a", media_type, inline=True)["Content-Disposition"].startswith("inline")
    assert serving_headers("a", media_type)["Content-Disposition"].startswith("attachment")


def test_no_answer_is_guessed_at_or_shown_elsewhere() -> None:
    headers = serving_headers("a.txt", "text/plain", inline=True, size=3)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Length"] == "3"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a b.pdf", 'attachment; filename="a b.pdf"'),
        (
            'Über"uns.pdf',
            "attachment; filename=\"Uberuns.pdf\"; filename*=UTF-8''%C3%9Cber%22uns.pdf",
        ),
        (
            "a\r\nX-Evil: 1",
            "attachment; filename=\"aX-Evil: 1\"; filename*=UTF-8''a%0D%0AX-Evil%3A%201",
        ),
    ],
)
def test_names_are_said_so_that_every_browser_understands_and_none_is_fooled(
    name: str, said: str
) -> None:
    assert serving_headers(name, "text/html")["Content-Disposition"] == said
