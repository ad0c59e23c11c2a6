"""What happened on a board, in one sentence for those who look at it."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from collab.boards.service.changes import BoardChange

_SENTENCES: Final[dict[str, Any]] = {
    "task.created": _l("%(who)s added #%(number)s “%(name)s”."),
    "task.renamed": _l("%(who)s renamed #%(number)s to “%(name)s”."),
    "task.moved": _l("%(who)s moved #%(number)s “%(name)s”."),
    "task.closed": _l("%(who)s closed #%(number)s “%(name)s”."),
    "task.reopened": _l("%(who)s reopened #%(number)s “%(name)s”."),
    "task.archived": _l("%(who)s archived #%(number)s “%(name)s”."),
    "task.restored": _l("%(who)s brought back #%(number)s “%(name)s”."),
    "task.assigned": _l("%(who)s changed who owes #%(number)s “%(name)s”."),
    "task.commented": _l("%(who)s commented on #%(number)s “%(name)s”."),
}
_MOVED_TO: Final = _l("%(who)s moved #%(number)s “%(name)s” to “%(column)s”.")
_CHANGED: Final = _l("%(who)s changed #%(number)s “%(name)s”.")


def say_change(change: BoardChange) -> str:
    """The sentence, in the language of the running context; empty when nobody in person did it."""
    if change.by is None:
        return ""
    tasks = {news.subject_id for news in change.news}
    if len(tasks) != 1:
        return str(_("%(who)s changed the board.", who=change.by.name))
    news = change.news[0]
    details = {"who": change.by.name, "number": "", "name": "", **news.details}
    sentence = _SENTENCES.get(news.verb, _CHANGED)
    if news.verb == "task.moved" and news.details.get("column"):
        sentence = _MOVED_TO
    return str(sentence) % details
