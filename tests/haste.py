"""What every test would do again and again with the same result, done once a run.

Each test has an application of its own. Werkzeug compiles two functions for each of its routes,
which takes longer than most tests; they depend on nothing but the rule.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compiled: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
_compile = Rule._compile_builder


def _compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.host, rule.subdomain, defaults, rule.merge_slashes, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


def make_haste() -> None:
    """Remember what was compiled, for the rest of this run."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign]
