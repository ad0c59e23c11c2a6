"""The operator's mailbox: which mails left, and those that are kept because none can leave."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.core.operators import OperatorBlueprint
from collab.mail import mailbox, post
from collab.mail.envelopes import write_text
from collab.mail.letters import Part
from collab.mail.models import MailState

LAST_PAGE = 10_000
MAX_SEARCH = 100

bp = OperatorBlueprint("mail", __name__, at="mail")


def _state() -> MailState | None:
    wished = request.args.get("state", "")
    return MailState(wished) if wished in list(MailState) else None


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)


@bp.get("")
def index() -> ResponseReturnValue:
    """The mails, newest first."""
    search = request.args.get("search", "").strip()[:MAX_SEARCH]
    return render_template(
        "mail/index.html",
        page=mailbox.list_mails(state=_state(), search=search, page=_page()),
        counts=mailbox.count_mails(),
        states=list(MailState),
        state=_state(),
        search=search,
        server=post.find_server(),
    )


@bp.get("/<uuid:mail_id>")
def show(mail_id: UUID) -> ResponseReturnValue:
    """One mail: what became of it, and its words when it is kept here."""
    mail = mailbox.find_mail(mail_id)
    is_open = mailbox.can_read(mail)
    parts = [Part.from_json(part) for part in mail.parts or ()] if is_open else []
    return render_template(
        "mail/show.html",
        mail=mail,
        parts=parts,
        text=write_text(parts),
        is_open=is_open,
        can_try_again=mailbox.can_try_again(mail),
    )


@bp.post("/<uuid:mail_id>/attempts")
def try_again(mail_id: UUID) -> ResponseReturnValue:
    """Have the mail sent now."""
    mailbox.try_again(mail_id)
    flash(_("The mail is on its way."), "success")
    return redirect(url_for(".show", mail_id=mail_id))
