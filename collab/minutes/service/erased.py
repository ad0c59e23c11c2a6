"""Minutes as they are read after somebody's account was erased."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of

#: node → the attribute that says which membership is meant, and the one that is shown
_LABELS = {"mention": ("id", "label"), "actionItem": ("assignee", "assigneeLabel")}


def hide_erased(actor: Actor, content: Node, erased: Collection[UUID] | None = None) -> Node:
    """The text with "former member", in the reader's language, for people who were erased.

    The engine soon writes that into the minutes themselves; nobody reads the name until then.
    `erased` are their memberships, where the caller knows them already.
    """
    gone = _list_erased() if erased is None else erased
    return _renamed(content, frozenset(map(str, gone))) if gone else content


def _list_erased() -> list[UUID]:
    return list(
        session().scalars(
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.erased_at.is_not(None))
        )
    )


def _renamed(node: Node, erased: Collection[str], depth: int = 0) -> Node:
    if depth > MAX_DEPTH:
        return node
    made = dict(node)
    who, words = _LABELS.get(str(node.get("type")), ("", ""))
    attrs = attrs_of(node)
    if who and attrs.get(who) in erased:
        made["attrs"] = {**attrs, words: shown_name("")}
    if children := children_of(node):
        made["content"] = [_renamed(child, erased, depth + 1) for child in children]
    return made
