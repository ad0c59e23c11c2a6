"""Whoever lost their rights in another process is found without a word about it."""

import pytest
from sqlalchemy import select

from collab.cooperations.models import Cooperation, Membership
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live.access import look_up
from collab.live.connections import Connection, checked_now
from collab.live.members import Member, Session
from collab.live.watch import find_changed
from tests.documents import make_library, make_page
from tests.factories import as_identity, make_document, make_session
from tests.world import World


@pytest.fixture
def connections(world: World) -> list[Connection]:
    """The member and the secretary, with a document open."""
    with unit_of_work(world.here.scope):
        live = make_document(kind="page")
        make_page(make_library(), live_id=live.id)
    return [connect(world, name, live.id) for name in ("member", "secretary")]


def connect(world: World, name, document_id) -> Connection:
    person = world.person(name)
    with unit_of_work(GLOBAL):
        identity = as_identity(person, *make_session(person))
    access = look_up(identity, world.here.slug, document_id)
    own = Session(person.id)
    member = Member(name, None, access.actor, own, True, checked_now(), standing=access.standing)
    return Connection(name, name, None, identity, access.document, member)


def test_nobody_has_changed_after_a_look(connections):
    assert find_changed(connections) == []


@pytest.mark.parametrize("column", ["ended_at", "suspended_at"])
def test_whoever_left_or_was_suspended_is_found(world: World, connections, column):
    with unit_of_work(world.here.scope):
        own = select(Membership).where(Membership.id == world.membership("member").id)
        setattr(session().scalars(own).one(), column, now())
    assert [each.sid for each in find_changed(connections)] == ["member"]


def test_a_change_of_the_cooperation_concerns_everybody(world: World, connections):
    with unit_of_work(world.here.scope):
        session().scalars(select(Cooperation)).one().archived_at = now()
    assert find_changed(connections) == connections


def test_connections_without_a_document_are_passed_over(connections):
    for each in connections:
        each.member = None
    assert find_changed(connections) == []
