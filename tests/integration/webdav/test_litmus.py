"""The suite by which WebDAV servers are compared, where it is installed (Debian: litmus)."""

import shutil
import subprocess
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from collab.core.db import unit_of_work
from tests.documents import make_library
from tests.world import World

LITMUS = shutil.which("litmus")
SUITES = ("basic", "copymove", "props", "locks")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
@pytest.mark.skipif(LITMUS is None, reason="litmus is not installed")
@pytest.mark.parametrize("suite", SUITES)
def test_litmus_finds_no_fault(
    world: World, explorer, address: str, suite: str, tmp_path, monkeypatch
) -> None:
    with unit_of_work(world.here.scope):
        make_library(world.group)
    done = subprocess.run(
        [LITMUS, f"{address}/dav/{world.here.slug}/research/", explorer.user, explorer.password],
        cwd=tmp_path,
        env={"TESTS": suite, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert " 0 failed" in done.stdout, done.stdout
    assert done.returncode == 0
