"""A process that has imported all that servers need, and becomes a server whenever one is wanted.

Importing takes a server longer than most tests take; a fork has it done. The one who asks writes a
line for each server to standard input and reads the number of the new process; the end of the input
ends this process, and no server.
"""

from gevent import monkey

if __name__ == "__main__":
    # before anything else is imported, as `collab serve` does
    monkey.patch_all()

import gc
import json
import os
import signal
import sys
from pkgutil import resolve_name
from typing import Any

from gevent.os import fork_gevent

from collab.app import create_app
from collab.config import Settings
from collab.core.db import database
from tests.haste import hash_quickly, share_templates
from tests.routes import share_routes

PROGRAMS = ("collab.server:main", "tests.integration.live.program:main")


def become(program: str, arguments: list[str], environment: dict[str, str], log: str) -> None:
    """Be that program from now on, as if it had been started by itself."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    silence, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND)
    for into, opened in enumerate((silence, written, written)):
        os.dup2(opened, into)
    sys.argv[:] = ["collab serve", *arguments]
    resolve_name(program)()


def warm_up() -> None:
    """Do what every server does first, and what is the same for all."""
    share_routes()
    share_templates()
    hash_quickly()
    for program in PROGRAMS:
        resolve_name(program)
    nowhere = Settings(database_url="sqlite://", secret_key="for nobody", origins=("http://here",))
    create_app(nowhere).test_client().get("/login")
    database.dispose()
    gc.freeze()


def main() -> None:
    """Fork for each line, until there are no more."""
    warm_up()
    # who ended is gone at once: nobody here waits for them
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        sys.stdout.flush()
        child = fork_gevent()
        if not child:
            become(**wanted)
            return
        print(child, flush=True)


if __name__ == "__main__":
    main()
