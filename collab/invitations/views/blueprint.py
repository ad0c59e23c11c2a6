"""Where the pages to invite people are, and what they share."""

from typing import Any

from flask import request, url_for

from collab.cooperations.web import CooperationBlueprint, current_actor
from collab.core.actor import Role
from collab.core.errors import require
from collab.groups import service as groups
from collab.invitations import policy

bp = CooperationBlueprint("invitations", "collab.invitations", at="invitations")


def landing_path(token: str) -> str:
    """Where the link in the mail leads."""
    return url_for("invited.show", token=token)


def check_may_invite() -> None:
    """Before a form is shown or read: Forbidden for whoever invites nobody."""
    require(policy.can_invite(current_actor()))


def offer_choices() -> dict[str, Any]:
    """The groups and roles that the actor can offer, as forms take them."""
    actor = current_actor()
    roles = [
        role
        for role in (Role.MEMBER, Role.SECRETARY, Role.CHAIR, Role.GUEST, Role.COORDINATOR)
        if policy.can_invite_as(actor, actor.delegation_id, role)
    ]
    return {"groups": groups.list_groups(actor), "roles": roles}


def chosen_places() -> dict[str, str]:
    """What was chosen for each group in the form that was sent, by the field's name."""
    return {key: value for key, value in request.form.items() if key.startswith("group-")}
