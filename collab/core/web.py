"""What every page needs: who may come in, security headers, assets, words for errors."""

import json
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

View = TypeVar("View", bound=Callable[..., Any])
DIST = Path(__file__).parent.parent / "static" / "dist"


def public(view: View) -> View:
    """Mark a view that people may open without signing in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint may be opened without signing in."""
    if endpoint == "static":
        return True
    view = app.view_functions.get(endpoint or "")
    return bool(getattr(view, "is_public", False))


def opens_units_of_work(view: View) -> View:
    """Mark a view that runs in no unit of work, because what it calls opens several."""
    view.opens_units_of_work = True  # type: ignore[attr-defined]
    return view


def is_in_unit_of_work(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint's view runs in one unit of work, as nearly all do."""
    view = app.view_functions.get(endpoint or "")
    return not getattr(view, "opens_units_of_work", False)


def works_when_archived(view: View) -> View:
    """Mark a view that may write in an archived cooperation, such as the one that reopens it."""
    view.works_when_archived = True  # type: ignore[attr-defined]
    return view


def may_write_archived(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint's view may write in an archived cooperation."""
    return bool(getattr(app.view_functions.get(endpoint or ""), "works_when_archived", False))


def takes_files(most: int | Callable[[], int], *, spools: bool = False) -> Callable[[View], View]:
    """Mark a view whose form brings files: so many bytes in all, from people who are signed in.

    With `spools` they go to the spool at once, see collab.core.spool.
    """

    def mark(view: View) -> View:
        view.takes_bytes = most  # type: ignore[attr-defined]
        view.spools_files = spools  # type: ignore[attr-defined]
        return view

    return mark


def make_room_for_files() -> None:
    """Let the running request be as large as its view takes it; before anything reads its form."""
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "takes_bytes", None)
    if most is not None and current_user.is_authenticated:
        request.max_content_length = most() if callable(most) else most


def works_before_opening(view: View) -> View:
    """Mark a view for members of a cooperation that is only proposed."""
    view.works_before_opening = True  # type: ignore[attr-defined]
    return view


def may_open_early(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint's view is for members of a cooperation that is only proposed, too."""
    return bool(getattr(app.view_functions.get(endpoint or ""), "works_before_opening", False))


def csp_nonce() -> str:
    """The nonce of this response, for scripts and styles that the page itself carries."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def content_security_policy(nonce: str) -> str:
    """Only our own files; inline only with the nonce of this response."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def add_security_headers(response: Response) -> Response:
    """Tell the browser to trust nothing that is not ours, and to keep pages of people private."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy(csp_nonce()))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static" and "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=4)
def _manifest(changed_at: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DIST / ".vite" / "manifest.json").read_text())
    return found


def _built() -> dict[str, Any]:
    return _manifest((DIST / ".vite" / "manifest.json").stat().st_mtime_ns)


def asset(entry: str) -> str:
    """URL of a built front-end entry, such as `islands/app.ts` or `styles/app.css`."""
    return url_for("static", filename=f"dist/{_built()[entry]['file']}")


def asset_styles(entry: str) -> list[str]:
    """URLs of the style sheets that a built script and what it imports bring with them."""
    built, waiting = _built(), [entry]
    names: dict[str, None] = {}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.add(name)
            names |= dict.fromkeys(built[name].get("css", []))
            waiting += built[name].get("imports", [])
    return [url_for("static", filename=f"dist/{name}") for name in names]


def client_address() -> str:
    """The network address of whoever asks."""
    return request.remote_addr or ""
