"""The words of the activity log: one sentence for each verb that anybody records."""

import re
from pathlib import Path

import pytest

from collab.boards.service import changes
from collab.console.verbs import DOINGS, KINDS, NOUNS, VERBS, Doing, Kind, find_nouns, find_verbs

COLLAB = Path(__file__).resolve().parents[3] / "collab"
PLACES = {"who", "name", "thing", "part", "group", "role", "delegation"}
#: a verb as it stands in source; endpoints are named after packages, in the plural
_NOUNS = "|".join(sorted(NOUNS))
VERB = re.compile(rf'"((?:{_NOUNS})\.(?!id"|html")[a-z_]+)"')
#: words that look like verbs: endpoints, templates, duties and actions of the table of rights
NOT_RECORDED = re.compile(
    r'(url_for|endpoint=|render_template|@duty|way = |Check)\(?[^)\n]*"|rights\.py'
)


def recorded() -> set[str]:
    found = set()
    for path in COLLAB.rglob("*.py"):
        if path.parts[-2:] in {
            ("console", "board_verbs.py"),
            ("console", "document_verbs.py"),
            ("console", "verbs.py"),
            ("console", "rights.py"),
            ("service", "origins.py"),
        }:
            continue
        if "node_modules" in path.parts:
            continue
        for line in path.read_text("utf-8").splitlines():
            if not NOT_RECORDED.search(line):
                found |= set(VERB.findall(line))
    return found


def test_whatever_viewers_of_a_board_are_told_has_a_sentence() -> None:
    assert set(changes.VERBS) <= set(VERBS)


def test_whatever_is_recorded_has_a_sentence() -> None:
    assert recorded() - set(VERBS) == set()


@pytest.mark.parametrize("name", VERBS)
def test_a_sentence_names_only_what_the_log_knows(name: str) -> None:
    sentence = str(VERBS[name].sentence)
    assert set(re.findall(r"%\((\w+)\)s", sentence)) <= PLACES
    assert "%" not in re.sub(r"%\(\w+\)s", "", sentence)
    assert name.partition(".")[0] in NOUNS


def test_filters_reach_every_verb() -> None:
    assert set(KINDS) == set(Kind)
    assert set(DOINGS) == set(Doing)
    assert frozenset().union(*(find_verbs(each) for each in Doing)) == set(VERBS)
    assert frozenset().union(*(find_nouns(each) for each in Kind)) == set(NOUNS)
