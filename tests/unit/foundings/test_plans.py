"""What may be proposed, and what is said about the rest."""

from dataclasses import replace

import pytest

from collab.foundings.patterns import read_patterns
from collab.foundings.plans import (
    MOST_PARTNERS,
    GroupIdea,
    Partner,
    Plan,
    Text,
    choose_slug,
    find_basic_faults,
    find_partner_faults,
    find_start_faults,
    make_slug,
)

ONE = Partner(
    name="Baden-Württemberg", short="BW", country="DE", language="de", email="a@bw.example"
)
TWO = Partner(name="Lombardia", short="LO", country="IT", language="it", email="b@lo.example")
GOOD = Plan(
    pattern="bilateral",
    name="Rhine Alliance",
    language="en",
    languages=("en", "de"),
    partners=(ONE, TWO),
    groups=(GroupIdea("Steering group"),),
    presides=0,
    slug="rhine-alliance",
)


def partner_faults(plan: Plan, *, is_operator: bool = True) -> dict[str, str]:
    found = find_partner_faults(plan, own_email="me@own.example", is_operator=is_operator)
    return {path: str(words) for path, words in found.items()}


def test_a_complete_plan_has_no_faults() -> None:
    assert find_basic_faults(GOOD) == {}
    assert partner_faults(GOOD) == {}
    assert find_start_faults(GOOD) == {}


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"name": " "}, {"name"}),
        ({"name": "x" * 201}, {"name"}),
        ({"description": "x" * 2001}, {"description"}),
        ({"language": "tlh"}, {"language"}),
        ({"languages": ()}, {"languages"}),
        ({"languages": ("en", "tlh")}, {"languages"}),
        ({"texts": (Text("de", ""),)}, {"texts-0-name"}),
        ({"texts": (Text("en", "Again"),)}, {"texts-0-language"}),
        ({"texts": (Text("de", "Eins"), Text("de", "Zwei"))}, {"texts-1-language"}),
    ],
)
def test_name_and_languages_are_checked(changes, paths) -> None:
    assert set(find_basic_faults(replace(GOOD, **changes))) == paths


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"name": ""}, {"partners-1-name"}),
        ({"short": ""}, {"partners-1-short"}),
        ({"short": "TOOLONGFORIT"}, {"partners-1-short"}),
        ({"country": "XX"}, {"partners-1-country"}),
        ({"country": "EU"}, {"partners-1-country"}),
        ({"kind": "planet"}, {"partners-1-kind"}),
        ({"language": ""}, {"partners-1-language"}),
        ({"email": ""}, {"partners-1-email"}),
        ({"email": "nobody"}, {"partners-1-email"}),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, {"partners-1-email"}),
        ({"mail_language": "tlh"}, {"partners-1-mail_language"}),
        ({"short": "bw"}, {"partners-0-short", "partners-1-short"}),
        ({"email": "A@BW.example"}, {"partners-0-email", "partners-1-email"}),
        ({"email": "me@own.example"}, {"partners-1-email"}),
    ],
)
def test_partners_are_checked(changes, paths) -> None:
    plan = replace(GOOD, partners=(ONE, replace(TWO, **changes)))
    assert set(partner_faults(plan)) == paths


def test_how_many_partners_there_may_be_depends_on_the_template() -> None:
    alone = replace(GOOD, partners=(ONE,))
    assert "at least 2" in partner_faults(alone)["partners"]
    assert partner_faults(replace(alone, pattern="blank")) == {}
    many = [replace(ONE, short=f"P{n}", email=f"p{n}@x.example") for n in range(MOST_PARTNERS + 1)]
    assert partner_faults(replace(GOOD, partners=tuple(many[:-1]))) == {}
    assert set(partner_faults(replace(GOOD, partners=tuple(many)))) == {"partners"}


def test_coordinators_say_which_delegation_is_their_own_and_operators_need_not() -> None:
    own = replace(ONE, is_own=True, email="")
    assert set(partner_faults(GOOD, is_operator=False)) == {"partners"}
    assert partner_faults(replace(GOOD, partners=(own, TWO)), is_operator=False) == {}
    both = replace(GOOD, partners=(own, replace(TWO, is_own=True)))
    assert set(partner_faults(both, is_operator=False)) == {"partners"}


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"slug": ""}, {"slug"}),
        ({"slug": "Two Words"}, {"slug"}),
        ({"slug": "-a"}, {"slug"}),
        ({"slug": "a" * 51}, {"slug"}),
        ({"presides": 2}, {"presides"}),
        ({"months": 7}, {"months"}),
        ({"groups": (GroupIdea(""),)}, {"groups-0-name"}),
        ({"groups": (GroupIdea("A"), GroupIdea("a"))}, {"groups-0-name", "groups-1-name"}),
        ({"groups": tuple(GroupIdea(str(n)) for n in range(31))}, {"groups"}),
    ],
)
def test_the_beginning_is_checked(changes, paths) -> None:
    assert set(find_start_faults(replace(GOOD, **changes))) == paths


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Vier Motoren für Europa", "vier-motoren-fur-europa"),
        ("  !!! ", "cooperation"),
        ("技術", "cooperation"),
        ("A" * 100, "a" * 40),
    ],
)
def test_an_address_is_made_of_any_name(name, slug) -> None:
    assert make_slug(name) == slug


def test_a_taken_address_gets_a_number() -> None:
    assert choose_slug("alps", {"alps", "alps-2", "alpsee"}) == "alps-3"
    assert choose_slug("alps", {"alpsee"}) == "alps"


def test_every_template_speaks_all_languages() -> None:
    for pattern in read_patterns().values():
        for group in pattern.groups:
            assert set(group) == {"en", "de", "fr", "it", "es", "ca"}, pattern.key
            assert all(name and words for name, words in group.values())
        assert set(pattern.languages) <= {"en", "de", "fr", "it", "es", "ca"}
    assert [len(p.groups) for p in read_patterns().values()] == [4, 3, 3, 0]
