"""`collab cooperation …` from a shell."""

import pytest
from click.testing import CliRunner

from collab.cli import main
from collab.core.db import database
from tests.integration.foundings.founders import Founders, accept, list_mails, partner

ADA, BEN = "ada@one.example", "ben@two.example"
TWO = (
    "--delegation",
    f"Baden-Württemberg,BW,de,de,{ADA},Ada Maier",
    "--delegation",
    f"Lombardia,LO,IT,it,{BEN}",
)


@pytest.fixture
def collab(app, database_url, monkeypatch):
    """`collab("list")` runs a command and gives its exit code and what it printed."""
    monkeypatch.setenv("COLLAB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "known to the tests")
    monkeypatch.setenv("COLLAB_URL", "https://collab.example")

    def run(*words: str) -> tuple[int, str]:
        found = CliRunner().invoke(main, ["cooperation", *words])
        database.connect(database_url)
        return found.exit_code, found.output

    return run


def test_a_cooperation_is_proposed_from_a_shell(collab, operator) -> None:
    code, said = collab("create", "--name", "Rhine Alliance", *TWO, "--template", "bilateral")
    assert (code, said) == (0, "/c/rhine-alliance is proposed; the coordinators are invited.\n")
    assert [mail.language for mail in list_mails(ADA) + list_mails(BEN)] == ["de", "it"]
    assert list_mails(ADA)[0].name == "Ada Maier"
    assert "https://collab.example/invitations/" in str(list_mails(ADA)[0].parts)
    accept(ADA)
    code, said = collab("show", "rhine-alliance")
    assert code == 0
    assert "Rhine Alliance (proposed)" in said
    assert "BW       agreed" in said
    assert "LO       waiting" in said


def test_it_is_opened_at_once_when_that_is_said(collab, operator) -> None:
    opened = ("--open", "--presidency", "lo", "--languages", "de,it")
    code, said = collab("create", "--name", "Rhine Alliance", *TWO, *opened)
    assert (code, said.split(";")[0]) == (0, "/c/rhine-alliance is open")
    assert "Rhine Alliance (open)" in collab("show", "rhine-alliance")[1]
    assert len([m for m in list_mails(ADA) if m.template == "invitations/invitation"]) == 1
    accept(ADA)
    assert "members  1" in collab("show", "rhine-alliance")[1]


def test_what_is_wrong_is_said_and_nothing_is_made(collab, operator) -> None:
    bad = ("--delegation", f"Two,BW,XX,de,{ADA}")
    code, said = collab("create", "--name", "Rhine Alliance", *TWO[:2], *bad)
    assert code == 1
    assert "Two partners have these letters" in said
    assert "Please choose a country." in said
    assert "0 in all" in collab("list")[1]
    assert list_mails(ADA) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "X", "--delegation", "One,AA"), "must be like"),
        (("--name", "X", *TWO, "--presidency", "ZZ"), "no delegation is called ZZ"),
        (("--name", "X", *TWO, "--by", "nobody@x.example"), "Nobody has an account"),
        (("--name", "X"), "Missing option"),
    ],
)
def test_a_mistyped_command_is_explained(collab, operator, words, said) -> None:
    code, output = collab("create", *words)
    assert code != 0
    assert said in output


def test_somebody_has_to_propose_it(collab) -> None:
    code, said = collab("create", "--name", "X", *TWO)
    assert code == 1
    assert "--by" in said


def test_whoever_has_no_right_cannot_be_named(collab, operator, world) -> None:
    by = ("--by", world.person("member").email)
    code, said = collab("create", "--name", "X", *TWO, *by)
    assert code == 1
    assert "do not have the right" in said


def test_cooperations_are_listed(collab, world) -> None:
    code, said = collab("list")
    assert code == 0
    assert said.splitlines()[-1] == "2 in all, page 1 of 1"
    assert "elsewhere" in said
    assert "1 in all" in collab("list", "--search", "elsew")[1]
    assert "0 in all" in collab("list", "--state", "archived")[1]


def test_one_is_archived(collab, world, sign_in) -> None:
    code, said = collab("archive", "here")
    assert code == 0
    assert "/c/here is archived" in said
    assert "Here (archived)" in collab("show", "here")[1]
    answer = sign_in(world.person("coordinator")).post(
        world.here.url("/groups"), data={"name": "X"}
    )
    assert answer.status_code in (409, 422)
    assert collab("archive", "here")[0] == 1
    assert collab("archive", "nowhere")[0] == 1


def test_a_proposal_cannot_be_archived(collab, founders: Founders) -> None:
    founders.propose(partner("AA", ADA))
    code, said = collab("archive", "rhine-alliance")
    assert code == 1
    assert "proposed" in said
