"""What every test would do again and again with the same result, done once a run.

Each test has an application and a database of its own. Werkzeug reads each route and compiles two
functions for it, which takes longer than most tests; they are the same for each application.
SQLAlchemy writes each statement anew for each engine; that depends on nothing but the kind of the
database. A hash of a password is slow on purpose; how slow is said in one place, which has a test.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, event, make_url

from collab.accounts import passwords
from collab.core import db
from tests.routes import share_routes

#: files that are there in memory only: nothing waits for the disk
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 4 * 2**30
#: names the folder of compiled templates to workers and to the zygotes of servers
COMPILED_AT = "TEMPLATES_OF_TESTS_AT"

_engines: dict[str, Engine] = {}
#: for databases that one test uses after the other: their connections stay open
_kept: dict[str, Engine | None] = {}


def _create_alike(url: Any, **options: Any) -> Engine:
    """An engine that knows the statements which the engines before it have written."""
    address = make_url(url).render_as_string(hide_password=False)
    if address in _kept and not options:
        engine = _kept[address] or _create_new(url)
        engine.dispose = _stay_open  # type: ignore[method-assign]
        _kept[address] = engine
        return engine
    return _create_new(url, **options)


def _stay_open(*, close: bool = True) -> None:
    """Instead of an engine's own; the next test goes on with its connections."""


def keep_engine(address: str) -> None:
    """From now on, whoever connects there gets the same engine."""
    _kept[address] = None


def forget_engine(address: str) -> None:
    """No more; and close its connections."""
    engine = _kept.pop(address)
    if engine is not None:
        Engine.dispose(engine)


def _create_new(url: Any, **options: Any) -> Engine:
    engine = create_engine(url, query_cache_size=5000, **options)
    known = _engines.get(engine.dialect.name)
    if known is not None:
        engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        return engine

    @event.listens_for(engine, "connect")
    def remember(*_connected: Any) -> None:
        # from the first connection on a dialect knows what its server can do
        _engines.setdefault(engine.dialect.name, engine)

    return engine


def hash_quickly() -> None:
    """Hash passwords in a moment, and as safely as nobody needs here."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._decoy = passwords._hasher.hash("there is no such person")


def spare_the_collector() -> None:
    """Look for garbage seldom, and never among what the run needs to its end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 5, 10)


def _keep_files_in_memory() -> None:
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
        tempfile.tempdir = str(MEMORY)


def _let_programs_remember() -> None:
    """Where Python may not write beside sources, every program would compile everything anew."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        folder = tempfile.mkdtemp(prefix="collab-bytecode-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        # workers and servers inherit it
        os.environ["PYTHONPYCACHEPREFIX"] = folder


def _forget(folder: str, maker: int) -> None:
    if os.getpid() == maker:  # and not a fork of it
        shutil.rmtree(folder, ignore_errors=True)


def share_templates() -> None:
    """One process of this run compiles a template, for the applications of all."""
    if COMPILED_AT not in os.environ:
        os.environ[COMPILED_AT] = folder = tempfile.mkdtemp(prefix="collab-templates-")
        atexit.register(_forget, folder, os.getpid())
    remembered = FileSystemBytecodeCache(os.environ[COMPILED_AT])
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": remembered}


def make_haste() -> None:
    """Remember what was compiled, for the rest of this run; keep databases in memory."""
    share_routes()
    hash_quickly()
    db.create_engine = _create_alike  # type: ignore[attr-defined]
    _keep_files_in_memory()
    share_templates()
    _let_programs_remember()
