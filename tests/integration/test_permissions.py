"""Every action of the table of rights × role × own or other delegation × own or other group ×
archived or not: what the table says is what happens, and PERMISSIONS.md shows the same table.
"""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from collab.activity import policy as log_policy
from collab.boards import service as boards
from collab.boards.service import BoardPlan, ColumnPlan
from collab.boards.service.comments import add_comment
from collab.boards.service.moving import Place, close_task, move_task
from collab.boards.service.tasks import TaskPlan, archive_task, create_task, rename_task
from collab.cooperations import policy
from collab.cooperations import service as cooperations
from collab.cooperations.models import Membership
from collab.cooperations.service import MemberQuery
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.core.errors import Archived, Forbidden, Invalid, require
from collab.documents import policy as documents_policy
from collab.documents import service as documents
from collab.documents.models import Document
from collab.documents.service import Place as DocPlace
from collab.documents.service import Rules, Spot
from collab.foundings.service import emblems
from collab.groups import service as groups
from collab.groups.service import GroupPlan
from collab.invitations import service as invitations
from collab.invitations.plans import InvitationPlan
from collab.meetings import service as meetings
from collab.meetings.models import Presence
from collab.meetings.service import Entry, ItemPlan, MeetingPlan
from collab.minutes import service as minutes
from collab.privacy import retention
from collab.privacy.periods import Kind
from collab.publishing import service as publishing
from collab.publishing.service import LinkPlan
from collab.texts.plain import read_plain
from tests.permissions import (
    ROLES,
    Action,
    Attempt,
    Ground,
    Target,
    expect,
    is_allowed,
    list_cases,
    read_rights,
    render_rights,
)

PAGE = Path(__file__).resolve().parents[2] / "PERMISSIONS.md"
RIGHTS = read_rights()


def _link(token: str) -> str:
    return f"/invitations/{token}"


def _see_address(actor: Actor, target: Target) -> None:
    """Its owner has not shared it."""
    query = MemberQuery(delegation_id=target.delegation.id)
    if policy.is_guest(actor):
        raise Forbidden
    lines = cooperations.list_members(actor, query).members
    seen = next(x for x in lines if x.member.membership_id == target.insider.id)
    require(seen.email is not None)


def _write_minutes(actor: Actor, target: Target) -> None:
    require(minutes.can_write(actor, target.document_id))


def _planned(target: Target) -> MeetingPlan:
    start = now().replace(tzinfo=None) + timedelta(days=3)
    return MeetingPlan(
        title="Next",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        timezone="Europe/Berlin",
        place="",
        link="",
        language="en",
        groups=frozenset({target.group.id}),
    )


def _plan_meeting(actor: Actor, target: Target) -> None:
    try:
        meetings.create_meeting(actor, _planned(target))
    except Invalid as refusal:
        if set(refusal.fields) != {"groups"}:
            raise
        raise Forbidden from refusal  # the form says which group it may not be


def _record_attendance(actor: Actor, target: Target) -> None:
    entries = {target.insider.id: Entry(Presence.PRESENT)}
    meetings.record_attendance(actor, target.meeting.id, entries)


def _invite(actor: Actor, target: Target, role: Role) -> object:
    plan = InvitationPlan("new@collab.example", role, "en", delegation_id=target.delegation.id)
    return invitations.invite(actor, plan, link=_link)


def _change_role(actor: Actor, membership: Membership) -> None:
    cooperations.change_role(actor, membership.id, Role.SECRETARY, membership.version)


def _name_deputy(actor: Actor, target: Target) -> None:
    today = now().date()
    cooperations.name_deputy(actor, target.insider.id, today, today + timedelta(days=5))


def _plan_term(actor: Actor, target: Target) -> None:
    first = now().date() + timedelta(days=101)
    cooperations.plan_term(actor, target.delegation.id, first, first + timedelta(days=100))


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return out.getvalue()


def _comment_on_document(actor: Actor, target: Target) -> None:
    found = documents.find_document(actor, target.folder.id)
    require(documents_policy.can_comment(actor, found.standing))


def _share_own(actor: Actor, target: Target) -> None:
    """As if the actor had made it."""
    folder = session().get_one(Document, target.folder.id)
    folder.created_by = actor.membership_id
    with session().no_autoflush:
        try:
            documents.change_sharing(actor, folder.id, Rules())
        except Archived:
            raise Forbidden from None


def _archive(actor: Actor, target: Target) -> None:
    """Once more changes nothing, which is no permission."""
    cooperations.archive(actor)
    if actor.is_archived:
        raise Archived


ATTEMPTS: dict[str, Attempt] = {
    "cooperation.see": lambda a, t: cooperations.find_cooperation(a),
    "members.list": lambda a, t: cooperations.list_members(a),
    "member.see_address": _see_address,
    "group.see": lambda a, t: groups.find_group(a, t.group.slug),
    "meeting.see": lambda a, t: meetings.find_meeting(a, t.meeting.id),
    "minutes.read": lambda a, t: minutes.find_minutes(a, t.meeting.id),
    "board.see": lambda a, t: boards.find_board(a, t.board.id),
    "document.see": lambda a, t: documents.find_document(a, t.folder.id),
    "document.see_common": lambda a, t: documents.find_document(a, t.common.id),
    "document.see_guests": lambda a, t: documents.find_document(a, t.for_guests.id),
    "minutes.write": _write_minutes,
    "meeting.plan": _plan_meeting,
    "meeting.edit": lambda a, t: meetings.edit_meeting(a, t.meeting.id, 1, _planned(t)),
    "meeting.cancel": lambda a, t: meetings.cancel_meeting(a, t.meeting.id),
    "meeting.delete": lambda a, t: meetings.delete_meeting(a, t.meeting.id),
    "agenda.add": lambda a, t: meetings.add_item(a, t.meeting.id, ItemPlan("Item")),
    "attendance.record": _record_attendance,
    "meeting.share": lambda a, t: meetings.share_meeting(a, t.meeting.id, t.guest.id),
    "board.create": lambda a, t: boards.create_board(a, BoardPlan("New", "en", t.group.id)),
    "board.arrange": lambda a, t: boards.add_column(a, t.board.id, ColumnPlan("New")),
    "board.archive": lambda a, t: boards.archive_board(a, t.board.id),
    "task.create": lambda a, t: create_task(a, t.board.id, TaskPlan("New")),
    "task.edit": lambda a, t: rename_task(a, t.task.number, "New"),
    "task.move": lambda a, t: move_task(a, t.task.id, Place(t.board.doing.id)),
    "task.archive": lambda a, t: archive_task(a, t.task.number),
    "task.finish_own": lambda a, t: close_task(a, t.owed.number),
    "task.comment": lambda a, t: add_comment(a, t.task.number, read_plain("Fine."), "en"),
    "task.comment_own": lambda a, t: add_comment(a, t.owed.number, read_plain("Fine."), "en"),
    "document.add": lambda a, t: documents.create_folder(a, Spot(parent_id=t.folder.id), "N", "en"),
    "document.edit": lambda a, t: documents.rename_document(a, t.folder.id, "New"),
    "document.move": lambda a, t: documents.move_document(
        a, t.folder.id, DocPlace(Spot(t.group.id))
    ),
    "document.move_away": lambda a, t: documents.move_document(a, t.folder.id, DocPlace(Spot())),
    "document.comment": _comment_on_document,
    "document.trash": lambda a, t: documents.trash_document(a, t.folder.id),
    "document.restore": lambda a, t: documents.restore_document(a, t.thrown.id),
    "document.erase": lambda a, t: documents.erase_document(a, t.thrown.id),
    "document.share": lambda a, t: documents.change_sharing(a, t.folder.id, Rules()),
    "document.share_own": _share_own,
    "link.create": lambda a, t: publishing.create_link(a, t.folder.id, LinkPlan()),
    "link.revoke": lambda a, t: publishing.revoke_link(a, t.public_link_id),
    "group.create": lambda a, t: groups.create_group(a, GroupPlan("New", "", "en")),
    "group.edit": lambda a, t: groups.edit_group(a, t.group.slug, GroupPlan("New", "", "en")),
    "group.place": lambda a, t: groups.add_group_member(a, t.group.slug, t.outsider.id),
    "group.take_out": lambda a, t: groups.remove_group_member(a, t.group.slug, t.insider.id),
    "group.change_role": lambda a, t: groups.change_group_role(
        a, t.group.slug, t.insider.id, Role.CHAIR
    ),
    "member.invite": lambda a, t: _invite(a, t, Role.MEMBER),
    "coordinator.invite": lambda a, t: _invite(a, t, Role.COORDINATOR),
    "invitation.withdraw": lambda a, t: invitations.withdraw(a, t.invitation_id),
    "member.change_role": lambda a, t: _change_role(a, t.insider),
    "member.suspend": lambda a, t: cooperations.suspend_member(a, t.insider.id, 1),
    "member.end": lambda a, t: cooperations.end_membership(a, t.insider.id, 1),
    "coordinator.change_role": lambda a, t: _change_role(a, t.second),
    "deputy.name": _name_deputy,
    "emblem.change": lambda a, t: emblems.change_emblem(a, t.delegation.id, _png()),
    "address.share": lambda a, t: cooperations.share_address(a, is_shared=True),
    "console.see": lambda a, t: require(policy.can_see_console(a)),
    "log.see": lambda a, t: require(log_policy.can_read_log(a)),
    "settings.change": lambda a, t: cooperations.change_settings(
        a, replace(cooperations.read_settings(a), name="New")
    ),
    "retention.change": lambda a, t: retention.change_periods(a, {Kind.MEETINGS: 12}),
    "presidency.plan": _plan_term,
    "presidency.hand_over": lambda a, t: cooperations.hand_over(a, ""),
    "cooperation.archive": _archive,
    "cooperation.unarchive": lambda a, t: cooperations.unarchive(a),
    "deletion.request": lambda a, t: cooperations.request_deletion(a),
    "deletion.stop": lambda a, t: cooperations.stop_deletion(a),
}


def test_the_table_has_every_action_that_is_tried() -> None:
    assert [each.id for each in RIGHTS] == list(ATTEMPTS)


def test_the_documentation_shows_the_table() -> None:
    assert PAGE.read_text("utf-8") == render_rights(), "run python -m tests.permissions"


def test_every_combination_is_tried() -> None:
    assert len(set(list_cases())) == len(ROLES) * 2 * 2 * 2


@pytest.mark.parametrize("action", RIGHTS, ids=lambda each: each.id)
def test_what_the_table_says_is_what_happens(app: Flask, action: Action) -> None:
    ground = Ground()
    attempt = ATTEMPTS[action.id]
    wrong = []
    with app.test_request_context():  # errors are put into words
        for case, actor, target in ground.cases():
            happened = is_allowed(action, actor, lambda a=actor, t=target: attempt(a, t))
            if happened is not expect(action, case):
                wrong.append(f"{case}: {'allowed' if happened else 'refused'}")
    assert not wrong, "\n".join(wrong)


def test_an_attempt_leaves_nothing_behind(app: Flask) -> None:
    """Else the later cases of an action would be about something else."""
    ground = Ground()
    action = next(each for each in RIGHTS if each.id == "member.end")
    for _case, actor, target in ground.cases():
        is_allowed(action, actor, lambda a=actor, t=target: ATTEMPTS["member.end"](a, t))
    with unit_of_work(Scope(ground.id), writes=False):
        assert (
            not session().scalars(select(Membership).where(Membership.ended_at.is_not(None))).all()
        )
