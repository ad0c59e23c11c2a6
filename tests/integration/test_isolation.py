"""Every route, asked by people who must not get through: strangers get 404, the others 403.

`ROUTES` names each route of a cooperation. One that is missing here fails the suite.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import Column, Table, func, select

from collab.accounts.models import Person
from collab.app import create_app
from collab.config import Settings
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation
from collab.core import sockets
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import Base, CooperationOwned, database, unit_of_work
from collab.core.scope import CooperationRoot
from collab.files import service as files
from collab.foundings.service import emblems
from collab.groups.models import GroupMember
from collab.invitations import service as invitations
from collab.invitations.lists.checking import Defaults
from collab.invitations.service import InvitationPlan
from collab.live.models import LiveDuty, LiveOperation
from collab.meetings import service as meetings
from collab.meetings.service import MeetingPlan
from collab.notifications.models import Kind
from tests.boarded import BoardThings, furnish_board
from tests.documented import DocumentThings, furnish_documents
from tests.factories import (
    make_agenda_item,
    make_attendance,
    make_deputy,
    make_membership,
    make_person,
    make_term,
)
from tests.notices import make_notification
from tests.prepared import prepared_by
from tests.world import Place, World

EVERYBODY = frozenset({"coordinator", "chair", "secretary", "member", "outsider", "guest"})
INSIDERS = EVERYBODY - {"outsider"}
NO_GUEST = EVERYBODY - {"guest"}
MANAGERS = frozenset({"coordinator", "chair", "secretary"})
#: work on the boards of the research group
WORKERS = MANAGERS | {"member"}
#: to whom the documents of the research group are not shown
OUTSIDE = EVERYBODY - WORKERS
COORDINATOR = frozenset({"coordinator"})
#: in every text of `here`; no answer to a stranger may contain it
CANARY = "Zwitschervogel"


@dataclass(frozen=True)
class Things:
    """What there is in one cooperation, for URLs and forms."""

    place: Place
    meeting_id: UUID
    item_id: UUID
    removed_item_id: UUID
    #: somebody of the coordinator's delegation who has left
    former_id: UUID
    #: guests of no group: with the first one the meeting is shared
    shared_guest_id: UUID
    other_guest_id: UUID
    #: a deputy of the coordinator's delegation, from next week on
    deputy_id: UUID
    #: a planned term of the coordinator's delegation, in a far future
    term_id: UUID
    #: sent by the coordinator, without an answer
    invitation_id: UUID
    #: a list of the coordinator, before it is sent
    list_id: UUID
    #: what the member was told
    notification_id: UUID
    on_board: BoardThings
    documents: DocumentThings

    @property
    def member_id(self) -> UUID:
        """The membership of a plain member of the coordinator's delegation."""
        return self.place.people["outsider"].membership.id

    def arguments(self) -> dict[str, Any]:
        """A value for each argument that a URL may have."""
        return {
            "cooperation": self.place.slug,
            "meeting_id": self.meeting_id,
            "item_id": self.item_id,
            "block": self.item_id,
            "group": "research",
            "deputy_id": self.deputy_id,
            "delegation_id": self.place.delegations[0].id,
            "term_id": self.term_id,
            "invitation_id": self.invitation_id,
            "list_id": self.list_id,
            "notification_id": self.notification_id,
            "table": "meetings",
            "membership_id": self.place.people["secretary"].membership.id,
            **self.on_board.arguments(),
            **self.documents.arguments(),
            "kind": "csv",
        }


Form = Callable[[Things], dict[str, Any]]


def _nothing(_things: Things) -> dict[str, Any]:
    return {}


def _meeting_form(things: Things) -> dict[str, Any]:
    return {
        "title": "Next one",
        "starts_at": "2027-03-01T10:00",
        "ends_at": "2027-03-01T12:00",
        "timezone": "Europe/Berlin",
        "language": "en",
        "groups": str(things.place.groups["research"].id),
        "version": "1",
    }


def _origin_form(things: Things) -> dict[str, Any]:
    return {"origin": f"meeting:{things.meeting_id}:"}


def _comment_form(_things: Things) -> dict[str, Any]:
    return {"content": "Well done", "language": "en"}


def _remark_form(prefix: str) -> Form:
    return lambda _things: {f"{prefix}-content": "Well done", f"{prefix}-language": "en"}


def _task_form(_things: Things) -> dict[str, Any]:
    return {"title": "Next one", "language": "en", "revision": "1"}


def _item_form(_things: Things) -> dict[str, Any]:
    return {"title": "Budget", "minutes": "10", "presenter": ""}


def _group_form(_things: Things) -> dict[str, Any]:
    return {"name": "New name", "description": "", "language": "en"}


def _invitation_form(_things: Things) -> dict[str, Any]:
    return {"email": "new@region.example.org", "role": "member", "language": "en"}


def _version_form(_things: Things) -> dict[str, Any]:
    return {"version": "1"}


def _board_form(things: Things) -> dict[str, Any]:
    group = str(things.place.groups["research"].id)
    return {"name": "New name", "language": "en", "home": group, "template": "simple"}


def _label_form(_things: Things) -> dict[str, Any]:
    return {"name": "New name", "language": "en", "color": "red"}


def _move_form(things: Things) -> dict[str, Any]:
    return {"task": str(things.on_board.task_id), "column": str(things.on_board.done_column_id)}


def _position_form(_things: Things) -> dict[str, Any]:
    return {"position": "0"}


def _deputy_form(things: Things) -> dict[str, Any]:
    day = now().date()
    return {
        "deputy-member": str(things.place.people["secretary"].membership.id),
        "deputy-starts_on": day.isoformat(),
        "deputy-ends_on": (day + timedelta(days=7)).isoformat(),
    }


def _settings_form(_things: Things) -> dict[str, Any]:
    return {"name": "New name", "description": "", "language": "en"}


def _term_form(things: Things) -> dict[str, Any]:
    return {
        "delegation": str(things.place.delegations[0].id),
        "starts_on": "2030-01-01",
        "ends_on": "2030-12-31",
    }


def _rotation_form(things: Things) -> dict[str, Any]:
    return {"delegation": str(things.place.delegations[0].id), "direction": "down"}


def _page_form(things: Things) -> dict[str, Any]:
    parent = str(things.documents.folder_id)
    return {"title": "New one", "language": "en", "template": "empty", "parent": parent}


def _folder_form(things: Things) -> dict[str, Any]:
    return {"title": "New one", "parent": str(things.documents.folder_id)}


def _place_form(things: Things) -> dict[str, Any]:
    return {"to": f"top:{things.place.groups['research'].id}"}


def _upload_form(things: Things) -> dict[str, Any]:
    return {"files": (Upload(), "a.png"), "folder": str(things.documents.folder_id)}


def _upload_headers(things: Things) -> dict[str, Any]:
    folder = b64encode(str(things.documents.folder_id).encode()).decode()
    words = f"filename {b64encode(b'a.txt').decode()},folder {folder}"
    return {"Upload-Length": "4", "Upload-Metadata": words, "Tus-Resumable": "1.0.0"}


def _piece_headers(_things: Things) -> dict[str, Any]:
    kind = "application/offset+octet-stream"
    return {"Upload-Offset": "0", "Content-Type": kind, "Tus-Resumable": "1.0.0"}


def _lock_file(things: Things) -> None:
    with unit_of_work(things.place.scope):
        files.lock(things.place.people["coordinator"].actor, things.documents.document_id)


def _thrown(things: Things) -> dict[str, Any]:
    return {"document_id": things.documents.trashed_id}


def _import_form(things: Things) -> dict[str, Any]:
    return {"files": (Upload(), "a.png"), "parent": str(things.documents.folder_id)}


def _name_in_german(things: Things) -> None:
    with unit_of_work(things.place.scope) as opened:
        opened.scalars(select(Cooperation)).one().texts = {"de": {"name": "Hier"}}


def _preside(things: Things) -> None:
    with unit_of_work(things.place.scope):
        make_term(things.place.delegations[0])


def _ask_for_deletion(things: Things) -> None:
    with unit_of_work(things.place.scope):
        cooperations.request_deletion(things.place.people["coordinator"].actor)


@dataclass(frozen=True)
class Route:
    """Who may do it, what the form says, and what in the URL differs from the usual."""

    allowed: frozenset[str]
    form: Form = _nothing
    #: people from whom the thing itself is hidden: 404 instead of 403
    hidden: frozenset[str] = frozenset()
    changes: Callable[[Things], dict[str, Any]] = field(default=_nothing)
    #: what has to be so before anybody can do it
    ready: Callable[[Things], object] = field(default=_nothing)
    headers: Form = _nothing


class Upload(BytesIO):
    """A small image in a form; can be sent again."""

    def __init__(self) -> None:
        super().__init__()
        Image.new("RGB", (8, 8), "navy").save(self, "PNG")
        self.seek(0)

    def close(self) -> None:
        self.seek(0)


def _add_emblem(things: Things) -> None:
    with unit_of_work(things.place.scope):
        emblems.change_emblem(
            things.place.people["coordinator"].actor,
            things.place.delegations[0].id,
            Upload().read(),
        )


ROUTES: dict[str, Route] = {
    "cooperations.show": Route(EVERYBODY),
    "cooperations.group": Route(EVERYBODY),
    "cooperations.members": Route(NO_GUEST),
    "cooperations.change_role": Route(COORDINATOR, lambda _t: {"role": "chair", "version": "1"}),
    "cooperations.suspend_member": Route(COORDINATOR, _version_form),
    "cooperations.resume_member": Route(COORDINATOR, _version_form),
    "cooperations.end_membership": Route(COORDINATOR, _version_form),
    "cooperations.take_back": Route(
        COORDINATOR, _version_form, changes=lambda t: {"membership_id": t.former_id}
    ),
    "cooperations.membership": Route(EVERYBODY),
    "cooperations.share_address": Route(EVERYBODY, lambda _t: {"shares_address": "yes"}),
    "cooperations.leave": Route(EVERYBODY),
    "cooperations.name_deputy": Route(COORDINATOR, _deputy_form),
    "cooperations.revoke_deputy": Route(COORDINATOR),
    "cooperations.hand_over_coordination": Route(
        COORDINATOR, lambda t: {"successor-member": str(t.member_id)}
    ),
    "console.show": Route(COORDINATOR),
    "console.show_roles": Route(COORDINATOR),
    "console.show_usage": Route(COORDINATOR),
    "console.download_usage": Route(COORDINATOR),
    "console.show_log": Route(COORDINATOR),
    "console.verify_log": Route(COORDINATOR),
    "console.export_log": Route(COORDINATOR),
    "console.show_languages": Route(COORDINATOR),
    "console.save_languages": Route(COORDINATOR, lambda _t: {"languages": "de", "first": "de"}),
    "console.save_texts": Route(COORDINATOR),
    "console.show_presidency": Route(COORDINATOR),
    "console.plan_term": Route(COORDINATOR, _term_form),
    "console.start_first_term": Route(COORDINATOR, _term_form),
    "console.cancel_term": Route(COORDINATOR),
    "console.move_delegation": Route(COORDINATOR, _rotation_form),
    "console.show_handover": Route(COORDINATOR),
    "console.hand_over": Route(COORDINATOR, ready=_preside),
    "console.show_settings": Route(COORDINATOR),
    "console.save_settings": Route(COORDINATOR, _settings_form),
    "console.archive": Route(COORDINATOR),
    "console.unarchive": Route(COORDINATOR),
    "console.request_deletion": Route(
        # pages of errors show what was typed, so that is not the name that strangers may not see
        COORDINATOR,
        lambda _t: {"name": "Hier"},
        ready=_name_in_german,
    ),
    "privacy.retention": Route(COORDINATOR),
    "privacy.save_retention": Route(COORDINATOR, lambda _t: {"deleted_meetings": "12"}),
    "console.stop_deletion": Route(COORDINATOR, ready=_ask_for_deletion),
    "founding.waiting": Route(EVERYBODY),
    "emblems.show": Route(EVERYBODY, ready=_add_emblem),
    "emblems.edit": Route(COORDINATOR),
    "emblems.save": Route(COORDINATOR, lambda _t: {"emblem": (Upload(), "emblem.png")}),
    "emblems.remove": Route(COORDINATOR),
    "groups.index": Route(EVERYBODY),
    "groups.new": Route(COORDINATOR),
    "groups.create": Route(COORDINATOR, _group_form),
    "groups.edit": Route(COORDINATOR),
    "groups.save": Route(COORDINATOR, _group_form),
    "groups.add_member": Route(COORDINATOR, lambda t: {"membership": str(t.member_id)}),
    "groups.change_role": Route(COORDINATOR, lambda _t: {"role": "member"}),
    "groups.remove_member": Route(COORDINATOR),
    "invitations.index": Route(COORDINATOR),
    "invitations.new": Route(COORDINATOR),
    "invitations.create": Route(COORDINATOR, _invitation_form),
    "invitations.resend": Route(COORDINATOR),
    "invitations.withdraw": Route(COORDINATOR),
    "invitations.new_list": Route(COORDINATOR),
    "invitations.prepare_list": Route(
        COORDINATOR, lambda t: _invitation_form(t) | {"list": "new@region.example.org"}
    ),
    "invitations.show_list": Route(COORDINATOR),
    "invitations.correct_list": Route(COORDINATOR, lambda _t: {"line-0-name": "New"}),
    "invitations.send_list": Route(COORDINATOR),
    "invitations.discard_list": Route(COORDINATOR),
    "boards.index": Route(EVERYBODY),
    "boards.new": Route(MANAGERS),
    "boards.create": Route(MANAGERS, _board_form),
    "boards.settings": Route(MANAGERS),
    "boards.save": Route(MANAGERS, lambda t: _board_form(t) | {"lanes_by": "free"}),
    "boards.archive": Route(MANAGERS),
    "boards.unarchive": Route(MANAGERS),
    "boards.new_column": Route(MANAGERS),
    "boards.add_column": Route(MANAGERS, _label_form),
    "boards.edit_column": Route(MANAGERS),
    "boards.save_column": Route(MANAGERS, _label_form),
    "boards.move_column": Route(MANAGERS, _position_form),
    "boards.delete_column": Route(MANAGERS, lambda t: {"move_to": str(t.on_board.done_column_id)}),
    "boards.restore_column": Route(
        MANAGERS, changes=lambda t: {"column_id": t.on_board.deleted_column_id}
    ),
    "boards.new_lane": Route(MANAGERS),
    "boards.add_lane": Route(MANAGERS, _label_form),
    "boards.edit_lane": Route(MANAGERS),
    "boards.save_lane": Route(MANAGERS, _label_form),
    "boards.move_lane": Route(MANAGERS, _position_form),
    "boards.delete_lane": Route(MANAGERS),
    "boards.restore_lane": Route(
        MANAGERS, changes=lambda t: {"lane_id": t.on_board.deleted_lane_id}
    ),
    "boards.new_label": Route(MANAGERS),
    "boards.add_label": Route(MANAGERS, _label_form),
    "boards.edit_label": Route(MANAGERS),
    "boards.save_label": Route(MANAGERS, _label_form),
    "boards.move_label": Route(MANAGERS, _position_form),
    "boards.delete_label": Route(MANAGERS),
    "boards.restore_label": Route(
        MANAGERS, changes=lambda t: {"label_id": t.on_board.deleted_label_id}
    ),
    "boards.new_import": Route(MANAGERS),
    "boards.prepare_import": Route(MANAGERS, lambda _t: {"text": "Title\nNew"}),
    "boards.show_import": Route(COORDINATOR, hidden=MANAGERS - COORDINATOR),
    "boards.run_import": Route(COORDINATOR, hidden=MANAGERS - COORDINATOR),
    "boards.discard_import": Route(COORDINATOR, hidden=MANAGERS - COORDINATOR),
    "boards.show": Route(EVERYBODY),
    "boards.add": Route(WORKERS, lambda t: {"title": "New", "column": str(t.on_board.column_id)}),
    "boards.move": Route(WORKERS, _move_form),
    "boards.bulk": Route(WORKERS, lambda t: _move_form(t) | {"action": "move"}),
    "boards.list_tasks": Route(EVERYBODY),
    "boards.calendar": Route(EVERYBODY),
    "boards.timeline": Route(EVERYBODY),
    "tasks.index": Route(EVERYBODY),
    "tasks.owed": Route(EVERYBODY),
    "tasks.calendar": Route(EVERYBODY),
    "tasks.timeline": Route(EVERYBODY),
    "tasks.export": Route(EVERYBODY),
    "tasks.save_filter": Route(EVERYBODY, lambda _t: {"name": "New", "query": "due=today"}),
    "tasks.remove_filter": Route(frozenset({"member"}), hidden=EVERYBODY - {"member"}),
    "tasks.list_feeds": Route(EVERYBODY),
    "tasks.create_feed": Route(EVERYBODY, lambda t: {"board": str(t.on_board.board_id)}),
    "tasks.remove_feed": Route(frozenset({"member"}), hidden=EVERYBODY - {"member"}),
    "tasks.move": Route(WORKERS),
    "tasks.save_move": Route(WORKERS, _move_form),
    "tasks.close": Route(WORKERS),
    "tasks.reopen": Route(WORKERS),
    "tasks.archive": Route(WORKERS),
    "tasks.restore": Route(WORKERS),
    "tasks.rename": Route(WORKERS, lambda _t: {"title": "New"}),
    "tasks.show": Route(EVERYBODY),
    "tasks.edit": Route(WORKERS),
    "tasks.save": Route(WORKERS, _task_form),
    "tasks.due_day": Route(WORKERS),
    "tasks.add_steps": Route(WORKERS, lambda _t: {"steps": "One more"}),
    "tasks.edit_step": Route(WORKERS),
    "tasks.rename_step": Route(WORKERS, lambda _t: {"text": "Another"}),
    "tasks.check_step": Route(WORKERS),
    "tasks.move_step": Route(WORKERS),
    "tasks.remove_step": Route(WORKERS),
    "tasks.restore_step": Route(WORKERS, changes=lambda t: {"step_id": t.on_board.removed_step_id}),
    "tasks.add_comment": Route(NO_GUEST, _comment_form),
    "tasks.edit_comment": Route(frozenset({"member"})),
    "tasks.save_comment": Route(frozenset({"member"}), _comment_form),
    "tasks.delete_comment": Route(frozenset({"member"})),
    "tasks.restore_comment": Route(
        frozenset({"member"}), changes=lambda t: {"comment_id": t.on_board.deleted_comment_id}
    ),
    "tasks.add_file": Route(NO_GUEST, lambda _t: {"file": (Upload(), "picture.png")}),
    "tasks.download_file": Route(EVERYBODY),
    "tasks.remove_file": Route(WORKERS),
    "tasks.restore_file": Route(WORKERS, changes=lambda t: {"file_id": t.on_board.removed_file_id}),
    "tasks.find_links": Route(WORKERS),
    "tasks.add_link": Route(WORKERS, _origin_form),
    "tasks.remove_link": Route(WORKERS),
    "tasks.add_blocker": Route(WORKERS, lambda t: {"blocker": str(t.on_board.blocker)}),
    "tasks.remove_blocker": Route(WORKERS),
    "pages.history": Route(WORKERS, hidden=EVERYBODY - WORKERS),
    "pages.name_version": Route(WORKERS, lambda _t: {"name": "Sent"}, hidden=EVERYBODY - WORKERS),
    "pages.show_version": Route(WORKERS, hidden=EVERYBODY - WORKERS),
    "pages.changes": Route(WORKERS, hidden=EVERYBODY - WORKERS),
    "pages.restore_version": Route(WORKERS, hidden=EVERYBODY - WORKERS),
    "meetings.index": Route(EVERYBODY),
    "meetings.new": Route(MANAGERS),
    "meetings.create": Route(MANAGERS, _meeting_form),
    "meetings.edit": Route(MANAGERS),
    "meetings.save": Route(MANAGERS, _meeting_form),
    "meetings.cancel": Route(MANAGERS),
    "meetings.uncancel": Route(MANAGERS),
    "meetings.delete": Route(MANAGERS),
    "meetings.restore": Route(MANAGERS),
    "meetings.add_item": Route(MANAGERS, _item_form),
    "meetings.edit_item": Route(MANAGERS, _item_form),
    "meetings.move_item": Route(MANAGERS, lambda _t: {"direction": "up"}),
    "meetings.remove_item": Route(MANAGERS),
    "meetings.restore_item": Route(MANAGERS, changes=lambda t: {"item_id": t.removed_item_id}),
    "meetings.share": Route(MANAGERS, lambda t: {"membership": str(t.other_guest_id)}),
    "meetings.unshare": Route(MANAGERS, changes=lambda t: {"membership_id": t.shared_guest_id}),
    "meetings.attendance": Route(EVERYBODY),
    "meetings.record_attendance": Route(MANAGERS),
    "documents.index": Route(EVERYBODY),
    "documents.library": Route(EVERYBODY),
    "documents.folder": Route(WORKERS, hidden=OUTSIDE),
    "documents.open": Route(WORKERS, hidden=OUTSIDE),
    "documents.create_folder": Route(WORKERS, _folder_form, OUTSIDE),
    "documents.edit_name": Route(WORKERS, hidden=OUTSIDE),
    "documents.rename": Route(WORKERS, _folder_form, OUTSIDE),
    "documents.choose_place": Route(WORKERS, hidden=OUTSIDE),
    "documents.move": Route(WORKERS, _place_form, OUTSIDE),
    "documents.throw_away": Route(WORKERS, hidden=OUTSIDE),
    "documents.trash": Route(EVERYBODY),
    "documents.restore": Route(WORKERS, hidden=OUTSIDE, changes=_thrown),
    "documents.erase": Route(MANAGERS, hidden=OUTSIDE, changes=_thrown),
    "documents.share": Route(MANAGERS, hidden=OUTSIDE),
    "documents.save_sharing": Route(MANAGERS, lambda _t: {"audience": "group"}, OUTSIDE),
    "files.show": Route(WORKERS, hidden=OUTSIDE),
    "files.download": Route(WORKERS, hidden=OUTSIDE),
    "files.content": Route(WORKERS, hidden=OUTSIDE),
    "files.picture": Route(
        WORKERS, hidden=OUTSIDE, changes=lambda t: {"document_id": t.documents.picture_id}
    ),
    "files.archive": Route(WORKERS, hidden=OUTSIDE),
    "files.lock": Route(WORKERS, hidden=OUTSIDE),
    "files.unlock": Route(MANAGERS, hidden=OUTSIDE, ready=_lock_file),
    "files.add_version": Route(
        WORKERS,
        lambda _t: {"file": (Upload(), "a.png")},
        OUTSIDE,
        lambda t: {"document_id": t.documents.picture_id},
    ),
    "files.restore_version": Route(WORKERS, hidden=OUTSIDE, changes=lambda _t: {"number": 1}),
    "files.new_upload": Route(EVERYBODY),
    "files.upload": Route(WORKERS, _upload_form, OUTSIDE),
    "files.upload_abilities": Route(EVERYBODY),
    "files.begin_upload": Route(WORKERS, hidden=OUTSIDE, headers=_upload_headers),
    "files.upload_state": Route(COORDINATOR, hidden=EVERYBODY - COORDINATOR),
    "files.continue_upload": Route(
        COORDINATOR, hidden=EVERYBODY - COORDINATOR, headers=_piece_headers
    ),
    "files.end_upload": Route(COORDINATOR, hidden=EVERYBODY - COORDINATOR, headers=_piece_headers),
    "links.index": Route(MANAGERS, hidden=OUTSIDE),
    "links.create": Route(MANAGERS, lambda _t: {"days": "7"}, OUTSIDE),
    "links.revoke": Route(MANAGERS, hidden=OUTSIDE),
    "pages.threads": Route(WORKERS, hidden=OUTSIDE),
    "pages.new_thread": Route(WORKERS, hidden=OUTSIDE),
    "pages.begin_thread": Route(WORKERS, _remark_form("new"), OUTSIDE),
    "pages.new_answer": Route(WORKERS, hidden=OUTSIDE),
    "pages.answer": Route(
        WORKERS, lambda t: _remark_form(f"answer-{t.documents.thread_id}")(t), OUTSIDE
    ),
    "pages.edit_comment": Route(COORDINATOR, hidden=OUTSIDE),
    "pages.save_comment": Route(
        COORDINATOR, lambda t: _remark_form(f"comment-{t.documents.remark_id}")(t), OUTSIDE
    ),
    "pages.delete_comment": Route(COORDINATOR, hidden=OUTSIDE),
    "pages.restore_comment": Route(
        COORDINATOR,
        hidden=OUTSIDE,
        changes=lambda t: {"remark_id": t.documents.deleted_remark_id},
    ),
    "pages.resolve_thread": Route(WORKERS, hidden=OUTSIDE),
    "pages.reopen_thread": Route(WORKERS, hidden=OUTSIDE),
    "pages.new": Route(NO_GUEST),
    "pages.create": Route(WORKERS, _page_form, OUTSIDE),
    "pages.edit_title": Route(WORKERS, hidden=OUTSIDE),
    "pages.rename": Route(WORKERS, _page_form, OUTSIDE),
    "pages.show": Route(WORKERS, hidden=OUTSIDE),
    "pages.read": Route(WORKERS, hidden=OUTSIDE),
    "pages.known": Route(WORKERS, hidden=OUTSIDE),
    "pages.export": Route(WORKERS, hidden=OUTSIDE),
    "pages.file": Route(WORKERS, hidden=OUTSIDE),
    "pages.new_import": Route(NO_GUEST),
    "pages.prepare_import": Route(WORKERS, _import_form, OUTSIDE),
    "pages.show_import": Route(COORDINATOR, hidden=EVERYBODY - COORDINATOR),
    "pages.import_image": Route(
        COORDINATOR,
        hidden=EVERYBODY - COORDINATOR,
        changes=lambda t: {"image_id": t.documents.draft_image_id},
    ),
    "pages.run_import": Route(
        COORDINATOR, lambda _t: {"take-0": "1"}, hidden=EVERYBODY - COORDINATOR
    ),
    "pages.discard_import": Route(COORDINATOR, hidden=EVERYBODY - COORDINATOR),
    "pages.choices": Route(WORKERS, hidden=OUTSIDE),
    "pages.image": Route(WORKERS, hidden=OUTSIDE),
    "pages.add_image": Route(WORKERS, lambda _t: {"image": (Upload(), "a.png")}, OUTSIDE),
    "notices.choices": Route(EVERYBODY),
    "notices.choose": Route(EVERYBODY, lambda _t: {kind.value: "off" for kind in Kind}),
    "notices.read": Route(frozenset({"member"}), hidden=EVERYBODY - {"member"}),
    "minutes.show": Route(EVERYBODY),
    "minutes.read": Route(EVERYBODY),
    "minutes.show_task": Route(EVERYBODY),
}


def _furnish(place: Place, marker: str) -> Things:
    actor = place.people["coordinator"].actor
    with unit_of_work(place.scope):
        start = now().replace(tzinfo=None) + timedelta(days=3)  # by the clocks of its zone
        meeting = meetings.create_meeting(
            actor,
            MeetingPlan(
                title=f"Meeting {marker}",
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                timezone="Europe/Berlin",
                place=f"Room {marker}",
                link="",
                language="en",
                groups=frozenset({place.groups["research"].id}),
            ),
        )
        first = make_agenda_item(meeting, title=f"Item {marker}")
        removed = make_agenda_item(meeting, title=f"Removed {marker}")
        make_attendance(meeting, place.people["member"].membership)
        former = make_membership(make_person(), place.delegations[0], ended_at=now())
        guests = [
            make_membership(make_person(), place.delegations[0], Role.GUEST) for _ in range(2)
        ]
        told = make_notification(place.people["member"].membership, meeting_id=meeting.id)
        deputy = make_deputy(
            place.people["outsider"].membership, place.people["coordinator"].membership, begins_in=7
        )
        term = make_term(
            place.delegations[0],
            starts_on=date(2090, 1, 1),
            ends_on=date(2090, 12, 31),
            taken_over_at=None,
        )
        invitation = invitations.invite(
            actor,
            InvitationPlan("invited@region.example.org", Role.MEMBER, "en", name=marker),
            link=lambda token: f"/invitations/{token}",
        )
        list_id = invitations.prepare_list(
            actor, f"listed@region.example.org;{marker}", Defaults(Role.MEMBER, "en")
        )
    with unit_of_work(place.scope):
        meetings.remove_item(actor, meeting.id, removed.id)
        meetings.share_meeting(actor, meeting.id, guests[0].id)
    rows = (meeting, first, removed, former, *guests, deputy, term, invitation)
    ids = (*(row.id for row in rows), list_id, told.id)
    return Things(
        place,
        *ids,
        on_board=furnish_board(place, marker, meeting.id),
        documents=furnish_documents(place, marker),
    )


def _furnish_both(world: World) -> tuple[Things, Things]:
    return _furnish(world.here, CANARY), _furnish(world.elsewhere, "of elsewhere")


pytestmark = prepared_by(_furnish_both)


@pytest.fixture
def ours(world: World, prepared: tuple[Things, Things]) -> Things:
    return prepared[0]


@pytest.fixture
def theirs(world: World, prepared: tuple[Things, Things]) -> Things:
    return prepared[1]


def _rules(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if "cooperation" in rule.arguments:
            methods = rule.methods or set()
            yield rule.endpoint, min(methods - {"HEAD", "OPTIONS"} or methods)


def _url(app: Flask, endpoint: str, things: Things, **changes: Any) -> str:
    (rule,) = app.url_map.iter_rules(endpoint)
    given = things.arguments() | ROUTES[endpoint].changes(things) | changes
    unknown = rule.arguments - set(given)
    assert not unknown, f"teach the isolation test about {unknown}"
    address = app.url_map.bind("localhost")
    return address.build(endpoint, {name: given[name] for name in rule.arguments})


@cache
def _owned_tables() -> list[tuple[Table, Column[UUID]]]:
    """Every table of cooperations, and the column that says whose a row is."""
    owned = (CooperationOwned, CooperationRoot)
    tables = [m.local_table for m in Base.registry.mappers if issubclass(m.class_, owned)]
    return [
        (table, table.c.get("cooperation_id", table.c.id))
        for table in tables
        if isinstance(table, Table)
    ]


def _owned_rows(place: Place) -> list[str]:
    """Every row of the cooperation, as text, to see that nothing was changed."""
    wanted = place.scope.cooperation_id
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(select(func.set_config("collab.cooperation_id", str(wanted), True)))
        return sorted(
            f"{table.name} {row}"
            for table, whose in _owned_tables()
            for row in connection.execute(select(table).where(whose == wanted))
        )


SignIn = Callable[[Person], FlaskClient]


def test_the_table_names_every_route(app: Flask) -> None:
    assert {endpoint for endpoint, _method in _rules(app)} == set(ROUTES)


def test_a_member_of_another_cooperation_finds_nothing_and_changes_nothing(
    app: Flask, world: World, ours: Things, theirs: Things, sign_in: SignIn
) -> None:
    before = _owned_rows(world.here)
    client = sign_in(world.stranger)
    for endpoint, method in _rules(app):
        form = ROUTES[endpoint].form(ours)
        urls = [_url(app, endpoint, ours)]
        foreign_ids = _url(app, endpoint, ours, cooperation=theirs.place.slug)
        if foreign_ids != _url(app, endpoint, theirs):
            urls.append(foreign_ids)  # our ids under the address of their own cooperation
        for url in urls:
            answer = client.open(url, method=method, data=form)
            assert answer.status_code == 404, f"{method} {url}: {answer.status_code}"
            assert CANARY not in answer.text, f"{method} {url}"
            assert world.here.cooperation.name not in answer.text or "here" not in url
    assert _owned_rows(world.here) == before


def test_nobody_gets_through_without_signing_in(app: Flask, ours: Things) -> None:
    before = _owned_rows(ours.place)
    client = app.test_client()
    for endpoint, method in _rules(app):
        form = ROUTES[endpoint].form(ours)
        answer = client.open(_url(app, endpoint, ours), method=method, data=form)
        is_safe = method in {"GET", "HEAD", "OPTIONS"}
        assert answer.status_code == (302 if is_safe else 401), endpoint
        assert CANARY not in answer.text
    assert _owned_rows(ours.place) == before


def _expect_refusals(
    world: World, clients: dict[str, FlaskClient], route: Route, url: str, **request: Any
) -> None:
    """Whoever is not allowed to gets nothing, and changes nothing."""
    for name in sorted(EVERYBODY - route.allowed):
        answer = clients[name].open(url, **request)
        expected = 404 if name in route.hidden else 403
        assert answer.status_code == expected, f"{name}: {url}: {answer.status_code}"


@pytest.fixture
def clients(world: World, sign_in: SignIn) -> dict[str, FlaskClient]:
    """Everybody of `here`, signed in."""
    return {name: sign_in(world.person(name)) for name in sorted(EVERYBODY)}


def test_whoever_may_see_a_page_gets_it_and_nobody_else(
    app: Flask, world: World, ours: Things, clients: dict[str, FlaskClient]
) -> None:
    pages = [endpoint for endpoint, method in _rules(app) if method == "GET"]
    for endpoint in pages:
        ROUTES[endpoint].ready(ours)
    before = _owned_rows(world.here)
    for endpoint in pages:
        _expect_refusals(world, clients, ROUTES[endpoint], _url(app, endpoint, ours))
    assert _owned_rows(world.here) == before
    for endpoint in pages:
        for name in sorted(ROUTES[endpoint].allowed):
            answer = clients[name].get(_url(app, endpoint, ours))
            assert answer.status_code < 400, f"{name}: {endpoint}: {answer.status_code}"


def _list_changes() -> list[str]:
    """Endpoints that are for more than looking, as the application has them."""
    app = create_app(Settings(database_url="sqlite://", secret_key="x", origins=("http://x",)))
    database.dispose()
    return sorted(endpoint for endpoint, method in _rules(app) if method != "GET")


@pytest.mark.parametrize("endpoint", _list_changes())
def test_a_member_without_the_right_is_refused_and_one_with_it_gets_through(
    app: Flask, world: World, ours: Things, sign_in: SignIn, endpoint: str
) -> None:
    route = ROUTES[endpoint]
    method = dict(_rules(app))[endpoint]
    url, form = _url(app, endpoint, ours), route.form(ours)
    route.ready(ours)
    before = _owned_rows(world.here)
    refused = {name: sign_in(world.person(name)) for name in EVERYBODY - route.allowed}
    request = {"method": method, "data": form, "headers": route.headers(ours)}
    _expect_refusals(world, refused, route, url, **request)
    assert _owned_rows(world.here) == before
    # one is enough: what the first one did may be in the way of a second
    name = min(route.allowed)
    answer = sign_in(world.person(name)).open(url, **request)
    assert answer.status_code < 400, f"{name}: {answer.status_code}"


def test_a_guest_does_not_learn_of_meetings_and_boards_of_other_groups(
    app: Flask, world: World, ours: Things, sign_in: SignIn
) -> None:
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    with unit_of_work(world.here.scope) as opened:
        for row in opened.scalars(
            select(GroupMember).where(GroupMember.membership_id == world.membership("guest").id)
        ):
            opened.delete(row)
    client = sign_in(world.person("guest"))
    for endpoint, method in _rules(app):
        if not endpoint.startswith(
            ("boards.", "documents.", "files.", "meetings.", "minutes.", "pages.", "tasks.")
        ):
            continue
        form = ROUTES[endpoint].form(ours)
        answer = client.open(_url(app, endpoint, ours), method=method, data=form)
        if rules[endpoint].arguments & {
            "board_id",
            "document_id",
            "folder_id",
            "meeting_id",
            "number",
            "page_id",
        }:
            assert answer.status_code == 404, endpoint
        assert CANARY not in answer.text, endpoint


def _foreign_references(ours: Things, theirs: Things) -> dict[str, dict[str, Any]]:
    """Forms of ours that name something of theirs."""
    member = str(theirs.place.people["member"].membership.id)
    group = str(theirs.place.groups["research"].id)
    own = str(ours.place.people["member"].membership.id)
    return {
        "meetings.create": _meeting_form(ours) | {"groups": group},
        "meetings.save": _meeting_form(ours) | {"groups": group},
        "meetings.add_item": _item_form(ours) | {"presenter": member},
        "meetings.edit_item": _item_form(ours) | {"presenter": member},
        "groups.add_member": {"membership": member},
        "boards.create": _board_form(ours) | {"home": group},
        "boards.add": {"title": "New", "column": str(theirs.on_board.column_id)},
        "boards.move": _move_form(ours) | {"task": str(theirs.on_board.task_id)},
        "boards.bulk": _move_form(ours) | {"action": "assign", "owner": f"p:{member}"},
        "tasks.save_move": _move_form(theirs),
        "documents.create_folder": _folder_form(theirs),
        "documents.move": _place_form(theirs),
        "documents.save_sharing": {"audience": "groups", f"group-{group}": "write"},
        "tasks.add_link": _origin_form(theirs),
        "tasks.save": _task_form(ours) | {"owners": f"p:{member}"},
        "boards.delete_column": {"move_to": str(theirs.on_board.column_id)},
        "meetings.record_attendance": {
            f"status-{own}": "represented",
            f"by-{own}": member,
            f"status-{member}": "present",
        },
    }


def test_a_form_cannot_name_what_belongs_to_another_cooperation(
    app: Flask, world: World, ours: Things, theirs: Things, sign_in: SignIn
) -> None:
    client = sign_in(world.person("coordinator"))
    before = _owned_rows(world.here), _owned_rows(world.elsewhere)
    for endpoint, form in _foreign_references(ours, theirs).items():
        answer = client.post(_url(app, endpoint, ours), data=form)
        assert answer.status_code in (404, 409, 422), f"{endpoint}: {answer.status_code}"
    assert (_owned_rows(world.here), _owned_rows(world.elsewhere)) == before


def test_my_work_shows_only_my_cooperations(
    world: World, ours: Things, theirs: Things, sign_in: SignIn
) -> None:
    client = sign_in(world.stranger)
    for path in ("/", "/cooperations"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert CANARY not in answer.text
        assert world.here.slug + "/" not in answer.text


def test_tables_without_a_cooperation_name_no_content(ours: Things) -> None:
    """The list of documents with pending work is global; it holds ids only."""
    assert {c.key for c in LiveDuty.__mapper__.column_attrs} == {
        "id",
        "document_id",
        "cooperation_of",
        "claimed_by",
        "claimed_until",
    }
    assert issubclass(LiveOperation, CooperationOwned)


def test_every_live_event_is_one_that_strangers_have_tried(app: Flask) -> None:
    """A new event fails here until tests/integration/live tries it from outside.

    `connect`: test_nobody_comes_in_without_signing_in; `join`: test_a_stranger_learns_nothing;
    `change`: test_nothing_is_taken_before_the_join, test_a_guest_reads_live_and_may_not_write;
    `disconnect` takes nothing from a client: test_nobody_calls_what_is_reserved.
    `/boards`: test_nobody_learns_of_boards_elsewhere,
    test_sockets_of_strangers_pages_and_of_nobody_do_not_connect.
    `/pages`: test_nobody_hears_of_pages_that_they_do_not_see.
    The bell takes nothing at all: test_a_bell_rings_only_for_whom_something_is_new.
    """
    handlers = sockets.server().handlers
    assert {namespace: set(events) for namespace, events in handlers.items()} == {
        "/live": {"connect", "join", "change", "disconnect"},
        "/boards": {"connect", "join", "disconnect"},
        "/bell": {"connect", "disconnect"},
        "/pages": {"connect", "join", "disconnect"},
    }
    assert not sockets.server().namespace_handlers
