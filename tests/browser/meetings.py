"""Meetings for tests, planned through the platform's own forms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import APIRequestContext, Page

COOPERATION = "four-motors"
BERLIN = ZoneInfo("Europe/Berlin")
_numbers = count(1)
Fields = dict[str, Any]


@dataclass(frozen=True)
class Meeting:
    """A meeting that a test has for itself."""

    path: str
    title: str

    @property
    def reading_path(self) -> str:
        """Its minutes as a page to read."""
        return f"{self.path}/minutes"


def find_token(page: str) -> str:
    """The token that every form of a page carries."""
    found = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)
    assert found, page[:2000]
    return unescape(found[1])


def find_group(page: str, name: str) -> str:
    """The value of a working group's box in the form of a meeting."""
    pattern = rf'name="groups"[^>]*value="([^"]+)"[^>]*>\s*<span[^>]*>{re.escape(name)}<'
    found = re.search(pattern, page)
    assert found, f"no group {name}"
    return found[1]


def send(request: APIRequestContext, path: str, form_page: str, **fields: Any) -> str:
    """Send a form as somebody's browser does; returns where it led."""
    token = find_token(request.get(form_page).text())
    answer = request.post(path, form={"csrf_token": token} | fields)
    assert answer.ok, f"{path}: {answer.status}\n{answer.text()[:3000]}"
    return answer.url


def plan_meeting(
    page: Page, *, agenda: Sequence[str] = (), group: str | None = "Research", **changes: Any
) -> Meeting:
    """A meeting in a week, planned by whoever the page belongs to."""
    request, new = page.context.request, f"/c/{COOPERATION}/meetings/new"
    form_page = request.get(new).text()
    start = datetime.now(BERLIN).replace(minute=0, second=0) + timedelta(days=7)
    title = f"Meeting {next(_numbers)} of the tests"
    fields: Fields = {
        "csrf_token": find_token(form_page),
        "title": title,
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "timezone": "Europe/Berlin",
        "place": "",
        "link": "",
        "language": "en",
        "agenda": "\n".join(agenda),
    }
    if group is not None:
        fields["groups"] = find_group(form_page, group)
    answer = request.post(f"/c/{COOPERATION}/meetings", form=fields | changes)
    assert answer.ok, f"{answer.status}\n{answer.text()[:3000]}"
    assert not answer.url.endswith("/meetings"), answer.text()[:5000]
    path = re.sub(r"^https?://[^/]+", "", answer.url)
    return Meeting(path, fields["title"])
