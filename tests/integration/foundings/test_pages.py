"""A cooperation is written down, reviewed and proposed by form, without JavaScript."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.core.clock import now
from collab.core.db import GLOBAL, unit_of_work
from collab.foundings import listeners, service
from collab.foundings.models import Founding
from collab.foundings.service import drafts, find_proposal
from tests.integration.foundings.founders import (
    Founders,
    accept,
    decline,
    find_founding,
    find_invitations,
    list_mails,
    partner,
)

ADA, BEN = "ada@one.example", "ben@two.example"


def rows(prefix: str, *given: dict) -> dict[str, str]:
    """Rows of a form as a browser sends them."""
    found = {}
    for number, row in enumerate(given):
        for name, value in row.items():
            if name == "is_own":
                if value:
                    found[f"{prefix}-{number}-is_own"] = "y"
            else:
                found[f"{prefix}-{number}-{name}"] = value
    return found


BASICS = {"name": "Rhine Alliance", "description": "Words", "language": "en", "languages": "en"}
START = {"presides": "", "months": "12", "slug": "rhine-alliance"}


def begin(client, pattern: str = "bilateral") -> str:
    """The address of a new draft, without the step."""
    answer = client.post("/foundings", data={"pattern": pattern})
    assert answer.status_code == 302
    return answer.location.removesuffix("/basics")


def test_from_the_template_to_the_invitations_by_form_alone(sign_in, operator) -> None:
    client = sign_in(operator)
    assert "Bilateral alliance" in client.get("/foundings").text
    url = begin(client)
    assert client.post(f"{url}/basics", data=BASICS).location == f"{url}/partners"
    partners = rows("partners", partner("AA", ADA), partner("BB", BEN))
    assert client.post(f"{url}/partners", data=partners).location == f"{url}/start"
    assert 'value="Steering group"' in client.get(f"{url}/start").text
    groups = rows("groups", {"name": "First group", "description": ""})
    assert client.post(f"{url}/start", data=START | groups).location == f"{url}/review"
    page = client.get(f"{url}/review").text
    for words in ("Rhine Alliance", "Region AA", ADA, BEN, "First group", "2 mails go out"):
        assert words in page
    assert list_mails(ADA) == []
    assert client.post(f"{url}/proposal").location == url
    shown = client.get(url).text
    assert "2 partners have not agreed yet" in shown
    assert "/flags/DE.svg" in shown
    assert len(list_mails(ADA)) == len(list_mails(BEN)) == 1
    assert "/invitations/" in str(list_mails(ADA)[0].parts)
    assert "Rhine Alliance" in client.get("/foundings").text


def test_working_languages_and_groups_of_the_template_are_proposed(sign_in, operator) -> None:
    client = sign_in(operator)
    url = begin(client, "alliance")
    page = client.get(f"{url}/basics").text
    assert page.count("checked") == 6
    client.post(f"{url}/basics", data=BASICS | {"language": "it"})
    assert "Mobilità e trasporti" in client.get(f"{url}/start").text
    assert client.get(f"{url}/partners").text.count("founding-partner") == 4


def test_everything_typed_is_kept_also_what_is_wrong(sign_in, operator) -> None:
    client = sign_in(operator)
    url = begin(client)
    typed = BASICS | {"name": "", "description": "Half a thought"}
    answer = client.post(f"{url}/basics", data=typed)
    assert answer.status_code == 422
    assert "Please enter a name." in answer.text
    assert "Half a thought" in answer.text
    assert "Half a thought" in client.get(f"{url}/basics").text


def test_rows_are_added_and_removed_without_losing_the_others(sign_in, operator) -> None:
    client = sign_in(operator)
    url = begin(client)
    typed = rows("partners", partner("AA", ADA), partner("BB", "still no address"))
    assert client.post(f"{url}/partners", data=typed | {"go": "add"}).status_code == 302
    page = client.get(f"{url}/partners").text
    assert page.count("founding-partner") == 3
    assert 'value="still no address"' in page
    typed = rows("partners", partner("AA", ADA), partner("BB", BEN), partner("CC", ""))
    client.post(f"{url}/partners", data=typed | {"go": "remove-0"})
    page = client.get(f"{url}/partners").text
    assert page.count("founding-partner") == 2
    assert ADA not in page
    assert BEN in page


@pytest.mark.parametrize("go", ["remove-99", "remove-", "remove-x", "nonsense", ""])
def test_a_strange_button_breaks_nothing(sign_in, operator, go) -> None:
    client = sign_in(operator)
    url = begin(client)
    typed = rows("partners", partner("AA", ADA), partner("BB", BEN))
    assert client.post(f"{url}/partners", data=typed | {"go": go}).status_code in (302, 422)
    assert len(find_founding_of(url).draft["partners"]["partners"]) == 2


def test_whoever_presides_first_does_so_when_a_partner_is_removed(sign_in, founders) -> None:
    three = [partner("AA", ADA), partner("BB", BEN), partner("CC", "c@x.example")]
    url = "/foundings/" + str(founders.draft(*three, presides="2"))
    client = sign_in(founders.proposer)
    client.post(f"{url}/partners", data=rows("partners", *three) | {"go": "remove-0"})
    assert find_founding(founders.last).draft["start"]["presides"] == "1"
    client.post(f"{url}/partners", data=rows("partners", *three[1:]) | {"go": "remove-1"})
    assert find_founding(founders.last).draft["start"]["presides"] == ""


def find_founding_of(url: str) -> Founding:
    with unit_of_work(GLOBAL, writes=False) as opened:
        wanted = [f for f in opened.scalars(select(Founding)) if str(f.id) in url]
    return wanted[0]


def test_errors_stand_beside_their_fields_in_the_readers_language(sign_in, operator) -> None:
    client = sign_in(operator)
    url = begin(client)
    typed = rows("partners", partner("AA", ADA), partner("aa", ADA))
    answer = client.post(f"{url}/partners", data=typed)
    assert answer.status_code == 422
    assert 'id="partners-1-short-error"' in answer.text
    assert "Two partners have these letters." in answer.text
    assert "The same person cannot coordinate two delegations." in answer.text
    assert '<a href="#partners-0-email">' in answer.text


def test_too_few_and_too_many_partners(sign_in, operator) -> None:
    client = sign_in(operator)
    url = begin(client)
    answer = client.post(f"{url}/partners", data=rows("partners", partner("AA", ADA)))
    assert "at least 2 and at most 30 partners" in answer.text
    many = [partner(f"P{number}", f"p{number}@x.example") for number in range(31)]
    answer = client.post(f"{url}/partners", data=rows("partners", *many))
    assert answer.status_code == 422
    assert "at least 2 and at most 30 partners" in answer.text


def test_the_review_leads_back_to_what_is_still_wrong(sign_in, operator) -> None:
    client = sign_in(operator)
    url = begin(client)
    for path in ("review", "proposal"):
        answer = client.get(f"{url}/review") if path == "review" else client.post(f"{url}/{path}")
        assert answer.location == f"{url}/basics?check=1"
    assert "Please enter a name." in client.get(f"{url}/basics?check=1").text


def test_a_taken_address_is_said_with_a_free_one(sign_in, founders: Founders, world) -> None:
    client = sign_in(founders.proposer)
    url = "/foundings/" + str(founders.draft(partner("AA", ADA), slug="here"))
    groups = rows("groups", {"name": "G", "description": ""})
    answer = client.post(f"{url}/start", data=START | groups | {"slug": "here"})
    assert answer.status_code == 422
    assert "here-2 is free" in answer.text


def test_a_free_address_is_proposed(sign_in, founders: Founders) -> None:
    founders.propose(partner("AA", ADA))
    client = sign_in(founders.proposer)
    url = begin(client)
    client.post(f"{url}/basics", data=BASICS)
    assert 'value="rhine-alliance-2"' in client.get(f"{url}/start").text


def test_a_draft_is_removed_and_taken_back(sign_in, founders: Founders) -> None:
    url = "/foundings/" + str(founders.draft(partner("AA", ADA)))
    client = sign_in(founders.proposer)
    gone = client.post(f"{url}/removal")
    page = client.get(gone.location).text
    assert "The draft is removed." in page
    assert "Rhine Alliance" not in page
    assert client.get(f"{url}/basics").status_code == 404
    client.post(f"{url}/removal/undo")
    assert client.get(f"{url}/basics").status_code == 200


def test_nobody_sees_or_changes_what_others_write_down(
    sign_in, founders: Founders, founder
) -> None:
    draft = founders.draft(partner("AA", ADA))
    url = f"/foundings/{draft}"
    before = find_founding(draft).draft
    client = sign_in(founder)
    for path in ("", "/basics", "/partners", "/start", "/review"):
        assert client.get(url + path).status_code == 404, path
    for path in ("/basics", "/proposal", "/removal", "/removal/undo", "/withdrawal"):
        assert client.post(url + path, data=BASICS).status_code == 404, path
    assert find_founding(draft).draft == before
    assert "Rhine Alliance" not in client.get("/foundings").text


def test_people_without_the_right_find_no_page(sign_in, world) -> None:
    client = sign_in(world.person("coordinator"))
    assert client.get("/foundings").status_code == 404
    assert client.post("/foundings", data={"pattern": "blank"}).status_code == 403
    assert "/foundings" not in client.get("/").text


def test_those_with_the_right_find_it_in_their_menu(sign_in, founder) -> None:
    assert 'href="/foundings"' in sign_in(founder).get("/").text


def test_who_may_propose_is_asked_anew_each_time(sign_in, founder) -> None:
    client = sign_in(founder)
    url = begin(client)
    with unit_of_work(GLOBAL) as opened:
        opened.merge(founder, load=True).may_found = False
    assert client.post(f"{url}/basics", data=BASICS).status_code == 403
    assert client.post(f"{url}/proposal").status_code == 403


@pytest.mark.csrf
def test_no_other_site_proposes_in_somebodys_name(sign_in, founders: Founders) -> None:
    url = "/foundings/" + str(founders.draft(partner("AA", ADA)))
    client = sign_in(founders.proposer)
    for path in ("/foundings", f"{url}/basics", f"{url}/proposal", f"{url}/removal"):
        assert client.post(path, data={"pattern": "blank"}).status_code == 400, path
    assert list_mails(ADA) == []
    assert find_founding(founders.last).cooperation_of is None


def test_an_unknown_template_or_step_is_not_found(sign_in, operator) -> None:
    client = sign_in(operator)
    assert client.post("/foundings", data={"pattern": "nonsense"}).status_code == 404
    assert client.get(f"{begin(client)}/nonsense").status_code == 404


def test_a_mail_that_bounced_is_shown_with_the_servers_words(sign_in, founders: Founders) -> None:
    founders.propose(partner("AA", ADA), partner("BB", BEN))
    sent = list_mails(BEN)[0]
    with unit_of_work(GLOBAL) as opened:
        mail = opened.merge(sent)
        mail.state, mail.settled_at, mail.problem = "failed", now(), "refused"
        mail.reply = "550 No such user <here>"
    client, url = sign_in(founders.proposer), f"/foundings/{founders.last}"
    page = client.get(url).text
    assert page.count("The mail could not be delivered.") == 1
    assert "550 No such user &lt;here&gt;" in page
    accept(BEN)  # by another way, such as a link that was passed on
    assert "could not be delivered" not in client.get(url).text


def test_a_decline_is_shown_with_what_to_do(sign_in, founders: Founders) -> None:
    founders.propose(partner("AA", ADA), partner("BB", BEN))
    decline(BEN, "No budget <b>this</b> year.")
    page = sign_in(founders.proposer).get(f"/foundings/{founders.last}").text
    assert "No budget &lt;b&gt;this&lt;/b&gt; year." in page
    for words in ("declined", "Ask again", "Ask somebody else", "Go on without them", "Withdraw"):
        assert words in page, words


def test_the_proposal_is_changed_by_its_page(sign_in, founders: Founders) -> None:
    made = founders.propose(partner("AA", ADA), partner("BB", BEN))
    client, url = sign_in(founders.proposer), f"/foundings/{founders.last}"
    by_short = {
        each.delegation.short: each.delegation.id
        for each in find_proposal(founders.proposer.id, founders.last).partners
    }
    place = f"{url}/partners/{by_short['BB']}"
    assert client.post(f"{place}/reminder").location == url
    assert len(list_mails(BEN)) in (1, 2)  # one that still waited is replaced
    assert BEN in client.get(f"{place}/coordinator").text
    wrong = client.post(f"{place}/coordinator", data={"email": "nobody", "mail_language": "de"})
    assert wrong.status_code == 422
    assert "This is no e-mail address." in wrong.text
    new = {"email": "dora@four.example", "contact": "Dora", "mail_language": "fr"}
    assert client.post(f"{place}/coordinator", data=new).location == url
    assert find_invitations(made)["dora@four.example"].language == "fr"
    decline("dora@four.example")
    assert client.post(f"{place}/removal").location == url
    assert "Region BB" not in client.get(url).text
    assert client.post(f"{url}/withdrawal").location == "/foundings"
    assert client.get(url).status_code == 404


def test_until_it_opens_founders_see_who_has_agreed_and_nothing_else(
    app, sign_in, founders: Founders
) -> None:
    founders.propose(partner("AA", ADA), partner("BB", BEN))
    client = sign_in(accept(ADA))
    client.post("/language", data={"language": "en"})
    waiting = "/c/rhine-alliance/founding"
    page = client.get("/c/rhine-alliance", follow_redirects=True)
    assert page.request.path == waiting
    assert "Waiting for the other founders" in page.text
    assert "Region BB" in page.text
    assert BEN not in page.text
    open_early = {"founding.waiting", "emblems.show"}
    for rule in app.url_map.iter_rules():
        if "cooperation" not in rule.arguments or rule.endpoint in open_early:
            continue
        path = re.sub(r"<uuid:\w+>", str(founders.last), rule.rule)
        path = re.sub(r"<int:\w+>", "1", path)
        path = re.sub(r"<[^>]+>", "x", path.replace("<cooperation>", "rhine-alliance"))
        if "GET" in (rule.methods or ()):
            assert client.get(path).location == waiting, path
        elif methods := rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(path, method=min(methods))
            assert answer.status_code == 409, path
            assert "not open yet" in answer.text


def test_others_do_not_learn_of_a_proposal(sign_in, founders: Founders, world) -> None:
    founders.propose(partner("AA", ADA), partner("BB", BEN))
    for person in (world.stranger, founders.proposer):
        answer = sign_in(person).get("/c/rhine-alliance/founding")
        assert answer.status_code == 404
        assert "Rhine Alliance" not in answer.text


def test_when_it_is_open_the_waiting_page_leads_inside(sign_in, founders: Founders) -> None:
    founders.propose(partner("AA", ADA))
    client = sign_in(accept(ADA))
    assert client.get("/c/rhine-alliance").status_code == 200
    assert client.get("/c/rhine-alliance/founding").location == "/c/rhine-alliance"
    assert "Steering group" in client.get("/c/rhine-alliance").text


def test_names_are_read_in_the_readers_language(sign_in, founders: Founders) -> None:
    founders.propose(partner("AA", ADA))
    page = sign_in(accept(ADA)).get("/c/rhine-alliance").text
    assert "Rheinallianz" in page


def test_drafts_that_were_thrown_away_are_forgotten(founders: Founders, monkeypatch) -> None:
    kept, gone = founders.draft(partner("AA", ADA)), founders.draft(partner("AA", ADA))
    with unit_of_work(GLOBAL):
        service.discard(founders.proposer.id, gone)
    listeners.forget_discarded()
    assert find_founding(gone)
    monkeypatch.setattr(drafts, "KEPT", timedelta(seconds=-1))
    listeners.forget_discarded()
    assert find_founding(kept)
    with unit_of_work(GLOBAL, writes=False) as opened:
        assert [each.id for each in opened.scalars(select(Founding))] == [kept]


def test_erased_people_leave_no_drafts_and_no_addresses(founders: Founders) -> None:
    founders.draft(partner("AA", ADA))
    founders.propose(partner("BB", BEN), slug="other")
    with unit_of_work(GLOBAL):
        service.forget_person(founders.proposer.id)
    with unit_of_work(GLOBAL, writes=False) as opened:
        left = opened.scalars(select(Founding)).all()
    assert [each.cooperation_of is not None for each in left] == [True]
    assert ADA not in str([each.draft for each in left])
