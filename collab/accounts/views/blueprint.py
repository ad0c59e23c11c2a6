"""What the pages of accounts share: where to go next, and what a browser keeps."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_login import current_user

from collab.accounts import service
from collab.accounts.service import ProofNeeded
from collab.accounts.web import back_to, let_in, local_path, remember, this_device

__all__ = [
    "back_to",
    "bp",
    "check_recent_proof",
    "let_in",
    "local_path",
    "my_id",
    "remember",
    "session_id_in",
    "this_device",
]

bp = Blueprint("accounts", "collab.accounts", template_folder="templates")


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
