"""Applications with the same routes share what Werkzeug makes of them.

A map gathers its rules and binds them when it is first asked. What was bound for the same rules
before is taken over; a map that is given more rules afterwards binds its own.
"""

from typing import Any

from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

_add, _update = Map.add, Map.update
#: rules → what finds a rule by path, and rules by endpoint
_bound: dict[tuple[Any, ...], tuple[StateMachineMatcher, dict[Any, list[Rule]]]] = {}


def _describe(rule: Rule, routes: Map) -> tuple[Any, ...]:
    """All that binding looks at, and all that whoever finds the rule may look at."""
    told = (rule.strict_slashes, rule.merge_slashes, rule.subdomain)
    known = (routes.strict_slashes, routes.merge_slashes, routes.default_subdomain)
    slashes, merges, subdomain = (
        each if own is None else own for own, each in zip(told, known, strict=True)
    )
    rule.strict_slashes, rule.merge_slashes, rule.subdomain = slashes, merges, subdomain
    defaults = tuple(sorted((rule.defaults or {}).items()))
    methods = frozenset(rule.methods or ())
    address = (rule.rule, rule.host, subdomain, slashes, merges, defaults, methods)
    kind = (rule.build_only, rule.websocket, rule.alias, rule.redirect_to)
    return (rule.endpoint, *address, *kind, getattr(rule, "provide_automatic_options", None))


def _gather(routes: Map, factory: RuleFactory) -> None:
    gathered = vars(routes).setdefault("gathered", [])
    gathered += [(_describe(rule, routes), rule) for rule in factory.get_rules(routes)]
    routes._remap = True


def _bind_anew(routes: Map, rules: list[Rule]) -> None:
    routes._matcher = StateMachineMatcher(routes.merge_slashes)
    routes._rules_by_endpoint = {}
    for rule in rules:
        rule.map = None  # type: ignore[assignment]
        _add(routes, rule)
    _update(routes)


def _settle(routes: Map) -> None:
    """Bind what was gathered, or take it over."""
    if not routes._remap:
        return
    gathered = vars(routes).get("gathered", [])
    key = (*routes.converters.items(), *(described for described, _rule in gathered))
    if key not in _bound:
        _bind_anew(routes, [rule for _described, rule in gathered])
        _bound[key] = routes._matcher, routes._rules_by_endpoint
    routes._matcher, by_endpoint = _bound[key]
    routes._rules_by_endpoint = {name: [*rules] for name, rules in by_endpoint.items()}
    routes._remap = False


def share_routes() -> None:
    """From now on."""
    Map.add, Map.update = _gather, _settle  # type: ignore[method-assign]
