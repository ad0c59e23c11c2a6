"""The servers that are compared: each is started for one run, and ended after it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Flask

from collab.app import create_app
from collab.config import Settings
from collab.core.actor import Role
from collab.core.db import GLOBAL, unit_of_work
from tests.databases import Address, migrate, sqlite_address
from tests.documents import make_library, make_page
from tests.factories import make_document, make_membership, make_person, make_session
from tests.served import LiveServer, environment_of, find_free_port
from tests.world import World, make_world

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
#: where npm puts what the bench needs, and where results are left
PLACE: Final = ROOT / "var" / "bench"
OURS: Final = "ours"
NAMES: Final = {OURS: "Collab", "ywebsocket": "y-websocket", "hocuspocus": "Hocuspocus"}
_PEOPLE: Final = 100
_STARTS_WITHIN: Final = 15.0
_FRONT_END: Final = ROOT / ".ci"


@dataclass(frozen=True)
class Node:
    """Node, npm, and a folder in which the packages of the bench are installed."""

    program: str
    folder: Path

    def run(self, script: str, plan: dict[str, Any]) -> dict[str, Any]:
        """What a script prints as JSON when it is given this plan."""
        command = [self.program, str(self.folder / script)]
        done = subprocess.run(
            command, input=json.dumps(plan), capture_output=True, text=True, check=False
        )
        if not done.stdout:
            raise RuntimeError(done.stderr)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def version(self) -> str:
        """Node's version."""
        return subprocess.check_output([self.program, "--version"], text=True).strip()

    def version_of(self, package: str) -> str:
        """The version that is installed of a package."""
        words = (self.folder / "node_modules" / package / "package.json").read_text()
        return str(json.loads(words)["version"])


def install() -> Node:
    """Copy the scripts to where the packages are, and install those that are missing."""
    sys.path.append(str(_FRONT_END))
    from front_end import find_node  # noqa: PLC0415
    from front_end import install as install_locked  # noqa: PLC0415

    node, npm, path = find_node()
    folder = PLACE / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for file in [*HERE.glob("*.mjs"), *HERE.glob("package*.json"), HERE / ".npmrc"]:
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "node_modules").mkdir(exist_ok=True)
    environment = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ.get('PATH', '')}"}
    install_locked(folder, [node, npm], environment)
    return Node(node, folder)


class Ours:
    """`collab serve` on an SQLite file, with a cooperation of a hundred people."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._address: Address = sqlite_address(folder / "collab.db")
        migrate(self._address)
        secret = environment_of(self._address)["COLLAB_SECRET_KEY"]
        self._app: Flask = create_app(Settings(database_url=self._address.app, secret_key=secret))
        self._world: World = make_world()
        self._cookies = self._let_in()

    def _let_in(self) -> list[str]:
        place = self._world.here
        people = []
        for _number in range(_PEOPLE):
            with unit_of_work(place.scope):
                person = make_person()
                make_membership(person, place.delegations[0], Role.MEMBER)
            with unit_of_work(GLOBAL):
                people.append(make_session(person)[1])
        signer: Any = self._app.session_interface
        sign = signer.get_signing_serializer(self._app).dumps
        return [f"collab={sign({'_user_id': token, '_fresh': True})}" for token in people]

    def _make_texts(self, count: int) -> list[str]:
        with unit_of_work(self._world.here.scope):
            library = make_library()
            texts = [make_document(kind="page") for _number in range(count)]
            for text in texts:
                make_page(library, live_id=text.id)
            return [str(text.id) for text in texts]

    @contextmanager
    def serve(self, rooms: int) -> Iterator[dict[str, Any]]:
        """The server runs, with so many empty texts; yields what the editors have to know."""
        with LiveServer(self._address, self._folder, {}) as server:
            yield {
                "kind": OURS,
                "base": server.url,
                "pid": server.pid,
                "cookies": self._cookies,
                "cooperation": self._world.here.slug,
                "rooms": self._make_texts(rooms),
            }


class Theirs:
    """A server from npm, with its own defaults: everything is kept in memory."""

    def __init__(self, node: Node, kind: str, script: str) -> None:
        self._node, self._kind, self._script = node, kind, script

    @contextmanager
    def serve(self, rooms: int) -> Iterator[dict[str, Any]]:
        """The server runs; yields what the editors have to know."""
        port = find_free_port()
        environment = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1"}
        command = [self._node.program, str(self._node.folder / self._script)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, process)
            yield {
                "kind": self._kind,
                "base": f"http://127.0.0.1:{port}",
                "pid": process.pid,
                "rooms": [f"room-{number}" for number in range(rooms)],
            }
        finally:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server does not start")


def list_servers(node: Node, folder: Path) -> dict[str, Ours | Theirs]:
    """All servers by name, ours first."""
    script = "node_modules/@y/websocket-server/src/server.js"
    return {
        OURS: Ours(folder),
        "ywebsocket": Theirs(node, "ywebsocket", script),
        "hocuspocus": Theirs(node, "hocuspocus", "hocuspocus.mjs"),
    }
