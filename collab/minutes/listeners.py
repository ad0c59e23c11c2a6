"""What happens to minutes when something happens to their meeting, or to a task that is an action
in them; all in its unit of work.
"""

from collab.activity.service import News, along
from collab.minutes import service
from collab.minutes.service import origins

#: what tasks come from is known as soon as this is imported
ORIGINS = origins

AGENDA = ("added", "edited", "moved", "removed", "restored")
TASK = ("renamed", "edited", "assigned", "closed", "reopened")
ACCESS = ("edited", "cancelled", "uncancelled", "deleted", "restored")


@along("meeting.created")
def begin(news: News) -> None:
    """A meeting has minutes from the start."""
    service.begin_minutes(news.actor, news.subject_id)


def follow_agenda(news: News) -> None:
    """What is said in the form of the agenda shows in the open minutes."""
    service.arrange_agenda(news.actor, news.subject_id)


def ask_again(news: News) -> None:
    """Whoever may no longer read or write is told at once."""
    service.announce_change(news.subject_id)


def follow_task(news: News) -> None:
    """What is said of a task on its board shows in the open minutes whose action it is."""
    service.tell_minutes(news.actor, news.subject_id, news.verb, news.details)


@along("meeting.uncancelled")
@along("meeting.restored")
def catch_up(news: News) -> None:
    """Minutes that can be written again say what became of their actions meanwhile."""
    service.catch_up(news.actor, news.subject_id)


for _verb in TASK:
    along(f"task.{_verb}")(follow_task)
for _verb in AGENDA:
    along(f"agenda_item.{_verb}")(follow_agenda)
for _verb in ACCESS:
    along(f"meeting.{_verb}")(ask_again)
