"""What a proposer can do while partners make up their minds; and when two do it at once."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from collab.accounts.links import LinkProblem
from collab.activity.models import Activity
from collab.cooperations import directory
from collab.cooperations import service as cooperations
from collab.cooperations.directory import State
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Role
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from collab.foundings import service
from collab.foundings.models import Founding
from collab.foundings.plans import Partner
from collab.foundings.service import Answer, drafts
from collab.foundings.service.changing import OpenAlready, TooFewPartners
from collab.groups.models import WorkingGroup
from collab.invitations import service as invitations
from collab.invitations.refusals import CannotAnswer
from tests.factories import make_person
from tests.integration.foundings.founders import (
    Founders,
    accept,
    answer,
    decline,
    find_founding,
    find_invitations,
    find_rows,
    link,
    list_mails,
    partner,
    ready_to_accept,
)

ADA, BEN, CLEO = "ada@one.example", "ben@two.example", "cleo@three.example"
NEW = Partner(email="dora@four.example", contact="Dora", mail_language="fr")


def delegation_id(cooperation_id, short: str):
    return {each.short: each.id for each in find_rows(cooperation_id, Delegation)}[short]


def answers(founders: Founders) -> dict[str, Answer]:
    found = service.find_proposal(founders.proposer.id, founders.last).partners
    return {each.delegation.short: each.answer for each in found}


@pytest.fixture
def three(founders: Founders):
    """A proposal with three partners, none of whom has answered."""
    return founders.propose(partner("AA", ADA), partner("BB", BEN), partner("CC", CLEO))


def test_the_page_says_what_each_partner_has_said(founders, three) -> None:
    accept(ADA)
    decline(BEN, "Not now.")
    assert answers(founders) == {"AA": "agreed", "BB": "declined", "CC": "waiting"}
    found = service.find_proposal(founders.proposer.id, founders.last)
    by_short = {each.delegation.short: each for each in found.partners}
    assert by_short["AA"].name == "Ada New"
    assert by_short["BB"].reason == "Not now."
    assert by_short["BB"].can_be_dropped
    assert not by_short["CC"].can_be_dropped
    assert found.agreed == 1


def test_a_founder_who_declined_can_be_asked_again(founders, three) -> None:
    decline(BEN)
    me = founders.proposer.id
    assert service.remind(me, founders.last, delegation_id(three, "BB"), link=link) == BEN
    assert answers(founders)["BB"] == "waiting"
    accept(BEN)
    assert answers(founders)["BB"] == "agreed"


def test_an_invitation_sent_again_leaves_one_link_that_works(founders, three) -> None:
    old = answer(BEN)
    service.remind(founders.proposer.id, founders.last, delegation_id(three, "BB"), link=link)
    with pytest.raises((CannotAnswer, LinkProblem)):
        invitations.decline(old, "")
    accept(BEN)


def test_somebody_else_can_be_asked_and_the_first_link_stops_working(founders, three) -> None:
    old = answer(BEN)
    me, place = founders.proposer.id, delegation_id(three, "BB")
    service.replace_coordinator(me, founders.last, place, NEW, link=link)
    with pytest.raises((CannotAnswer, LinkProblem)):
        invitations.decline(old, "")
    assert find_invitations(three)[BEN].state == "withdrawn"
    accept(NEW.email)
    assert answers(founders)["BB"] == "agreed"


def test_nobody_is_asked_for_two_partners(founders, three) -> None:
    me, place = founders.proposer.id, delegation_id(three, "BB")
    before = find_invitations(three)[BEN].state
    for email in (ADA, founders.proposer.email, "nobody"):
        contact = Partner(email=email, mail_language="de")
        with pytest.raises(Invalid) as refusal:
            service.replace_coordinator(me, founders.last, place, contact, link=link)
        assert "email" in refusal.value.fields
    assert find_invitations(three)[BEN].state == before
    accept(BEN)


def test_whoever_has_agreed_is_not_asked_again_replaced_or_dropped(founders, three) -> None:
    accept(ADA)
    me, place = founders.proposer.id, delegation_id(three, "AA")
    with pytest.raises(Conflict):
        service.remind(me, founders.last, place, link=link)
    with pytest.raises(Conflict):
        service.replace_coordinator(me, founders.last, place, NEW, link=link)
    with pytest.raises(Conflict):
        service.drop_partner(me, founders.last, place)


def test_the_others_go_on_without_a_partner_who_declined(founders, three) -> None:
    accept(ADA)
    decline(BEN)
    me = founders.proposer.id
    assert not service.drop_partner(me, founders.last, delegation_id(three, "BB"))
    assert set(answers(founders)) == {"AA", "CC"}
    accept(CLEO)
    assert find_rows(three, Cooperation)[0].opened_at is not None


def test_it_opens_when_the_last_one_missing_is_dropped(founders, three) -> None:
    accept(ADA)
    accept(CLEO)
    decline(BEN)
    me = founders.proposer.id
    assert service.drop_partner(me, founders.last, delegation_id(three, "BB"))
    assert find_rows(three, Cooperation)[0].opened_at is not None
    assert len(find_rows(three, WorkingGroup)) == 1


def test_a_partner_who_still_thinks_is_not_dropped(founders, three) -> None:
    with pytest.raises(Conflict):
        service.drop_partner(founders.proposer.id, founders.last, delegation_id(three, "BB"))


def test_two_partners_must_remain(founders: Founders) -> None:
    made = founders.propose(partner("AA", ADA), partner("BB", BEN), pattern="bilateral")
    decline(BEN)
    with pytest.raises(TooFewPartners):
        service.drop_partner(founders.proposer.id, founders.last, delegation_id(made, "BB"))
    assert set(answers(founders)) == {"AA", "BB"}


def test_dropping_whoever_was_to_preside_leaves_the_presidency_open(founders, three) -> None:
    decline(ADA)
    service.drop_partner(founders.proposer.id, founders.last, delegation_id(three, "AA"))
    assert find_founding(founders.last).draft["presides"] is None
    accept(BEN)
    accept(CLEO)
    assert find_rows(three, Cooperation)[0].opened_at is not None


def test_a_withdrawn_proposal_is_gone_and_everybody_is_told(founders, three) -> None:
    accept(ADA)
    old = answer(BEN)
    service.withdraw(founders.proposer.id, founders.last)
    for address in (ADA, BEN, CLEO):
        assert list_mails(address)[-1].template == "foundings/withdrawn", address
    assert [m.ended_at is not None for m in find_rows(three, Membership)] == [True]
    with pytest.raises((CannotAnswer, LinkProblem)):
        invitations.decline(old, "")
    with pytest.raises(NotFound):
        service.find_proposal(founders.proposer.id, founders.last)
    with unit_of_work(GLOBAL, writes=False):
        assert service.list_own(founders.proposer.id) == []
        assert directory.list_cooperations().entries[0].state is State.WITHDRAWN
    assert "cooperation.withdrawn" in {row.verb for row in find_rows(three, Activity)}


def test_the_address_of_a_withdrawn_proposal_is_free_again(founders, three) -> None:
    service.withdraw(founders.proposer.id, founders.last)
    founders.propose(partner("AA", ADA), slug="rhine-alliance")


def test_an_open_cooperation_is_not_withdrawn_or_changed_from_outside(founders) -> None:
    made = founders.propose(partner("AA", ADA))
    accept(ADA)
    me, place = founders.proposer.id, delegation_id(made, "AA")
    with pytest.raises(OpenAlready):
        service.withdraw(me, founders.last)
    with pytest.raises(OpenAlready):
        service.drop_partner(me, founders.last, place)


def test_only_whoever_proposed_it_sees_and_changes_it(founders, three, founder) -> None:
    with unit_of_work(GLOBAL):
        other = make_person(is_operator=True)
    place = delegation_id(three, "BB")
    for person in (other, founder):
        with pytest.raises(NotFound):
            service.find_proposal(person.id, founders.last)
        with pytest.raises(NotFound):
            service.withdraw(person.id, founders.last)
        with pytest.raises(NotFound):
            service.remind(person.id, founders.last, place, link=link)
        with pytest.raises(NotFound):
            service.drop_partner(person.id, founders.last, place)


def test_a_partner_of_another_proposal_is_not_found(founders, three) -> None:
    other = founders.propose(partner("AA", "x@x.example"), slug="other")
    with pytest.raises(NotFound):
        service.remind(founders.proposer.id, founders.last, delegation_id(three, "BB"), link=link)
    assert find_rows(other, Delegation)


def test_people_without_the_right_propose_nothing(founders: Founders) -> None:
    with unit_of_work(GLOBAL):
        nobody = make_person()
    draft = founders.draft(partner("AA", ADA))
    with unit_of_work(GLOBAL), pytest.raises(Forbidden):
        service.begin(nobody.id, "blank")
    with pytest.raises(Forbidden):
        service.propose(nobody.id, draft, link=link)


def test_nobody_but_operators_proposes_without_end(own_founders, founders, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "PER_DAY", 1)
    for each in (founders, own_founders):
        each.propose(partner("AA"), slug=f"first-of-{each.proposer.id.hex[-6:]}")
    founders.propose(partner("AA"), slug="second")
    with pytest.raises(drafts.TooManyProposals):
        own_founders.propose(partner("AA"), slug="third")


def test_what_is_wrong_is_said_by_step_and_nothing_is_made(founders: Founders) -> None:
    draft = founders.draft(partner("AA", "nobody"), slug="Not An Address")
    with pytest.raises(Invalid) as refusal:
        service.propose(founders.proposer.id, draft, link=link)
    assert set(refusal.value.fields) == {"partners.partners-0-email", "start.slug"}
    with unit_of_work(GLOBAL, writes=False):
        assert directory.list_cooperations().total == 0


def test_the_button_pressed_twice_proposes_once(founders: Founders) -> None:
    draft = founders.draft(partner("AA", ADA))
    service.propose(founders.proposer.id, draft, link=link)
    with pytest.raises(NotFound):
        service.propose(founders.proposer.id, draft, link=link)
    assert len(list_mails(ADA)) == 1


def test_an_address_that_is_taken_is_said_and_a_free_one_is_named(founders, three) -> None:
    with pytest.raises(Invalid) as refusal:
        founders.propose(partner("AA", ADA), slug="rhine-alliance")
    assert "rhine-alliance-2 is free" in str(refusal.value.fields["start.slug"])


def at_once(*calls) -> list[Exception]:
    """Do all of these at the same moment; what went wrong."""
    barrier, wrong = Barrier(len(calls)), []

    def run(call) -> None:
        barrier.wait()
        try:
            call()
        except Exception as error:  # noqa: BLE001 whatever it is, the test looks at it
            wrong.append(error)

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return wrong


def test_founders_who_agree_at_the_same_moment_open_it_exactly_once(founders, three) -> None:
    addresses = (ADA, BEN, CLEO)
    calls = [ready_to_accept(email, email)[1] for email in addresses]
    assert at_once(*calls) == []
    assert find_rows(three, Cooperation)[0].opened_at is not None
    assert len(find_rows(three, WorkingGroup)) == 1
    assert [row.verb for row in find_rows(three, Activity)].count("cooperation.opened") == 1
    for address in addresses:
        told = [mail.template for mail in list_mails(address)]
        assert told.count("foundings/opened") == 1, address


@pytest.mark.parametrize("_again", range(3))
def test_who_agrees_while_it_is_withdrawn_comes_before_or_too_late(founders, three, _again) -> None:
    me = founders.proposer.id
    wrong = at_once(
        ready_to_accept(ADA)[1],
        lambda: service.withdraw(me, founders.last),
        lambda: service.withdraw(me, founders.last),
    )
    assert all(isinstance(each, DomainError) for each in wrong), wrong
    assert [each.ended_at is None for each in find_rows(three, Membership)] in ([], [False])
    assert find_rows(three, Cooperation)[0].archived_at is not None
    assert len([m for m in list_mails(CLEO) if m.template == "foundings/withdrawn"]) == 1


@pytest.mark.parametrize("_again", range(3))
def test_who_agrees_while_they_are_replaced_comes_before_or_too_late(
    founders, three, _again
) -> None:
    me, place = founders.proposer.id, delegation_id(three, "BB")
    wrong = at_once(
        ready_to_accept(BEN)[1],
        lambda: service.replace_coordinator(me, founders.last, place, NEW, link=link),
    )
    assert len(wrong) == 1, wrong
    assert isinstance(wrong[0], DomainError), wrong
    assert answers(founders)["BB"] in ("agreed", "waiting")
    assert len(find_rows(three, Membership)) == (answers(founders)["BB"] == "agreed")


def test_proposing_twice_at_the_same_moment_makes_one_cooperation(founders: Founders) -> None:
    draft = founders.draft(partner("AA", ADA))
    me = founders.proposer.id
    wrong = at_once(*[lambda: service.propose(me, draft, link=link)] * 2)
    assert len(wrong) == 1
    assert isinstance(wrong[0], Conflict | NotFound | Invalid), wrong
    assert len(list_mails(ADA)) == 1
    with unit_of_work(GLOBAL, writes=False):
        assert directory.list_cooperations().total == 1
        assert len(session().scalars(select(Founding)).all()) == 1


def test_members_of_a_proposal_find_it_only_by_their_membership(founders, three, founder) -> None:
    accept(ADA)
    member = find_rows(three, Membership)[0]
    actor = cooperations.find_actor(member.person_id, None, "rhine-alliance")
    assert actor.role is Role.COORDINATOR
    assert not actor.is_open
    with pytest.raises(NotFound):
        cooperations.find_actor(founder.id, None, "rhine-alliance")
    with pytest.raises(NotFound):
        cooperations.find_actor(founders.proposer.id, None, "rhine-alliance")
    with unit_of_work(Scope(person_id=founders.proposer.id), writes=False):
        assert session().scalars(select(Cooperation)).all() == []
