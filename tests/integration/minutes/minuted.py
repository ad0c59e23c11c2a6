"""A meeting whose minutes can be written, and the tasks that its actions are."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from collab.activity.models import Activity
from collab.boards.models import Task
from collab.boards.owners import OwnerKey
from collab.boards.service.changes import begin_change_of
from collab.boards.service.lookups import find_task
from collab.boards.service.marking import assign, list_owner_keys
from collab.core.actor import Actor
from collab.core.db import session, unit_of_work
from collab.live import service as live
from collab.minutes import service as minutes
from collab.minutes.models import Minutes, MinutesAction
from tests.planning import plan_meeting
from tests.world import World


def action(words: str = "", block: UUID | None = None, **attrs: Any) -> dict:
    """An action as the editor writes it."""
    told = {"id": str(block or uuid4()), **attrs}
    content = [{"type": "text", "text": words}] if words else []
    return {"type": "actionItem", "attrs": told, "content": content}


def text(words: str, *marks: str) -> dict:
    """Words as the editor writes them."""
    run: dict = {"type": "text", "text": words}
    return {**run, "marks": [{"type": mark} for mark in marks]} if marks else run


class Minuted:
    """The minutes of a meeting, written by its chair."""

    def __init__(self, world: World, *groups: Any) -> None:
        self.world = world
        self.chair = world.actor("chair")
        self.id = plan_meeting(self.chair, *groups, title="Research meeting", language="fr")
        with unit_of_work(self.chair.scope, writes=False):
            wanted = select(Minutes.document_id).where(Minutes.meeting_id == self.id)
            self.document_id = session().scalars(wanted).one()

    def write(self, *content: dict) -> None:
        """Replace the whole text."""
        operation = {"op": "write", "content": list(content) or [{"type": "paragraph"}]}
        self.act(lambda actor: live.request_edit(actor, self.document_id, operation))

    def act(self, call: Callable[[Actor], Any], name: str = "chair") -> Any:
        """Do something as one of the world, and let everything follow from it."""
        actor = self.world.actor(name)
        with unit_of_work(actor.scope):
            made = call(actor)
        live.run_pending_operations()
        return made

    def keep(self, *content: dict) -> None:
        """What the engine does when it has read this text."""
        with unit_of_work(self.world.here.scope):
            minutes.keep_outcomes(self.document_id, {"type": "doc", "content": list(content)})

    def said(self) -> list[dict]:
        """The actions as they stand in the text now."""
        with unit_of_work(self.world.here.scope, writes=False):
            found = live.find_projection(self.document_id)
        assert found is not None
        return [each for each in found.content["content"] if each["type"] == "actionItem"]

    def words(self) -> list[str]:
        """The words of each action in the text."""
        return [
            "".join(run.get("text", "") for run in each.get("content", ())) for each in self.said()
        ]

    def tasks(self) -> list[Task]:
        """All tasks of the cooperation, by number."""
        with unit_of_work(self.world.here.scope, writes=False):
            return list(session().scalars(select(Task).order_by(Task.number)))

    def task(self) -> Task:
        """The only task."""
        (found,) = self.tasks()
        return found

    def owners(self) -> list[str]:
        """Who owes the only task."""
        with unit_of_work(self.world.here.scope, writes=False):
            return [str(key) for key in list_owner_keys(self.task_id())]

    def hand_over(self, *keys: OwnerKey) -> None:
        """Let exactly these owe the only task, as somebody on its board would."""

        def change(actor: Actor) -> None:
            found = find_task(actor, 1)
            begin_change_of(found.task)
            assign(actor, found.task, keys)

        self.act(change)

    def task_id(self) -> UUID:
        """The id of the only task, inside a unit of work."""
        return session().scalars(select(Task.id)).one()

    def rows(self) -> list[MinutesAction]:
        """What is kept of the actions, also of those that are gone."""
        with unit_of_work(self.world.here.scope, writes=False):
            return list(session().scalars(select(MinutesAction).order_by(MinutesAction.position)))

    def log(self) -> list[tuple[str, UUID | None, dict]]:
        """What the log says about tasks: verb, who, details."""
        wanted = select(Activity).where(Activity.verb.like("task.%")).order_by(Activity.number)
        with unit_of_work(self.world.here.scope, writes=False):
            return [(row.verb, row.person_id, row.details) for row in session().scalars(wanted)]
