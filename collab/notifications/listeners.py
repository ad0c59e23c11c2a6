"""What people are told of tasks, and of what is said beside pages; all in its unit of work."""

from collections.abc import Iterable
from uuid import UUID

from collab.activity.service import News, along
from collab.boards.service.mirrored import MINUTES
from collab.core.ids import parse_id
from collab.minutes.named import on_named
from collab.notifications.models import Kind
from collab.notifications.service import Remark, Wish, tell_named, tell_remark, wish

#: what else waited for the task can go on
ENDS = ("task.closed", "task.archived")


def _ids(values: Iterable[object]) -> frozenset[UUID]:
    return frozenset(found for each in values if (found := parse_id(each)))


@along("task.assigned")
def tell_owners(news: News) -> None:
    """Whoever owes a task from now on hears of it."""
    wish(
        news.actor,
        Wish(
            Kind.ASSIGNED,
            news.subject_id,
            news.actor.membership_id,
            members=_ids(news.details.get("members", ())),
            delegations=_ids(news.details.get("delegations", ())),
            is_unfinished=news.details.get("origin") == MINUTES,
        ),
    )


@along("task.commented")
def tell_of_comment(news: News) -> None:
    """Whoever is mentioned hears of it, and whoever owes the task or has talked about it."""
    _tell_of_words(news, Kind.COMMENTED)


@along("task.comment_edited")
def tell_of_names(news: News) -> None:
    """Other words are no news, but for whom they mention for the first time."""
    _tell_of_words(news, Kind.MENTIONED)


def _tell_of_words(news: News, kind: Kind) -> None:
    wish(
        news.actor,
        Wish(
            kind,
            news.subject_id,
            news.actor.membership_id,
            members=_ids(news.details.get("mentions", ())),
            comment_id=parse_id(news.details.get("comment_id")),
        ),
    )


@along("task.comment_edited")
def tell_newly_mentioned(news: News) -> None:
    """Whoever is mentioned in a comment since it was changed hears of it."""
    members = _ids(news.details.get("mentions", ()))
    comment_id = parse_id(news.details.get("comment_id"))
    by_id = news.actor.membership_id
    wish(news.actor, Wish(Kind.MENTIONED, news.subject_id, by_id, members, comment_id=comment_id))


@along("page.commented")
def tell_of_remark(news: News) -> None:
    """Whoever is mentioned beside a page hears of it, and whoever talks along there."""
    _tell_of_remark(news)


@along("page.comment_edited")
def tell_of_changed_remark(news: News) -> None:
    """Other words are no news, but for whom they mention for the first time."""
    _tell_of_remark(news, is_changed=True)


def _tell_of_remark(news: News, *, is_changed: bool = False) -> None:
    thread_id = parse_id(news.details.get("thread"))
    comment_id = parse_id(news.details.get("comment_id"))
    if thread_id is None or comment_id is None:
        return
    members = _ids(news.details.get("mentions", ()))
    tell_remark(news.actor, Remark(news.subject_id, thread_id, comment_id, members, is_changed))


def tell_of_end(news: News) -> None:
    """Whoever waited for this task can go on."""
    wish(news.actor, Wish(Kind.FREED, news.subject_id, news.actor.membership_id))


for _verb in ENDS:
    along(_verb)(tell_of_end)
on_named(tell_named)
