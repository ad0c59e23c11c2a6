"""What the partial pages of a task (tasks/checklist.html and so on) need, each from its service."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request
from markupsafe import Markup

from collab.activity import log
from collab.boards.part_forms import BlockerForm, FileForm, StepsForm
from collab.boards.service.blockers import list_blockers
from collab.boards.service.checklist import find_removed_step, list_steps
from collab.boards.service.comments import find_deleted_comment, list_comments
from collab.boards.service.files import find_removed_file, list_files
from collab.boards.service.links import OriginKey, find_origin, key_of, list_links
from collab.boards.service.lookups import FoundTask
from collab.boards.service.parts import may_comment, may_work
from collab.boards.views.telling import tell
from collab.core.actor import Actor
from collab.core.ids import parse_id
from collab.texts.comment_forms import comment_form
from collab.texts.nodes import Node
from collab.texts.rendering import render_text

#: of the headings above comments
LEVEL = 2
#: lines of the history, at first and when one asks for all
SHOWN = 10
MOST = 1000


def _asked(name: str) -> UUID | None:
    return parse_id(request.args.get(name))


def read_parts(actor: Actor, found: FoundTask) -> dict[str, Any]:
    """Checklist, comments, files, links, blockers and history of a task, for its page."""
    is_open = found.task.archived_at is None
    can_add = is_open and may_work(actor, found)
    return {
        "can_add": can_add,
        "can_talk": is_open and may_comment(actor, found),
        **_read_checklist(actor, found),
        **_read_comments(actor, found),
        **_read_files(actor, found),
        **_read_links(actor, found),
        **_read_history(actor, found),
        "blockers": list_blockers(actor, found.task, is_proposing=can_add),
        "blocker_form": BlockerForm(formdata=None),
        "removed_blocker": request.args.get("removed_blocker", type=int),
    }


def _read_checklist(actor: Actor, found: FoundTask) -> dict[str, Any]:
    removed = _asked("removed_step")
    return {
        "steps": list_steps(found.task),
        "steps_form": StepsForm(formdata=None),
        "removed_step": find_removed_step(actor, found.task, removed) if removed else None,
    }


def _read_comments(actor: Actor, found: FoundTask) -> dict[str, Any]:
    deleted = _asked("deleted_comment")
    comments = list_comments(actor, found.task, is_all=request.args.get("comments") == "all")
    return {
        "comments": comments,
        "comment_form": comment_form(actor.language, formdata=None),
        "deleted_comment": find_deleted_comment(actor, found.task, deleted) if deleted else None,
        "render": _renderer(comments.names),
    }


def _read_files(actor: Actor, found: FoundTask) -> dict[str, Any]:
    removed = _asked("removed_file")
    return {
        "files": list_files(actor, found),
        "file_form": FileForm(formdata=None),
        "removed_file": find_removed_file(actor, found, removed) if removed else None,
    }


def _read_links(actor: Actor, found: FoundTask) -> dict[str, Any]:
    key = OriginKey.parse(request.args.get("unlinked", ""))
    return {
        "links": list_links(actor, found.task),
        "unlinked": find_origin(actor, key) if key else None,
        "key_of": key_of,
    }


def _read_history(actor: Actor, found: FoundTask) -> dict[str, Any]:
    is_all = request.args.get("history") == "all"
    lines = log.read_about(found.id, actor, MOST if is_all else SHOWN + 1)
    shown = lines if is_all else lines[:SHOWN]
    return {"history": [tell(actor, line) for line in shown], "has_more": len(lines) > len(shown)}


def _renderer(names: Mapping[UUID, str]) -> Any:
    def render(content: Node) -> Markup:
        return render_text(content, LEVEL, names)

    return render
