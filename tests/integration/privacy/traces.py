"""Somebody who left traces in every table, and a look for them."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, inspect, text

from collab.accounts import links
from collab.accounts.links import Purpose
from collab.accounts.models import (
    AuthenticatorApp,
    Challenge,
    KnownDevice,
    Passkey,
    RecoveryCode,
    Throttle,
)
from collab.boards.models import SavedFilter, TaskFeed, TaskFile
from collab.cooperations.models import Deputy
from collab.core.clock import now
from collab.core.db import GLOBAL, new_id, session, unit_of_work
from collab.core.names import fold
from collab.foundings.models import Founding
from collab.invitations.models import Invitation, InvitationList, State
from collab.live import service as live
from collab.live.models import LiveOperation
from collab.live.service import run_pending_operations
from collab.mail import service as mail
from collab.meetings.models import Meeting
from collab.notifications.models import Kind, Notification, NotificationChoice, Pace
from collab.privacy.models import DataExport, ExportState
from tests.boards import make_board, make_comment, make_step, make_task, owe
from tests.factories import (
    make_activity,
    make_agenda_item,
    make_attendance,
    make_document,
    make_meeting,
    make_minutes,
    make_session,
)
from tests.world import World

#: name and address of whoever is to be forgotten; found nowhere else
NAME = "Zwäitschel O'Vogel"
EMAIL = "zwaetschel.vogel@canary.example"


def _paragraph(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)}


def _words(text_: str) -> dict[str, Any]:
    return {"type": "text", "text": text_}


def rename(world: World, who: str) -> None:
    """Give that member the canary's name and address."""
    person = world.person(who)
    with unit_of_work(GLOBAL) as opened:
        row = opened.get(type(person), person.id)
        row.name, row.email = NAME, EMAIL
    person.name, person.email = NAME, EMAIL


def leave_traces_in_account(world: World, who: str) -> None:
    """Everything that an account may have."""
    person = world.person(who)
    with unit_of_work(GLOBAL):
        make_session(person, user_agent="Mozilla/5.0 Firefox/140.0")
        add = session().add_all
        add(
            [
                AuthenticatorApp(
                    person_id=person.id,
                    secret="sealed secret",
                    created_at=now(),
                    confirmed_at=now(),
                ),
                Passkey(
                    person_id=person.id,
                    credential_id=b"credential",
                    public_key=b"key",
                    sign_count=0,
                    transports=[],
                    name=f"{NAME}'s key",
                    created_at=now(),
                ),
                RecoveryCode(person_id=person.id, code_hash="c" * 64, created_at=now()),
                Challenge(person_id=person.id, purpose="second_step", value=b"x", expires_at=now()),
                KnownDevice(
                    person_id=person.id, token_hash="d" * 64, created_at=now(), last_seen_at=now()
                ),
                Throttle(key=f"password:{EMAIL}", started_at=now(), count=1),
                DataExport(
                    person_id=person.id,
                    state=ExportState.READY,
                    requested_at=now(),
                    expires_at=now() + timedelta(days=7),
                    content=EMAIL.encode(),
                ),
                Founding(
                    proposer_id=world.stranger.id,
                    draft={"partners": [{"email": EMAIL, "name": NAME}]},
                    created_at=now(),
                    changed_at=now(),
                ),
            ]
        )
        links.create_link(
            Purpose.INVITATION,
            email=EMAIL,
            lifetime=timedelta(days=1),
            cooperation_id=world.elsewhere.id,
        )
        mail.send(
            to=EMAIL,
            name=NAME,
            language="en",
            template="mail/trial",
            values={"url": "https://collab.example", "sent_at": now()},
        )


def leave_traces_in_cooperation(world: World, who: str) -> Meeting:
    """Everything that a cooperation may keep of a member; the meeting with minutes about them."""
    here, person, membership = world.here, world.person(who), world.membership(who)
    with unit_of_work(here.scope):
        meeting = make_meeting(
            membership, world.group, title="Kick-off", ends_at=now() + timedelta(days=8)
        )
        item = make_agenda_item(meeting, presenter_id=membership.id, title="Welcome")
        make_attendance(meeting, membership)
        document = make_document()
        make_minutes(meeting, document)
        make_activity(person, meeting.id, details={"title": "Kick-off"})
        make_activity(
            world.person("coordinator"),
            membership.id,
            verb="membership.role_changed",
            details={"name": NAME},
        )
        session().add(
            Deputy(
                membership_id=membership.id,
                named_by=world.membership("coordinator").id,
                starts_on=date(2026, 1, 1),
                ends_on=date(2099, 1, 1),
            )
        )
        _invite(world, who)
        session().add(
            LiveOperation(
                document_id=document.id,
                operation={"op": "unknown", "label": NAME},
                at=now(),
                failure="an operation of an unknown kind",
            )
        )
    with unit_of_work(here.scope):
        _leave_on_board(world, who)
    with unit_of_work(here.scope):
        live.request_edit(
            world.actor("chair"),
            document.id,
            {"op": "write", "content": _text(membership.id, item.id)},
        )
    run_pending_operations()
    return meeting


def _leave_on_board(world: World, who: str) -> None:
    membership, chair = world.membership(who), world.membership("chair")
    mention = {"type": "mention", "attrs": {"id": str(membership.id), "label": NAME}}
    asked = {"type": "doc", "content": [_paragraph(_words("Ask "), mention)]}
    said = {"type": "doc", "content": [_paragraph(_words("I asked the beekeeper."))]}
    made = make_board(world.group, name="Bees")
    task = make_task(
        made,
        title="Water the bees",
        created_by=membership.id,
        description=asked,
        description_text=f"Ask @{NAME}",
    )
    owe(task, membership)
    make_step(task, done_at=now(), done_by=membership.id)
    make_comment(task, membership, content=said, text="I asked the beekeeper.")
    make_comment(task, chair, content=asked, text=f"Ask @{NAME}")
    common: dict[str, Any] = {"membership_id": membership.id}
    session().add_all(
        [
            TaskFile(
                task_id=task.id,
                name="bees.pdf",
                media_type="application/pdf",
                size=1,
                digest="f" * 64,
                added_by=membership.id,
                added_at=now(),
            ),
            SavedFilter(name="Bees", query="q=bees", **common),
            TaskFeed(token_digest="e" * 64, created_at=now(), **common),
            Notification(
                kind=Kind.ASSIGNED, task_id=task.id, created_at=now(), pace=Pace.NOW, **common
            ),
            NotificationChoice(kind=Kind.ASSIGNED, pace=Pace.DAILY, **common),
        ]
    )
    make_activity(
        world.person("coordinator"), task.id, verb="task.assigned", details={"added": [NAME]}
    )


def _invite(world: World, who: str) -> None:
    common = {
        "delegation_id": world.membership(who).delegation_id,
        "role": "member",
        "language": "en",
        "invited_by": world.person("coordinator").id,
        "created_at": now(),
        "sent_at": now(),
        "expires_at": now() + timedelta(days=14),
    }
    session().add(
        Invitation(
            id=new_id(),
            email=EMAIL,
            name=NAME,
            search_key=fold(f"{NAME} {EMAIL}"),
            state=State.ACCEPTED,
            person_id=world.person(who).id,
            note=f"Dear {NAME}",
            **common,
        )
    )
    session().add(
        InvitationList(
            delegation_id=common["delegation_id"],
            created_by=common["invited_by"],
            created_at=now(),
            expires_at=now() + timedelta(days=1),
            defaults={},
            lines=[{"email": EMAIL, "name": NAME}, {"email": "other@canary.example"}],
        )
    )


def _text(membership_id: UUID, item_id: UUID) -> list[dict[str, Any]]:
    mention = {"type": "mention", "attrs": {"id": str(membership_id), "label": NAME}}
    action = {
        "type": "actionItem",
        "attrs": {
            "assignee": str(membership_id),
            "assigneeLabel": NAME,
            "due": "2026-12-24",
            "done": False,
        },
        "content": [_words("Write the report")],
    }
    agenda = {
        "type": "agendaItem",
        "attrs": {
            "agendaId": str(item_id),
            "title": "Welcome",
            "presenter": NAME,
            "minutes": 5,
            "withdrawn": False,
        },
        "content": [_paragraph(mention, _words(" opened the meeting.")), action],
    }
    return [agenda]


def find_in_database(address: str, *words: str) -> set[str]:
    """The tables and columns in which one of the words still is, bytes included."""
    engine = create_engine(address)
    found = set()
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            for column in inspect(engine).get_columns(table):
                rows = connection.execute(text(f'SELECT "{column["name"]}" FROM "{table}"'))
                if any(_has(value, words) for (value,) in rows):
                    found.add(f"{table}.{column['name']}")
    engine.dispose()
    return found


def _has(value: object, words: tuple[str, ...]) -> bool:
    if isinstance(value, bytes | memoryview):
        return any(word.encode() in bytes(value) for word in words)
    forms = {form for word in words for form in (word, fold(word), json.dumps(word)[1:-1])}
    return any(form in str(value) for form in forms)
