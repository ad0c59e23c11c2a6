"""What every test would do again and again with the same result, done once a run.

Each test has an application and a database of its own. Werkzeug reads each route and compiles two
functions for it, which takes longer than most tests; they depend on nothing but the rule.
SQLAlchemy writes each statement anew for each engine; that depends on nothing but the kind of the
database.
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from werkzeug.routing import Rule

from collab.core import db

#: files that are there in memory only: nothing waits for the disk
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 4 * 2**30

_compiled: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
_compile = Rule._compile_builder
_parsed: dict[tuple[Any, ...], tuple[list[Any], Rule]] = {}
_parse = Rule._parse_rule
_engines: dict[str, Engine] = {}


def _compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.host, rule.subdomain, defaults, rule.merge_slashes, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


def _parse_once(rule: Rule, text: str) -> list[Any]:
    key = (text, *rule.map.converters.items())
    if key not in _parsed:
        scratch = Rule(rule.rule)
        scratch.map, scratch._trace, scratch._converters = rule.map, [], {}
        _parsed[key] = (list(_parse(scratch, text)), scratch)
    parts, scratch = _parsed[key]
    rule._trace.extend(scratch._trace)
    rule._converters.update(scratch._converters)
    rule.arguments.update(scratch.arguments)
    return parts


def _create_alike(url: Any, **options: Any) -> Engine:
    """An engine that knows the statements which the engines before it have written."""
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


def make_haste() -> None:
    """Remember what was compiled, for the rest of this run; keep databases in memory."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign, assignment]
    Rule._parse_rule = _parse_once  # type: ignore[method-assign, assignment]
    db.create_engine = _create_alike  # type: ignore[attr-defined]
    _keep_files_in_memory()
    _let_programs_remember()
