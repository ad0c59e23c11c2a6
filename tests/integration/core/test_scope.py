"""Every way around the scope that we know of, tried on both databases as a member of `one`."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, make_transient_to_detached

from collab.accounts import service as accounts
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Role
from collab.core.db import (
    GLOBAL,
    Scope,
    ScopedSession,
    ScopeError,
    database,
    new_id,
    unit_of_work,
)
from collab.core.errors import NotFound
from collab.groups.models import GroupMember, WorkingGroup
from tests.factories import make_cooperation, make_delegation


class Tenants:
    """Two cooperations that look alike: the same names, other rows."""

    one: UUID
    two: UUID
    own: UUID
    foreign: UUID
    person: UUID
    foreign_membership: UUID


def _found(slug: str, tenants: Tenants, person: UUID) -> tuple[UUID, UUID, UUID]:
    chosen = new_id()
    with unit_of_work(Scope(chosen)) as opened:
        make_cooperation(chosen, slug=slug, name="Same name")
        delegation = make_delegation(name="Same", short="S", language="de", position=0)
        membership = cooperations.add_member(
            chosen, person_id=person, delegation_id=delegation.id, role=Role.COORDINATOR
        )
        opened.add(WorkingGroup(cooperation_id=chosen, slug="same", name="Same"))
        return chosen, delegation.id, membership.id


@pytest.fixture
def tenants(database_url: str) -> Iterator[Tenants]:
    database.connect(database_url)
    made = Tenants()
    with unit_of_work(GLOBAL):
        ada, ben = (
            accounts.create_person(
                email=f"{name}@x.example", name=name, password="Quay-lantern-27"
            ).id
            for name in ("ada", "ben")
        )
    made.person = ada
    made.one, made.own, _ = _found("one", made, ada)
    made.two, made.foreign, made.foreign_membership = _found("two", made, ben)
    yield made
    database.dispose()


def _seen_by_two(tenants: Tenants) -> dict[str, Any]:
    with unit_of_work(Scope(tenants.two), writes=False) as opened:
        row = opened.scalars(select(Delegation)).one()
        return {"id": row.id, "name": row.name, "cooperation": row.cooperation_id}


Probe = Callable[[ScopedSession, Tenants], Any]


def _select_alias(s: ScopedSession, t: Tenants) -> Any:
    other = aliased(Delegation)
    return s.scalars(select(other).where(other.id == t.foreign)).all()


#: what a reader may try; each must answer nothing of the other cooperation
READS: dict[str, Probe] = {
    "select": lambda s, t: s.scalars(select(Delegation).where(Delegation.id == t.foreign)).all(),
    "columns": lambda s, t: s.execute(
        select(Delegation.name).where(Delegation.id == t.foreign)
    ).all(),
    "count": lambda s, t: s.scalar(
        select(func.count()).select_from(Delegation).where(Delegation.id != t.own)
    ),
    "count of a column": lambda s, t: s.scalar(select(func.count(Delegation.id))) - 1,
    "get": lambda s, t: s.get(Delegation, t.foreign),
    "alias": _select_alias,
    "cte": lambda s, t: s.scalar(
        select(func.count()).select_from(select(Delegation).where(Delegation.id == t.foreign).cte())
    ),
    "union": lambda s, t: s.execute(
        union_all(
            select(Delegation.id).where(Delegation.id == t.foreign),
            select(WorkingGroup.id).where(WorkingGroup.cooperation_id == t.two),
        )
    ).all(),
    "join": lambda s, t: s.execute(
        select(Delegation.id, WorkingGroup.id)
        .join(WorkingGroup, WorkingGroup.name == Delegation.name)
        .where(WorkingGroup.cooperation_id == t.two)
    ).all(),
    "scalar subquery": lambda s, t: (
        s.execute(
            select(Delegation.id, select(func.count(WorkingGroup.id)).scalar_subquery()).limit(1)
        ).one()[1]
        - 1
    ),
    "exists": lambda s, t: s.scalars(
        select(Delegation).where(
            exists(select(WorkingGroup.id).where(WorkingGroup.cooperation_id == t.two))
        )
    ).all(),
    "the other cooperation itself": lambda s, t: s.scalars(
        select(Cooperation).where(Cooperation.slug == "two")
    ).all(),
    "orm update": lambda s, t: (
        s.execute(
            update(Delegation).where(Delegation.id == t.foreign).values(name="stolen")
        ).rowcount
    ),
    "orm delete": lambda s, t: (
        s.execute(delete(WorkingGroup).where(WorkingGroup.cooperation_id == t.two)).rowcount
    ),
}

_table: Any = Delegation.__table__
_groups: Any = WorkingGroup.__table__


def _flush(s: ScopedSession, row: Any) -> None:
    s.add(row)
    s.flush()


def _refresh(s: ScopedSession, t: Tenants) -> None:
    stub = Delegation(id=t.foreign)
    make_transient_to_detached(stub)
    s.add(stub)
    s.refresh(stub)


def _move(s: ScopedSession, t: Tenants) -> None:
    row = s.scalars(select(Delegation)).one()
    row.cooperation_id = t.two
    s.flush()


def _touch_id(s: ScopedSession, t: Tenants) -> None:
    cooperation = s.scalars(select(Cooperation)).one()
    cooperation.id = t.two
    s.flush()


#: what goes around the criteria; each must raise
REFUSED: dict[str, Probe] = {
    "core select": lambda s, t: s.execute(select(_table.c.name)).all(),
    "core select in an orm statement": lambda s, t: s.scalars(
        select(Delegation).where(Delegation.id.in_(select(_groups.c.id)))
    ).all(),
    "count over a bare table": lambda s, t: s.scalar(select(func.count()).select_from(_table)),
    "text": lambda s, t: s.scalar(text("select count(*) from delegation")),
    "connection": lambda s, t: s.connection().execute(select(_table.c.id)).all(),
    "from_statement": lambda s, t: s.scalars(
        select(Delegation).from_statement(text("select * from delegation"))
    ).all(),
    "core update": lambda s, t: s.execute(update(_table).values(name="stolen")),
    "core delete": lambda s, t: s.execute(delete(_groups)),
    "bulk update by key": lambda s, t: s.execute(
        update(Delegation), [{"id": t.foreign, "name": "stolen"}]
    ),
    "bulk_update_mappings": lambda s, t: s.bulk_update_mappings(
        Delegation, [{"id": t.foreign, "name": "stolen"}]
    ),
    "insert for another": lambda s, t: _flush(
        s, WorkingGroup(cooperation_id=t.two, slug="x", name="x")
    ),
    "bulk insert for another": lambda s, t: s.execute(
        insert(WorkingGroup), [{"id": new_id(), "cooperation_id": t.two, "slug": "x", "name": "x"}]
    ),
    "insert with values for another": lambda s, t: s.execute(
        insert(WorkingGroup).values(id=new_id(), cooperation_id=t.two, slug="x", name="x")
    ),
    "merge a foreign key": lambda s, t: (
        s.merge(Delegation(id=t.foreign, cooperation_id=t.one, name="s", short="s", country="D")),
        s.flush(),
    ),
    "move an own row": _move,
    "take another's id": _touch_id,
    "refresh a foreign stub": _refresh,
    "point at a foreign row": lambda s, t: _flush(
        s,
        GroupMember(
            cooperation_id=t.one,
            group_id=s.scalars(select(WorkingGroup.id)).one(),
            membership_id=t.foreign_membership,
        ),
    ),
}


@pytest.mark.parametrize("name", READS)
def test_a_statement_sees_only_its_own_cooperation(tenants: Tenants, name: str) -> None:
    before = _seen_by_two(tenants)
    with unit_of_work(Scope(tenants.one)) as opened:
        assert not READS[name](opened, tenants)
    assert _seen_by_two(tenants) == before


@pytest.mark.parametrize("name", REFUSED)
def test_a_way_around_the_scope_raises(tenants: Tenants, name: str) -> None:
    before = _seen_by_two(tenants)
    with pytest.raises(Exception) as caught, unit_of_work(Scope(tenants.one)) as opened:
        REFUSED[name](opened, tenants)
    assert isinstance(caught.value, ScopeError | IntegrityError) or "Could not refresh" in str(
        caught.value
    ), repr(caught.value)
    assert _seen_by_two(tenants) == before


@pytest.mark.parametrize("scope", [GLOBAL, Scope(person_id=new_id())])
def test_without_a_cooperation_its_rows_cannot_be_asked_for(tenants: Tenants, scope: Scope) -> None:
    with pytest.raises(ScopeError), unit_of_work(scope, writes=False) as opened:
        opened.scalars(select(WorkingGroup)).all()
    with pytest.raises(ScopeError), unit_of_work(scope) as opened:
        _flush(opened, WorkingGroup(cooperation_id=tenants.one, slug="x", name="x"))


def test_a_person_sees_their_own_memberships_and_cooperations_from_outside(
    tenants: Tenants,
) -> None:
    with unit_of_work(Scope(person_id=tenants.person), writes=False) as opened:
        assert [m.person_id for m in opened.scalars(select(Membership))] == [tenants.person]
        assert opened.scalars(select(Cooperation.slug)).all() == ["one"]


def test_a_person_cannot_change_a_membership_from_outside(tenants: Tenants) -> None:
    with pytest.raises(ScopeError), unit_of_work(Scope(person_id=tenants.person)) as opened:
        opened.scalars(select(Membership)).one().role = Role.CHAIR


def test_only_members_become_actors(tenants: Tenants) -> None:
    assert cooperations.find_actor(tenants.person, None, "one").cooperation_id == tenants.one
    for slug in ("two", "none"):
        with pytest.raises(NotFound):
            cooperations.find_actor(tenants.person, None, slug)


def test_a_unit_of_work_that_raises_leaves_nothing(tenants: Tenants) -> None:
    told: list[str] = []
    with pytest.raises(ZeroDivisionError), unit_of_work(Scope(tenants.one)) as opened:
        _flush(opened, WorkingGroup(cooperation_id=tenants.one, slug="x", name="x"))
        opened.info["after_commit"] = [lambda: told.append("told")]
        raise ZeroDivisionError
    with unit_of_work(Scope(tenants.one), writes=False) as opened:
        assert opened.scalars(select(WorkingGroup.slug)).all() == ["same"]
    assert told == []


def test_units_of_work_do_not_nest(tenants: Tenants) -> None:
    with unit_of_work(GLOBAL, writes=False), pytest.raises(RuntimeError):
        unit_of_work(GLOBAL, writes=False).__enter__()


def test_a_group_commit_keeps_cooperations_apart(tenants: Tenants) -> None:
    def group(cooperation_id: UUID, slug: str) -> dict[str, Any]:
        return {
            "id": new_id(),
            "cooperation_id": cooperation_id,
            "slug": slug,
            "name": slug,
        }

    with database.group_commit() as scoped:
        scoped(tenants.one).session.execute(insert(WorkingGroup), [group(tenants.one, "a")])
        scoped(tenants.two).session.execute(insert(WorkingGroup), [group(tenants.two, "b")])
        scoped(tenants.one).session.execute(insert(WorkingGroup), [group(tenants.one, "c")])
    with pytest.raises(ScopeError), database.group_commit() as scoped:
        scoped(tenants.one).session.execute(insert(WorkingGroup), [group(tenants.one, "d")])
        scoped(tenants.two).session.execute(insert(WorkingGroup), [group(tenants.one, "e")])
    with unit_of_work(Scope(tenants.one), writes=False) as opened:
        assert set(opened.scalars(select(WorkingGroup.slug))) == {"same", "a", "c"}
    with unit_of_work(Scope(tenants.two), writes=False) as opened:
        assert set(opened.scalars(select(WorkingGroup.slug))) == {"same", "b"}
