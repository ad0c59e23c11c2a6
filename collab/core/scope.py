"""The first wall: every session sees one cooperation. With none chosen, it sees nothing.

A `Session` is made for one `Scope` and never switched. ORM statements get the criterion of that
scope; whatever could go around it (Core statements, text, bulk methods, bare tables) raises.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Select, Table, event, false, select
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import Join

from collab.core.errors import Archived


class ScopeError(RuntimeError):
    """A cooperation's rows were asked for outside of their scope: a bug, never a user's fault."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows a session may touch.

    With a cooperation: the rows of that cooperation. With only a person: that person's own
    memberships, and the cooperations they belong to. With neither: tables of no cooperation.
    """

    cooperation_id: UUID | None = None
    person_id: UUID | None = None
    #: nothing of the cooperation may be written: it is archived
    is_read_only: bool = False


GLOBAL = Scope()


@cache
def _mapped_below(kind: Any) -> tuple[Any, ...]:
    """The mapped classes of this kind; every statement asks, so they are looked up once."""
    cls: Any
    found: list[Any] = []
    for cls in kind.__subclasses__():
        found += [cls] if hasattr(cls, "__mapper__") else []
        found += _mapped_below(cls)
    return tuple(found)


@cache
def _tenant_tables() -> frozenset[Any]:
    owned = (*_mapped_below(CooperationOwned), *_mapped_below(CooperationRoot))
    return frozenset(cls.__table__ for cls in owned)


@lru_cache(maxsize=256)
def _criteria(chosen: UUID | None, person: UUID | None) -> tuple[Any, ...]:
    """What every statement of such a scope is given; slow to make, so it is kept."""
    if chosen is not None:
        return (
            with_loader_criteria(
                CooperationOwned, lambda cls: cls.cooperation_id == chosen, include_aliases=True
            ),
            *(
                with_loader_criteria(root, root.id == chosen, include_aliases=True)
                for root in _mapped_below(CooperationRoot)
            ),
        )
    options = []
    own = list(_mapped_below(PersonsOwn))
    for cls in {*_mapped_below(CooperationOwned), *_mapped_below(CooperationRoot)}:
        where: Any = false()
        if person is not None and cls in own:
            where = cls.person_id == person
        elif person is not None and issubclass(cls, CooperationRoot):
            membership: Any = own[0]
            where = cls.id.in_(
                select(membership.cooperation_id).where(membership.person_id == person)
            )
        options.append(with_loader_criteria(cls, where, include_aliases=True))
    return tuple(options)


class _Scoped:
    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)  # maps it
        _mapped_below.cache_clear()
        _tenant_tables.cache_clear()
        _criteria.cache_clear()


class CooperationRoot(_Scoped):
    """The cooperation itself: visible from inside it, and to its members."""


class CooperationOwned(_Scoped):
    """A row that belongs to exactly one cooperation."""

    cooperation_id: Mapped[UUID] = mapped_column(
        ForeignKey("cooperation.id", ondelete="CASCADE"), index=True
    )


class PersonsOwn(CooperationOwned):
    """A row of a cooperation that its person may also see from outside (the membership)."""

    person_id: Mapped[UUID]


def _is_tenant(cls: type) -> bool:
    return issubclass(cls, CooperationOwned | CooperationRoot)


def _is_annotated(element: Any) -> bool:
    known = getattr(element, "_annotations", {})
    return "parententity" in known or "parentmapper" in known


def _is_bare(element: Any, tables: frozenset[Any]) -> bool:
    """Whether a table stands in a statement without its mapped class, so no criterion applies."""
    if isinstance(element, Join):
        return _is_bare(element.left, tables) or _is_bare(element.right, tables)
    if _is_annotated(element):
        return False
    if isinstance(element, Table):
        return element in tables
    return isinstance(element, Column) and element.table in tables


def _has_bare_table(statement: Any) -> bool:
    tables = _tenant_tables()
    for element in visitors.iterate(statement):
        if isinstance(element, Select):
            parts = (*element._raw_columns, *element._from_obj)  # noqa: SLF001 nothing public has them
            if any(_is_bare(part, tables) for part in parts):
                return True
    return False


def _refuse_bulk(scope: Scope, state: ORMExecuteState) -> None:
    """Bulk inserts must name the scope's cooperation in each row; bulk updates by key are out."""
    rows = state.parameters
    given: list[Any] = [rows] if isinstance(rows, dict) else list(rows or ())
    mapper = state.bind_mapper
    if mapper is None or not _is_tenant(mapper.class_):
        return
    if not state.is_insert:
        if isinstance(rows, list | tuple):
            raise ScopeError("bulk update by primary key goes around the scope")
        return
    key = "id" if issubclass(mapper.class_, CooperationRoot) else "cooperation_id"
    if not given or any(row.get(key) != scope.cooperation_id for row in given):
        raise ScopeError(f"bulk insert into {mapper.class_.__name__} of another cooperation")


def _refuse_without_cooperation(scope: Scope, state: ORMExecuteState) -> None:
    if scope.cooperation_id is not None:
        return
    for mapper in state.all_mappers:
        reachable = scope.person_id is not None and issubclass(
            mapper.class_, PersonsOwn | CooperationRoot
        )
        if _is_tenant(mapper.class_) and not reachable:
            raise ScopeError(f"no cooperation is chosen for {mapper.class_.__name__}")


def _refuse_read_only(scope: Scope, state: ORMExecuteState) -> None:
    if not scope.is_read_only or state.is_select:
        return
    if any(_is_tenant(mapper.class_) for mapper in state.all_mappers):
        raise Archived


def _guard(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    scope: Scope = state.session.info["scope"]
    if not state.is_orm_statement:
        raise ScopeError("only ORM statements may run in a scoped session")
    if state.is_from_statement:
        raise ScopeError("from_statement goes around the scope")
    if state.is_insert or state.is_update or state.is_delete:
        _refuse_bulk(scope, state)
        _refuse_read_only(scope, state)
    if _has_bare_table(state.statement):
        raise ScopeError("a bare table goes around the scope; select the mapped class")
    _refuse_without_cooperation(scope, state)
    if not state.is_insert:
        state.statement = state.statement.options(*_criteria(scope.cooperation_id, scope.person_id))


def _is_inside(scope: Scope, row: Any) -> bool:
    if isinstance(row, CooperationRoot):
        return bool(row.id == scope.cooperation_id)  # type: ignore[attr-defined]
    return bool(row.cooperation_id == scope.cooperation_id)


def _guard_flush(session: Session, _context: Any, _instances: Any) -> None:
    scope: Scope = session.info["scope"]
    for row in (*session.new, *session.dirty, *session.deleted):
        if not _is_tenant(type(row)):
            continue
        if isinstance(row, CooperationOwned) and row.cooperation_id is None:
            if row not in session.new or scope.cooperation_id is None:
                raise ScopeError(f"{type(row).__name__} belongs to no cooperation")
            row.cooperation_id = scope.cooperation_id
        if scope.cooperation_id is None or not _is_inside(scope, row):
            raise ScopeError(f"{type(row).__name__} of another cooperation may not be written")
        if scope.is_read_only and (row not in session.dirty or session.is_modified(row)):
            raise Archived


def _guard_row(row: Any, session: Session | None) -> None:
    if session is None or not isinstance(session, ScopedSession):
        return
    scope: Scope = session.info["scope"]
    loaded = row.__dict__
    if scope.cooperation_id is None:
        own = isinstance(row, PersonsOwn) and loaded.get("person_id") == scope.person_id
        if not own and not isinstance(row, CooperationRoot):
            raise ScopeError(f"a {type(row).__name__} was loaded without a cooperation")
        return
    key = "id" if isinstance(row, CooperationRoot) else "cooperation_id"
    if loaded.get(key, scope.cooperation_id) != scope.cooperation_id:
        raise ScopeError(f"a {type(row).__name__} of another cooperation was loaded")


class ScopedSession(Session):
    """A session for one scope. Whatever could reach beyond it raises ScopeError."""

    def __init__(self, scope: Scope, **options: Any) -> None:
        super().__init__(info={"scope": scope}, **options)

    @property
    def scope(self) -> Scope:
        """Whose rows this session may touch; fixed for its life."""
        scope: Scope = self.info["scope"]
        return scope

    def connection(self, *_args: Any, **_options: Any) -> Any:
        """Refused: a bare connection knows no scope."""
        raise ScopeError("a scoped session gives no bare connection")

    def _refuse(self, *_args: Any, **_options: Any) -> Any:
        raise ScopeError("bulk_* methods go around the scope")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _refuse


def _guard_loaded(row: Any, context: Any, _names: Any = None) -> None:
    if context is not None:  # None: merge() made a blank one, which the flush will check
        _guard_row(row, context.session)


def _install() -> None:
    event.listen(ScopedSession, "do_orm_execute", _guard)
    event.listen(ScopedSession, "before_flush", _guard_flush)
    for kind in (CooperationOwned, CooperationRoot):
        event.listen(kind, "load", _guard_loaded, propagate=True)
        event.listen(kind, "refresh", _guard_loaded, propagate=True)


_install()
