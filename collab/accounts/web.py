"""How a browser comes in: its device, its cookies, and where it goes next."""

from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, session, url_for
from flask_login import login_user

from collab.accounts import service
from collab.accounts.service import Device, SignedIn
from collab.core.web import client_address

YEAR = 365 * 24 * 3600
DEVICE_COOKIE = "device"
DEVICE_LASTS = 400 * 24 * 3600


def local_path(target: str | None) -> str:
    """The path on this site to go to; the start page when `target` leads anywhere else."""
    text = target or ""
    is_local = text.startswith("/") and not text.startswith(("//", "/\\"))
    if is_local and text.isprintable() and not urlsplit(text).netloc:
        return text
    return url_for("start.home")


def remember(response: Response, cookie: str, value: str, lasts: int = YEAR) -> Response:
    """Have the browser keep this for a long time, out of reach of scripts."""
    response.set_cookie(
        cookie,
        value,
        max_age=lasts,
        secure=request.is_secure or current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def back_to(target: str | None) -> Response:
    """Redirect to a path on this site."""
    answer: Response = redirect(local_path(target))  # type: ignore[assignment]
    return answer


def this_device() -> Device:
    """From where the request comes."""
    token = request.cookies.get(DEVICE_COOKIE, "")
    return Device(client_address(), request.user_agent.string, token)


def let_in(signed_in: SignedIn, target: str | None) -> Response:
    """Give the browser its cookies and send it on."""
    # a new form token and nothing else kept: what a stranger planted before is worth nothing
    session.clear()
    session.permanent = True
    login_user(service.find_identity(signed_in.token))
    return remember(back_to(target), DEVICE_COOKIE, signed_in.device_token, DEVICE_LASTS)
