"""`collab serve` with a kind of document that belongs to no feature, for tests of the engine alone.

Guests may read it, everybody else in the cooperation may write. `/test/…` changes memberships, as
the pages of the house would, in the process that holds the sockets.
"""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from collab import server
from collab.accounts.service import end_session
from collab.app import create_app
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Membership
from collab.core import revocation
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, after_commit, session, unit_of_work
from collab.core.web import public
from collab.live.kinds import Kind, register
from collab.live.service import begin_epoch

KIND = Kind("scratch", lambda actor, _document_id: actor.role is not Role.GUEST)


def _change(cooperation_id: UUID, person_id: UUID, **changes: Any) -> str:
    with unit_of_work(Scope(cooperation_id)):
        row = session().scalar(select(Membership).where(Membership.person_id == person_id))
        for name, value in changes.items():
            setattr(row, name, value)
        announce = partial(revocation.announce, person_id=person_id, cooperation_id=cooperation_id)
        after_commit(announce)
    return "ok"


def _archive(cooperation_id: UUID, person_id: UUID, *, ends: bool) -> str:
    with unit_of_work(Scope(cooperation_id), writes=False) as opened:
        slug = opened.scalars(select(Cooperation.slug)).one()
    actor = cooperations.find_actor(person_id, None, slug)
    with unit_of_work(Scope(cooperation_id)):
        cooperations.unarchive(actor) if ends else cooperations.archive(actor)
    return "ok"


def add_routes(app: Flask) -> Flask:
    @app.get("/test/role/<uuid:cooperation_id>/<uuid:person_id>/<role>")
    @public
    def change_role(cooperation_id: UUID, person_id: UUID, role: str) -> str:
        return _in_thread(_change, cooperation_id, person_id, role=role)

    @app.get("/test/end/<uuid:cooperation_id>/<uuid:person_id>")
    @public
    def end_membership(cooperation_id: UUID, person_id: UUID) -> str:
        return _in_thread(_change, cooperation_id, person_id, ended_at=now())

    @app.get("/test/suspend/<uuid:cooperation_id>/<uuid:person_id>")
    @public
    def suspend(cooperation_id: UUID, person_id: UUID) -> str:
        return _in_thread(_change, cooperation_id, person_id, suspended_at=now())

    @app.get("/test/archive/<uuid:cooperation_id>/<uuid:person_id>/<word>")
    @public
    def archive(cooperation_id: UUID, person_id: UUID, word: str) -> str:
        return _in_thread(_archive, cooperation_id, person_id, ends=word == "back")

    @app.get("/test/epoch/<uuid:cooperation_id>/<uuid:document_id>")
    @public
    def new_epoch(cooperation_id: UUID, document_id: UUID) -> str:
        def begin() -> str:
            with unit_of_work(Scope(cooperation_id)):
                begin_epoch(document_id)
            return "ok"

        return _in_thread(begin)

    @app.get("/test/sign-out/<uuid:person_id>/<uuid:session_id>")
    @public
    def sign_out(person_id: UUID, session_id: UUID) -> str:
        def end() -> str:
            with unit_of_work(GLOBAL):
                end_session(person_id, session_id)
            return "ok"

        return _in_thread(end)

    return app


def _in_thread(call: Any, *arguments: Any, **options: Any) -> str:
    """Outside of the unit of work that the request has already."""
    import gevent  # noqa: PLC0415 patched by then

    answer: str = gevent.spawn(call, *arguments, **options).get()
    return answer


def main() -> None:
    register(KIND)
    server.create_app = lambda settings: add_routes(create_app(settings))
    server.main()


if __name__ == "__main__":
    main()
