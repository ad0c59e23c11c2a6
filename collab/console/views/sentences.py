"""Lines of the activity log as sentences in the reader's language."""

import re

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from collab.activity.log import Entry
from collab.activity.wording import UNKNOWN, Word, Words, put_words, who_did
from collab.console.service.things import (
    OF_BOARDS,
    OF_DOCUMENTS,
    OF_MEETINGS,
    Things,
    membership_of,
)
from collab.console.verbs import VERBS
from collab.cooperations.words import role_name
from collab.core.ids import parse_id

#: details that name the role somebody got
_ROLES = ("new", "given", "role")
_PLACE = re.compile(r"%\(\w+\)s")


def _name(entry: Entry, things: Things) -> Word:
    member = membership_of(entry)
    known = things.people.get(member) if member else None
    if known == "":
        return Word(_("a former member"))
    return Word(known or str(entry.details.get("name") or _("somebody")))


def _thing(entry: Entry, things: Things) -> Word:
    meeting = things.meetings.get(entry.subject_id)
    if meeting is None:
        return Word(str(entry.details.get("title") or UNKNOWN))
    if meeting.deleted_at is not None:
        return Word(meeting.title, meeting.language)
    return Word(
        meeting.title, meeting.language, url_for("minutes.show", meeting_id=entry.subject_id)
    )


def _board(entry: Entry, things: Things) -> Word:
    board = things.boards.get(entry.subject_id)
    if board is not None:
        return Word(board.name, board.language, url_for("boards.show", board_id=board.id))
    task = things.tasks.get(entry.subject_id)
    if task is not None:
        return Word(task.title, task.language, url_for("tasks.show", number=task.number))
    return Word(str(entry.details.get("name") or UNKNOWN))


def _document(entry: Entry, things: Things) -> Word:
    found = things.documents.get(entry.subject_id)
    if found is None:
        return Word(str(entry.details.get("name") or UNKNOWN))
    if found.trashed_at is not None:
        return Word(found.title, found.language)
    return Word(found.title, found.language, url_for("documents.open", document_id=found.id))


def _group(entry: Entry, things: Things) -> Word:
    group = things.groups.get(entry.subject_id)
    if group is None:
        return Word(str(entry.details.get("group") or entry.details.get("name") or UNKNOWN))
    return Word(group.name, group.language, url_for("cooperations.group", group=group.slug))


def _delegation(entry: Entry, things: Things) -> Word:
    named = parse_id(entry.details.get("delegation_id")) or entry.subject_id
    found = things.delegations.get(named)
    if found is not None:
        return Word(found.name, found.language)
    return Word(str(entry.details.get("delegation") or entry.details.get("name") or UNKNOWN))


def _words(entry: Entry, things: Things) -> Words:
    words = Words(
        who=who_did(entry), name=_name(entry, things), delegation=_delegation(entry, things)
    )
    role = next((entry.details[key] for key in _ROLES if entry.details.get(key)), None)
    if role:
        words["role"] = Word(role_name(str(role)))
    if entry.noun in OF_MEETINGS:
        words["thing"] = _thing(entry, things)
    if entry.noun in OF_BOARDS:
        words["thing"] = _board(entry, things)
        words["part"] = Word(str(entry.details.get("part") or UNKNOWN))
    if entry.noun in OF_DOCUMENTS:
        words["thing"] = _document(entry, things)
    if entry.noun == "group":
        words["group"] = _group(entry, things)
    return words


def _sentence(entry: Entry) -> str:
    verb = VERBS.get(entry.verb)
    if verb is not None:
        return str(verb.sentence)
    return str(_("%(who)s did something that has no words here yet: %(verb)s"))


def say(entry: Entry, things: Things) -> Markup:
    """The line as a sentence, with links to what still exists."""
    words = _words(entry, things)
    words["verb"] = Word(entry.verb)
    return put_words(_sentence(entry), words)


def write(entry: Entry, things: Things) -> str:
    """The line as a sentence without links."""
    words = _words(entry, things)
    words["verb"] = Word(entry.verb)
    return _sentence(entry) % words


def find_said(text: str) -> frozenset[str]:
    """The verbs in whose sentence the text stands, in the reader's language."""
    return frozenset(
        name
        for name, verb in VERBS.items()
        if text.lower() in _PLACE.sub("", str(verb.sentence)).lower()
    )
