"""What the pages of accounts share: where to go next, and what a browser keeps."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, request, session, url_for
from flask_login import current_user, login_user

from collab.accounts import service
from collab.accounts.service import Device, ProofNeeded, SignedIn
from collab.core.web import client_address

bp = Blueprint("accounts", "collab.accounts", template_folder="templates")
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


def my_id() -> UUID:
    """Who is signed in."""
    person_id: UUID = current_user.person_id
    return person_id


def check_recent_proof() -> None:
    """Before somebody changes how they sign in: ProofNeeded unless they proved who they are."""
    service.check_recent_proof(current_user.session_id)


@bp.errorhandler(ProofNeeded)
def _ask_for_password(_error: ProofNeeded) -> Response:
    is_page = request.method in ("GET", "HEAD")
    target = request.path if is_page else url_for("accounts.security")
    answer: Response = redirect(url_for("accounts.proof", next=target))  # type: ignore[assignment]
    return answer


def session_id_in(key: str) -> UUID | None:
    """An id that an earlier step has left in the cookie."""
    try:
        return UUID(str(session.get(key, "")))
    except ValueError:
        return None
