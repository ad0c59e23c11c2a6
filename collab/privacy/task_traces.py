"""Removes somebody from boards and from what they were told. Runs in a cooperation's scope.

Tasks, comments and files stay under "former member"; texts that mention them show no name.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, delete, select

from collab.boards.models import SavedFilter, Task, TaskComment, TaskFeed
from collab.cooperations.models import Membership
from collab.core.db import session
from collab.notifications.models import Notification, NotificationChoice
from collab.privacy.speaking import former_member_in
from collab.texts.plain import summarise

#: by membership; what is for nobody else
OWN_TABLES: tuple[Any, ...] = (SavedFilter, TaskFeed, Notification, NotificationChoice)


def forget_on_boards(membership: Membership) -> None:
    """Take what is only theirs away, and their name out of texts that mention them."""
    for table in OWN_TABLES:
        session().execute(delete(table).where(table.membership_id == membership.id))
    named = str(membership.id)
    for task in session().scalars(select(Task).where(holds(Task.description, named))):
        task.description = relabelled(task.description, membership.id, task.language)
        task.description_text = summarise(task.description)
    for comment in session().scalars(select(TaskComment).where(holds(TaskComment.content, named))):
        comment.content = relabelled(comment.content, membership.id, comment.language)
        comment.text = summarise(comment.content)


def holds(column: Any, word: str) -> Any:
    """Whether a JSON column holds the word."""
    return cast(column, Text).contains(word, autoescape=True)


def relabelled(document: Any, membership_id: UUID, language: str) -> Any:
    """The text with mentions of the member naming a former member, in its own language."""
    return _relabelled(document, str(membership_id), former_member_in(language))


def _relabelled(node: Any, member: str, label: str) -> Any:
    if isinstance(node, list):
        return [_relabelled(each, member, label) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "mention" and node.get("attrs", {}).get("id") == member:
        return {**node, "attrs": {**node["attrs"], "label": label}}
    return {key: _relabelled(each, member, label) for key, each in node.items()}
