"""Working groups and the forms that arrange them; a group's own page is in `overview`."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import CooperationBlueprint, current_actor
from collab.core.actor import Role
from collab.core.errors import Invalid, NotFound, require
from collab.core.ids import parse_id
from collab.groups import policy, service
from collab.groups.forms import GroupForm

bp = CooperationBlueprint("groups", __name__, at="groups")


@bp.get("")
def index() -> ResponseReturnValue:
    """The working groups."""
    actor = current_actor()
    return render_template(
        "groups/index.html",
        groups=service.list_groups(actor),
        counts=service.count_members(actor),
        own=service.own_group_ids(actor),
        can_arrange=policy.can_arrange(actor) and not actor.is_archived,
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new group."""
    require(policy.can_arrange(current_actor()))
    form = GroupForm(formdata=None, data={"language": current_actor().language})
    return render_template("groups/form.html", form=form, group=None)


@bp.post("")
def create() -> ResponseReturnValue:
    """Found a group."""
    require(policy.can_arrange(current_actor()))
    form = GroupForm()
    if not form.validate_on_submit():
        return render_template("groups/form.html", form=form, group=None), 422
    group = service.create_group(current_actor(), form.plan)
    return redirect(url_for("cooperations.group", group=group.slug))


@bp.get("/<group>/edit")
def edit(group: str) -> ResponseReturnValue:
    """The form of a group."""
    found = service.find_group(current_actor(), group)
    require(policy.can_arrange(current_actor()))
    return render_template("groups/form.html", form=GroupForm(obj=found), group=found)


@bp.post("/<group>/edit")
def save(group: str) -> ResponseReturnValue:
    """Change what a group is called and does."""
    found = service.find_group(current_actor(), group)
    require(policy.can_arrange(current_actor()))
    form = GroupForm()
    if not form.validate_on_submit():
        return render_template("groups/form.html", form=form, group=found), 422
    service.edit_group(current_actor(), group, form.plan)
    flash(_("The changes are saved."), "success")
    return redirect(url_for("cooperations.group", group=group))


def _read_role(text: str) -> Role | None:
    return Role(text) if text in set(Role) else None


@bp.post("/<group>/members")
def add_member(group: str) -> ResponseReturnValue:
    """Put a member of the cooperation into the group."""
    membership_id = parse_id(request.form.get("membership", ""))
    if membership_id is None:
        raise Invalid
    role = _read_role(request.form.get("role", ""))
    service.add_group_member(current_actor(), group, membership_id, role)
    return redirect(url_for("cooperations.group", group=group, _anchor="members"))


@bp.post("/<group>/members/<uuid:membership_id>/role")
def change_role(group: str, membership_id: UUID) -> ResponseReturnValue:
    """Give somebody another role in the group."""
    role = _read_role(request.form.get("role", ""))
    if role is None:
        raise Invalid
    seen = _read_role(request.form.get("seen", ""))
    service.change_group_role(current_actor(), group, membership_id, role, seen)
    return redirect(url_for("cooperations.group", group=group, _anchor=f"member-{membership_id}"))


@bp.post("/<group>/members/<uuid:membership_id>/removal")
def remove_member(group: str, membership_id: UUID) -> ResponseReturnValue:
    """Take somebody out of the group; its page then offers to take that back."""
    role = service.remove_group_member(current_actor(), group, membership_id)
    try:
        service.find_group(current_actor(), group)
    except NotFound:  # a guest's own way out
        return redirect(url_for(".index"))
    return redirect(url_for("cooperations.group", group=group, removed=membership_id, role=role))
