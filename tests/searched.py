"""Things that can be found, and asking for them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.live.models import LiveProjection
from collab.search import gathering, service
from collab.search.gathering import Findings, Question
from collab.search.service import Filters
from tests.boards import make_board, make_comment, make_task
from tests.documents import make_file, make_folder, make_library, make_page
from tests.factories import make_document, make_meeting, make_minutes
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


def paragraphs(*texts: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in texts
        ],
    }


def project(live_id: UUID, content: dict[str, Any]) -> None:
    session().add(
        LiveProjection(
            document_id=live_id, seq=1, epoch=1, content=content, text="", changed_at=now()
        )
    )


def find(person: Person, question: str, **given: Any) -> Findings:
    return gathering.find(person.id, "en", Question(question, **given))


def titles(actor: Actor, question: str, **filters: Any) -> list[str]:
    with unit_of_work(actor.scope, writes=False):
        answer = service.answer(actor, question, Filters(**filters), shown=20)
    return sorted({hit.title for hit in answer.hits})


def fill(world: World) -> None:
    """A group's meeting with minutes, its board, its documents; the same words everywhere."""
    here = world.here
    with unit_of_work(here.scope):
        chair = world.membership("chair")
        meeting = make_meeting(chair, world.group, title="Frühlingstreffen", language="de")
        live = make_document()
        make_minutes(meeting, live)
        decision = {"type": "decision", "content": paragraphs("Wir fördern die Züge.")["content"]}
        content = paragraphs("Die Wasserstoffstrategie wurde besprochen.", "Wasserstoff ist neu.")
        content["content"].append(decision)
        project(live.id, content)
        board = make_board(world.group)
        task = make_task(board, title="Write the strategy on hydrogen", created_by=chair.id)
        make_comment(task, chair, "Quelle chance, ces européens !", language="fr")
        library = make_library(world.group)
        make_page(library, "Joint hydrogen paper")
        make_file(library, "Hidrógeno.txt", language="es")
        make_folder(library, "Strategies")
    with unit_of_work(world.elsewhere.scope):
        make_task(make_board(), title="Hydrogen canary of elsewhere")
    service.follow_all()
