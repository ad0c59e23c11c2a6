"""What is written is found by whoever may see it, in other forms, by nobody else; and soon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update

from collab.accounts.models import Person
from collab.boards.models import Task
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, database, new_id, session, unit_of_work
from collab.documents.models import Document
from collab.live.models import LiveProjection
from collab.meetings.models import Meeting
from collab.search import gathering, service
from collab.search.gathering import Findings, Question
from collab.search.kinds import Kind
from collab.search.models import Passage, Stale
from collab.search.service import Filters
from tests.boards import make_board, make_comment, make_task
from tests.documents import make_file, make_folder, make_library, make_page, throw_away
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


@pytest.fixture
def filled(world: World) -> World:
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
    return world


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("strategies", {"Write the strategy on hydrogen", "Strategies"}),
        ("européenne", {"Write the strategy on hydrogen"}),
        ("fruhlingstreffen", {"Frühlingstreffen"}),
        ("wasserstoff", {"Frühlingstreffen"}),
        ("hidrogeno", {"Hidrógeno.txt"}),
        ("hydrogen strategy", {"Write the strategy on hydrogen"}),
        ("nobodyeverwrote", set()),
        ("", set()),
        ("\"'* AND (", set()),
    ],
)
def test_other_forms_of_words_are_found(filled: World, question: str, found: set[str]) -> None:
    assert set(titles(filled.actor("member"), question)) == found


def test_a_mistyped_word_finds_what_was_meant(filled: World) -> None:
    found = find(filled.person("member"), "hydrogne")
    assert found.meant == "hydrogen"
    assert {at.hit.title for at in found.shown} == {
        "Write the strategy on hydrogen",
        "Joint hydrogen paper",
    }


def test_decisions_are_results_of_their_own(filled: World) -> None:
    found = find(filled.person("member"), "fördern Zug")
    assert found.counts[Kind.DECISION] == 1
    shown = next(at.hit for at in found.shown if at.hit.kind is Kind.DECISION)
    assert [piece.text for piece in shown.snippet if piece.is_marked] == ["fördern", "Züge"]
    assert shown.anchor == "decision-1"


def test_filters_narrow_what_is_found(filled: World) -> None:
    actor = filled.actor("member")
    assert titles(actor, "hydrogen", kind="page") == ["Joint hydrogen paper"]
    assert titles(actor, "hydrogen", language="de") == []
    assert titles(actor, "hydrogen", working_group=filled.here.groups["culture"].id) == []
    assert titles(actor, "hydrogen", since=now() + timedelta(days=1)) == []
    assert len(titles(actor, "hydrogen", until=now() + timedelta(days=1))) == 2
    assert titles(actor, "hydrogen", author="chair") == ["Write the strategy on hydrogen"]
    assert titles(actor, "hydrogen", author="nobody") == []


def test_nobody_finds_what_they_may_not_see(filled: World) -> None:
    assert titles(filled.actor("outsider"), "hydrogen") == ["Write the strategy on hydrogen"]
    assert titles(filled.actor("guest"), "joint paper") == []
    assert titles(filled.actor("coordinator"), "joint paper") == ["Joint hydrogen paper"]


def test_no_cooperation_finds_what_another_one_has(filled: World) -> None:
    ours = find(filled.person("member"), "hydrogen")
    assert not any("canary" in at.hit.title for at in ours.shown)
    theirs = find(filled.stranger, "hydrogen strategy wasserstoff canary")
    assert theirs.total == 0
    assert [at.hit.title for at in find(filled.stranger, "hydrogen").shown] == [
        "Hydrogen canary of elsewhere"
    ]
    assert find(filled.stranger, "hydrogn").meant == "hydrogen"
    # words of the others are not even proposed
    assert find(filled.stranger, "wasserstof").meant == ""


def test_a_removed_member_finds_nothing_at_once(filled: World) -> None:
    member = filled.membership("member")
    with unit_of_work(filled.here.scope):
        session().merge(member).ended_at = now()
    assert find(filled.person("member"), "hydrogen").total == 0


def test_the_index_follows_changes_and_what_is_thrown_away(filled: World) -> None:
    actor = filled.actor("member")
    with unit_of_work(filled.here.scope):
        task = session().scalars(select(Task)).one()
        task.title = "Write about batteries"
        page = session().scalars(select(Document).where(Document.kind == "page")).one()
        throw_away(page)
        meeting = session().scalars(select(Meeting)).one()
        meeting.deleted_at = now()
    assert titles(actor, "joint") == []  # even before the index has followed
    assert titles(actor, "frühlingstreffen") == []
    assert service.follow_all() > 0
    assert titles(actor, "battery") == ["Write about batteries"]
    assert titles(actor, "hydrogen") == []
    with unit_of_work(filled.here.scope, writes=False):
        sources = set(session().scalars(select(Passage.title)))
    assert not sources & {"Joint hydrogen paper", "Frühlingstreffen"}


def test_what_failed_leaves_nothing_to_be_read(filled: World) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(filled.here.scope):
        session().scalars(select(Task)).one().title = "Never"
        session().flush()
        raise ZeroDivisionError
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalars(select(Stale)).all() == []


def test_a_compound_is_found_by_a_part_that_somebody_uses_later(filled: World) -> None:
    actor = filled.actor("member")
    with unit_of_work(filled.here.scope):
        make_task(make_board(), title="Verkehrskonzept", language="de")
    service.follow_all()
    assert titles(actor, "konzepte") == []
    with unit_of_work(filled.here.scope):
        made = make_board()
        make_task(made, title="Der Verkehr", language="de")
        make_task(made, title="Ein Konzept", language="de")
    service.follow_all()
    assert titles(actor, "konzepte") == ["Ein Konzept", "Verkehrskonzept"]


def test_a_rebuilt_index_finds_the_same(filled: World) -> None:
    actor = filled.actor("member")
    before = {word: titles(actor, word) for word in ("hydrogen", "strategy", "wasserstoff")}
    with unit_of_work(filled.here.scope):
        session().execute(delete(Passage))
    assert titles(actor, "hydrogen") == []
    assert service.complete() > 0
    service.follow_all()
    assert {word: titles(actor, word) for word in before} == before
    service.rebuild(filled.here.id)
    assert {word: titles(actor, word) for word in before} == before
    assert service.complete() == 0


def test_the_database_itself_gives_no_passage_without_its_cooperation(filled: World) -> None:
    if database.is_sqlite:
        pytest.skip("only PostgreSQL has a wall of its own")
    asked = text("SELECT count(*) FROM search_find('hydrogen'::tsquery)")
    with database.engine.connect() as connection:
        assert connection.execute(asked).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM search_passage")).scalar() == 0
        connection.execute(
            text("SELECT set_config('collab.cooperation_id', :id, true)"),
            {"id": str(filled.elsewhere.id)},
        )
        assert connection.execute(asked).scalar() == 1


def test_people_are_found_by_name_but_not_by_guests(filled: World) -> None:
    found = find(filled.person("member"), "secretary")
    assert [at.person.name for at in found.people] == ["Secretary of here"]
    assert [at.person.name for at in find(filled.person("member"), "secretery").people] == [
        "Secretary of here"
    ]
    assert find(filled.person("guest"), "secretary").people == []


def test_the_page_and_the_palette_show_what_was_found(filled: World, sign_in: SignIn) -> None:
    client = sign_in(filled.person("member"))
    page = client.get("/search?q=hydrogen")
    assert page.status_code == 200
    assert "<mark>hydrogen</mark>" in page.text
    assert "canary" not in page.text
    assert 'lang="es"' in client.get("/search?q=hidrogeno").text
    palette = client.get("/search/palette?q=hydr")
    assert "Joint hydrogen paper" in palette.text
    assert 'role="option"' in palette.text
    assert "Meetings" in client.get("/search/palette?here=here").text
    strange = "/search?q=%00&page=-1&since=9999-12-31&until=9999-12-31&kind=x&language=y&in=no"
    assert client.get(strange).status_code == 200
    assert client.get("/search?q=hydrogen&in=elsewhere").text.count("canary") == 0


def test_whoever_is_not_signed_in_searches_nothing(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/search?q=hydrogen").status_code == 302
    assert client.get("/search/palette?q=hydrogen").status_code == 302


def test_a_subject_that_is_gone_holds_up_nothing(world: World) -> None:
    with unit_of_work(world.here.scope):
        for source in ("tasks", "meetings", "documents", "live", "unknown"):
            service.note_stale(world.here.id, source, [new_id()])
    assert service.follow_all() == 5
    with unit_of_work(Scope(world.here.id), writes=False):
        assert not service.has_stale(world.here.id)


def test_the_words_of_somebody_who_is_forgotten_are_proposed_no_more(filled: World) -> None:
    with unit_of_work(filled.here.scope):
        make_task(make_board(), title="Ask Kasimiraj")
    service.follow_all()
    assert find(filled.person("member"), "kasimirai").meant == "kasimiraj"
    with unit_of_work(filled.here.scope):
        session().execute(
            update(Task).where(Task.title == "Ask Kasimiraj").values(title="Ask somebody")
        )
        service.forget_words(filled.here.id, ["Jan Kasimiraj", "jan@example.org"])
    service.follow_all()
    found = find(filled.person("member"), "kasimirai")
    assert (found.total, found.meant) == (0, "")
    assert titles(filled.actor("member"), "kasimiraj") == []
