"""The index follows what changes, and forgets what is gone."""

import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from collab.accounts.models import Person
from collab.boards.models import Task
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, database, new_id, session, unit_of_work
from collab.core.duties import find_duty
from collab.documents.models import Document
from collab.files.service.reading import read_forgotten
from collab.meetings.models import Meeting
from collab.pages.models import Comment, Thread
from collab.search import service
from collab.search.commands import search
from collab.search.models import Passage, Stale
from tests.boards import make_board, make_task
from tests.documents import make_file, make_library, throw_away
from tests.prepared import prepared_by
from tests.searched import fill, find, paragraphs, titles
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def filled(world: World) -> World:
    """Where `fill` was prepared."""
    return world


@prepared_by(fill)
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


@prepared_by(fill)
def test_what_failed_leaves_nothing_to_be_read(filled: World) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(filled.here.scope):
        session().scalars(select(Task)).one().title = "Never"
        session().flush()
        raise ZeroDivisionError
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalars(select(Stale)).all() == []


@prepared_by(fill)
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


@prepared_by(fill)
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


def test_a_subject_that_is_gone_holds_up_nothing(world: World) -> None:
    with unit_of_work(world.here.scope):
        for source in ("tasks", "meetings", "documents", "live", "unknown"):
            service.note_stale(world.here.id, source, [new_id()])
    assert service.follow_all() == 5
    with unit_of_work(Scope(world.here.id), writes=False):
        assert not service.has_stale(world.here.id)


@prepared_by(fill)
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


@prepared_by(fill)
def test_words_of_files_and_comments_beside_pages_are_found(filled: World) -> None:
    member = filled.membership("member")
    with unit_of_work(filled.here.scope):
        library = make_library(filled.group)
        make_file(library, "figures.txt", b"Batteries are recycled in Ulm.", by=member)
        page = session().scalars(select(Document).where(Document.kind == "page")).one()
        thread = Thread(
            id=new_id(), document_id=page.id, quote="", created_by=member.id, created_at=now()
        )
        session().add(thread)
        session().flush()
        session().add(
            Comment(
                id=new_id(),
                thread_id=thread.id,
                author_id=member.id,
                content=paragraphs("Which turbines?"),
                text="Which turbines?",
                language="en",
                created_at=now(),
            )
        )
    read_forgotten()
    service.follow_all()
    actor = filled.actor("member")
    assert titles(actor, "recycling battery") == ["figures.txt"]
    assert titles(actor, "turbine") == ["Joint hydrogen paper"]
    assert titles(actor, "turbine", author="member") == ["Joint hydrogen paper"]


@prepared_by(fill)
def test_the_index_is_woken_by_the_commit_and_not_before(filled: World) -> None:
    alarm = find_duty(service.DUTY).alarm
    alarm.clear()
    with unit_of_work(filled.here.scope):
        session().scalars(select(Task)).one().title = "Something else"
        session().flush()
        assert not alarm.is_set()
    assert alarm.is_set()


@prepared_by(fill)
def test_an_operator_rebuilds_the_index_by_a_command(
    filled: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work(filled.here.scope):
        session().execute(delete(Passage))
    monkeypatch.setenv("COLLAB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "x")
    told = CliRunner().invoke(search, ["rebuild", "here"])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("here: ")
    assert titles(filled.actor("member"), "joint") == ["Joint hydrogen paper"]
    unknown = CliRunner().invoke(search, ["rebuild", "nowhere"])
    assert unknown.exit_code == 1
    assert "nowhere" in unknown.output


@prepared_by(fill)
def test_only_one_process_at_a_time_reads_what_is_stale_in_a_cooperation(filled: World) -> None:
    here = filled.here.scope
    with unit_of_work(here):
        service.note_stale(filled.here.id, "tasks", [new_id()])
    if database.is_sqlite:
        assert service.follow_all() > 0  # one writer at a time anyway
        return
    has_turn_elsewhere, may_end = threading.Event(), threading.Event()

    def read_elsewhere() -> None:
        with unit_of_work(here):
            assert session().scalars(select(Stale).with_for_update()).all()
            has_turn_elsewhere.set()
            may_end.wait(10)

    other = threading.Thread(target=read_elsewhere)
    other.start()
    assert has_turn_elsewhere.wait(10)
    assert service.follow() == 0
    may_end.set()
    other.join()
    assert service.follow_all() > 0
