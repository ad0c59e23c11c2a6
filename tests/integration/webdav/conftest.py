import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts import service as accounts
from collab.accounts.models import Person
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.storage import storage
from collab.documents.models import Document
from collab.files.models import FileVersion
from tests.world import World

LOCK = (
    '<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:{scope}/></D:lockscope>'
    "<D:locktype><D:write/></D:locktype><D:owner>Office</D:owner></D:lockinfo>"
)


@dataclass
class Program:
    """Explorer, Finder or an office program of somebody."""

    client: FlaskClient
    user: str
    password: str

    def send(self, method: str, path: str, data: bytes | str = b"", **headers: str):
        words = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        given = {"Authorization": f"Basic {words}"} | {
            name.replace("_", "-").title(): value for name, value in headers.items()
        }
        return self.client.open(f"/dav/{path}", method=method, data=data, headers=given)

    def list(self, path: str) -> list[str]:
        answer = self.send("PROPFIND", path, depth="1")
        assert answer.status_code == 207, answer.text
        return re.findall(r"<D:href>/dav/([^<]*)</D:href>", answer.text)[1:]

    def lock(self, path: str, scope: str = "exclusive", **headers: str):
        return self.send("LOCK", path, LOCK.format(scope=scope), **headers)


@pytest.fixture
def program(app: Flask) -> Callable[[Person], Program]:
    def start(person: Person) -> Program:
        with unit_of_work(GLOBAL):
            _made, password = accounts.make_app_password(person.id, "Explorer")
        return Program(app.test_client(), person.email, password)

    return start


@pytest.fixture
def explorer(program, world: World) -> Program:
    """That of the member."""
    started: Program = program(world.person("member"))
    return started


def versions_of(world: World, document_id: UUID) -> list[bytes]:
    """What is in the versions of a file, the oldest first."""
    with unit_of_work(world.here.scope, writes=False):
        rows = session().scalars(
            select(FileVersion)
            .where(FileVersion.document_id == document_id)
            .order_by(FileVersion.number)
        )
        return [b"".join(storage.read(row.cooperation_id, row.id)) for row in rows]


def find(world: World, title: str) -> Document | None:
    """The one document of this name that is not in the trash."""
    with unit_of_work(world.here.scope, writes=False):
        return session().scalar(
            select(Document).where(Document.title == title, Document.trashed_at.is_(None))
        )
