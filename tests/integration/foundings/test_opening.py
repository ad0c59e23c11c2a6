"""Founders agree or decline; the cooperation opens once, when all have agreed."""

from sqlalchemy import select

from collab.accounts.models import Person
from collab.activity.models import Activity
from collab.cooperations.models import (
    Cooperation,
    Delegation,
    Membership,
    PresidencyTerm,
)
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, unit_of_work
from collab.foundings.patterns import read_patterns
from collab.groups.models import WorkingGroup
from tests.factories import make_membership, make_person
from tests.integration.foundings.founders import (
    Founders,
    accept,
    decline,
    find_founding,
    find_invitations,
    find_rows,
    list_mails,
    partner,
)

ADA, BEN = "ada@one.example", "ben@two.example"


def is_open(cooperation_id) -> bool:
    return find_rows(cooperation_id, Cooperation)[0].opened_at is not None


def verbs(cooperation_id) -> list[str]:
    rows = find_rows(cooperation_id, Activity)
    return [row.verb for row in sorted(rows, key=lambda row: row.number)]


def test_a_proposal_is_a_cooperation_that_is_not_open_and_its_founders_are_asked(founders) -> None:
    made = founders.propose(partner("AA", ADA), partner("BB", BEN))
    cooperation = find_rows(made, Cooperation)[0]
    assert (cooperation.slug, cooperation.opened_at) == ("rhine-alliance", None)
    assert cooperation.name_in("de") == "Rheinallianz"
    assert cooperation.languages == ["en", "de", "fr"]
    assert set(find_invitations(made)) == {ADA, BEN}
    assert all(each.is_founding for each in find_invitations(made).values())
    assert len(list_mails(ADA)) == 1
    assert "Rheinallianz" in list_mails(ADA)[0].subject
    assert find_rows(made, Membership) == []
    assert find_rows(made, WorkingGroup) == []
    assert "cooperation.proposed" in verbs(made)


def test_it_opens_when_the_last_founder_has_agreed(founders: Founders) -> None:
    made = founders.propose(partner("AA", ADA), partner("BB", BEN))
    accept(ADA)
    assert not is_open(made)
    assert [each.agreed_at is not None for each in find_rows(made, Delegation)] == [True, False]
    accept(BEN)
    assert is_open(made)
    assert [group.name for group in find_rows(made, WorkingGroup)] == ["Steering group"]
    assert verbs(made).count("cooperation.opened") == 1


def test_everybody_is_told_that_it_is_open_in_their_language(founders: Founders) -> None:
    founders.propose(partner("AA", ADA), partner("BB", BEN))
    accept(ADA)
    accept(BEN)
    for address in (ADA, BEN, founders.proposer.email):
        told = [each for each in list_mails(address) if each.template == "foundings/opened"]
        assert len(told) == 1, address
    assert [m.language for m in list_mails(ADA) if m.template == "foundings/opened"] == ["de"]


def test_the_first_presidency_begins_with_it(founders: Founders) -> None:
    made = founders.propose(partner("AA", ADA), partner("BB", BEN), presides="1", months="6")
    accept(ADA)
    accept(BEN)
    terms = find_rows(made, PresidencyTerm)
    by_short = {each.short: each.id for each in find_rows(made, Delegation)}
    assert [term.delegation_id for term in terms] == [by_short["BB"]]
    assert terms[0].taken_over_at is not None
    assert 175 < (terms[0].ends_on - terms[0].starts_on).days < 187


def test_without_a_presidency_none_begins(founders: Founders) -> None:
    made = founders.propose(partner("AA", ADA), presides="")
    accept(ADA)
    assert is_open(made)
    assert find_rows(made, PresidencyTerm) == []


def test_whoever_proposes_with_a_delegation_of_their_own_is_its_coordinator(own_founders) -> None:
    made = own_founders.propose(partner("AA"), partner("BB", BEN))
    members = find_rows(made, Membership)
    assert [(m.person_id, m.role) for m in members] == [(own_founders.proposer.id, "coordinator")]
    assert not is_open(made)
    accept(BEN)
    assert is_open(made)


def test_a_founding_with_oneself_alone_opens_at_once(own_founders: Founders) -> None:
    made = own_founders.propose(partner("AA"))
    assert is_open(made)
    assert [group.name for group in find_rows(made, WorkingGroup)] == ["Steering group"]


def test_when_a_founder_declines_the_proposer_learns_why_and_nothing_else_changes(founders) -> None:
    made = founders.propose(partner("AA", ADA), partner("BB", BEN))
    decline(BEN, "We have no budget.")
    told = list_mails(founders.proposer.email)
    assert len(told) == 1
    assert "We have no budget." in str(told[0].parts)
    by_short = {each.short: each for each in find_rows(made, Delegation)}
    assert by_short["BB"].declined_at is not None
    assert by_short["AA"].declined_at is None
    assert find_rows(made, Membership) == []
    accept(ADA)
    assert not is_open(made)
    assert find_invitations(made)[BEN].reason == "We have no budget."


def test_what_was_kept_for_the_opening_is_forgotten_afterwards(founders: Founders) -> None:
    founders.propose(partner("AA", ADA))
    assert find_founding(founders.last).draft["groups"]
    accept(ADA)
    assert find_founding(founders.last).draft == {"pattern": "blank"}


def test_every_template_can_be_opened(founders: Founders) -> None:
    for number, pattern in enumerate(read_patterns().values()):
        pair = partner("AA", f"a{number}@x.example"), partner("BB", f"b{number}@x.example")
        made = founders.propose(*pair, pattern=pattern.key, slug=f"number-{number}")
        accept(f"a{number}@x.example")
        accept(f"b{number}@x.example")
        assert is_open(made)


def test_the_proposer_sees_no_address_of_whoever_agreed(founders: Founders, sign_in) -> None:
    founders.propose(partner("AA", ADA), partner("BB", BEN))
    ada, client = accept(ADA), sign_in(founders.proposer)
    with unit_of_work(GLOBAL) as opened:
        opened.get(Person, ada.id).email = "ada@private.example"
    page = client.get(f"/foundings/{founders.last}").text
    assert "Ada New" in page
    assert BEN in page  # whom they asked, and who has not said anything yet
    assert ADA not in page
    assert "private.example" not in page


def test_the_proposer_sees_nobody_who_came_later(founders: Founders, sign_in) -> None:
    made = founders.propose(partner("AA", ADA))
    ada = accept(ADA)
    with unit_of_work(Scope(cooperation_id=made)) as opened:
        delegation = opened.scalars(select(Delegation)).one()
        guest = make_person(name="Guest Later", email="later@private.example")
        make_membership(guest, delegation, role=Role.GUEST)
        own = opened.scalars(select(Membership).where(Membership.person_id == ada.id)).one()
        own.ended_at = now()
    page = sign_in(founders.proposer).get(f"/foundings/{founders.last}").text
    assert "Later" not in page
    assert "private.example" not in page
