from pathlib import PurePosixPath

import pytest

from tests.architecture.house import check_house, check_source, check_template

SERVICE = PurePosixPath("collab/meetings/service.py")


def rules_broken(text: str, path: PurePosixPath = SERVICE) -> set[str]:
    return {breach.rule for breach in check_source(path, text)}


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("session().commit()", "commit"),
        ("opened.rollback()", "commit"),
        ("select(Meeting.__table__)", "sql"),
        ("from sqlalchemy import text", "sql"),
        ("from sqlalchemy.orm import Session", "sql"),
        ("session().connection()", "sql"),
        ("database.engine.begin()", "sql"),
        ("def late():\n    import json", "import"),
        ("async def late():\n    from json import loads", "import"),
        ("from collab.groups.views import bp", "import"),
        ("from collab.groups import forms", "import"),
        ("from flask_babel import gettext as _", "words"),
        ("x = 1\n" * 301, "size"),
    ],
)
def test_a_planted_breach_is_found(planted: str, rule: str) -> None:
    assert rules_broken(planted) == {rule}


def test_a_vague_file_name_is_found() -> None:
    assert rules_broken("", PurePosixPath("collab/meetings/utils.py")) == {"name"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("collab/core/db.py", "opened.commit()"),
        ("collab/core/scope.py", "cls.__table__"),
        ("migrations/versions/0001_start.py", "from sqlalchemy import text"),
        ("collab/meetings/service.py", "from flask_babel import lazy_gettext as _l"),
        ("collab/meetings/views.py", "from flask_babel import gettext as _"),
        ("collab/meetings/views.py", "from collab.meetings.forms import MeetingForm"),
        ("collab/app.py", "from collab.meetings.views import bp"),
    ],
)
def test_what_is_allowed_is_not_found(path: str, text: str) -> None:
    assert not rules_broken(text, PurePosixPath(path))


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color: red">',
        '<button onclick="go()">',
        "<script>go()</script>",
        '<script nonce="{{ nonce }}">go()</script>',
        "<style>p { color: red }</style>",
        '<a href="javascript:go()">',
        "{{ note|safe }}",
        "{% autoescape false %}",
    ],
)
def test_a_planted_breach_in_a_template_is_found(planted: str) -> None:
    assert list(check_template(PurePosixPath("collab/templates/x.html"), planted))


@pytest.mark.parametrize(
    "allowed",
    [
        '<script type="module" src="{{ asset(\'islands/app.ts\') }}"></script>',
        '<script type="application/json" id="minutes-people">[]</script>',
        '<p class="style" data-on="x">only = "text"</p>',
    ],
)
def test_what_is_allowed_in_a_template_is_not_found(allowed: str) -> None:
    assert not list(check_template(PurePosixPath("collab/templates/x.html"), allowed))


def test_the_house_is_in_order() -> None:
    assert check_house() == []
