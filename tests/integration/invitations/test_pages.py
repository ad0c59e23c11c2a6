"""The pages: for coordinators who invite, and for whoever is invited."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from collab.accounts.models import OneTimeLink, Person
from collab.cooperations.models import Cooperation
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, unit_of_work
from collab.core.i18n import RELEASED
from collab.invitations import service
from collab.invitations.models import Invitation
from collab.mail.models import Mail, MailState
from tests.factories import PASSWORD, make_membership, make_person
from tests.integration.invitations.letters import INVITED, mails_to, token_of
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
Invite = Callable[..., tuple[Invitation, str]]
GOOD_PASSWORD = "correct-horse-battery"


def form(**changes: str) -> dict[str, str]:
    return {"email": INVITED, "name": "", "role": "member", "language": "fr", "note": ""} | changes


def list_form(text: str, **changes: str) -> dict[str, str]:
    return {"list": text, "role": "member", "language": "fr", "note": ""} | changes


def count_invitations(world: World) -> int:
    with unit_of_work(world.here.scope, writes=False) as opened:
        return opened.scalar(select(func.count(Invitation.id))) or 0


@pytest.fixture
def coordinator(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.person("coordinator"))


class TestInviting:
    def test_an_invitation_is_sent_and_listed(self, world: World, coordinator: FlaskClient) -> None:
        place = {f"group-{world.group.id}": "secretary"}
        url = world.here.url("/invitations")
        answer = coordinator.post(url, data=form(name="Inès") | place, follow_redirects=True)
        assert answer.status_code == 200
        assert INVITED in answer.text
        assert "Inès" in answer.text
        token = token_of(mails_to()[0])
        offer = service.find_offer(service.by_token(token), "en")
        assert [(each.name, each.role) for each in offer.groups] == [("Research", Role.SECRETARY)]

    def test_the_form_comes_back_with_what_was_typed(
        self, world: World, coordinator: FlaskClient
    ) -> None:
        place = {f"group-{world.group.id}": "chair"}
        answer = coordinator.post(
            world.here.url("/invitations"), data=form(email="nobody", note="My words") | place
        )
        assert answer.status_code == 422
        assert "This is no e-mail address." in answer.text
        assert "My words" in answer.text
        assert re.search(r'value="chair" selected', answer.text)
        assert count_invitations(world) == 0

    def test_an_address_that_is_invited_already_can_be_sent_to_again(
        self, world: World, coordinator: FlaskClient, invite: Invite
    ) -> None:
        invitation, _token = invite()
        answer = coordinator.post(world.here.url("/invitations"), data=form())
        assert answer.status_code == 422
        way = world.here.url(f"/invitations/{invitation.id}/sending")
        assert way in answer.text
        again = coordinator.post(way, follow_redirects=True)
        assert "sent again" in again.text
        assert count_invitations(world) == 1

    def test_a_former_member_can_be_taken_back_instead(
        self, world: World, coordinator: FlaskClient
    ) -> None:
        with unit_of_work(world.here.scope):
            person = make_person(email=INVITED)
            make_membership(person, world.here.delegations[0], ended_at=now())
        answer = coordinator.post(world.here.url("/invitations"), data=form())
        assert answer.status_code == 422
        assert "state=former" in answer.text

    def test_withdrawing_offers_to_take_it_back(
        self, world: World, coordinator: FlaskClient, invite: Invite
    ) -> None:
        invitation, _token = invite()
        url = world.here.url(f"/invitations/{invitation.id}/withdrawal")
        answer = coordinator.post(url, follow_redirects=True)
        assert "is withdrawn" in answer.text
        twice = coordinator.post(url, follow_redirects=True)
        assert "nothing was changed" in twice.text

    def test_the_mail_servers_words_are_shown(
        self, world: World, coordinator: FlaskClient, invite: Invite
    ) -> None:
        invite()
        with unit_of_work(GLOBAL) as opened:
            opened.execute(
                update(Mail).values(
                    state=MailState.FAILED, problem="refused", reply="550 <no> such mailbox"
                )
            )
        answer = coordinator.get(world.here.url("/invitations?state=bounced"))
        assert "550 &lt;no&gt; such mailbox" in answer.text
        assert "Not delivered" in answer.text

    def test_a_deputy_is_not_offered_coordinators(
        self, world: World, coordinator: FlaskClient, sign_in: SignIn
    ) -> None:
        page = coordinator.get(world.here.url("/invitations/new")).text
        assert 'value="coordinator"' in page

    @pytest.mark.parametrize("query", ["?page=x", "?page=9999999999", "?state=no", "?sort=no"])
    def test_a_strange_address_is_the_usual_list(
        self, world: World, coordinator: FlaskClient, query: str
    ) -> None:
        assert coordinator.get(world.here.url(f"/invitations{query}")).status_code == 200

    def test_an_archived_cooperation_invites_nobody(
        self, world: World, coordinator: FlaskClient, invite: Invite
    ) -> None:
        invitation, _token = invite()
        with unit_of_work(world.here.scope) as opened:
            opened.execute(update(Cooperation).values(archived_at=now()))
        for path, data in (
            ("/invitations", form(email="other@x.org")),
            (f"/invitations/{invitation.id}/sending", {}),
            (f"/invitations/{invitation.id}/withdrawal", {}),
            ("/invitations/lists", list_form("a@x.org")),
        ):
            answer = coordinator.post(world.here.url(path), data=data)
            assert answer.status_code == 409, path
        assert coordinator.get(world.here.url("/invitations")).status_code == 200
        assert count_invitations(world) == 1


class TestLists:
    def test_a_list_is_looked_at_corrected_and_sent(
        self, world: World, coordinator: FlaskClient
    ) -> None:
        start = world.here.url("/invitations/lists")
        seen = coordinator.post(start, data=list_form("nobody\nana@x.org"), follow_redirects=True)
        url = seen.request.path
        assert "This is no e-mail address." in seen.text
        refused = coordinator.post(f"{url}/sending", data={"line-0-email": "still wrong"})
        assert refused.status_code == 422
        assert "still wrong" in refused.text
        assert count_invitations(world) == 0
        clean = coordinator.post(
            f"{url}/corrections", data={"line-0-email": "ben@x.org"}, follow_redirects=True
        )
        assert "The list is clean." in clean.text
        sent = coordinator.post(f"{url}/sending", follow_redirects=True)
        assert "2 people are invited." in sent.text
        again = coordinator.post(f"{url}/sending", follow_redirects=True)
        assert "sent already" in again.text
        assert count_invitations(world) == 2

    def test_when_everybody_is_left_out_the_list_stays(
        self, world: World, coordinator: FlaskClient
    ) -> None:
        start = world.here.url("/invitations/lists")
        url = coordinator.post(start, data=list_form("nobody")).location
        refused = coordinator.post(f"{url}/sending", data={"leave_out": "1"})
        assert (refused.status_code, "Nobody is left to invite." in refused.text) == (422, True)
        data = {"line-0-email": "ana@x.org"}
        assert (
            "is invited"
            in coordinator.post(f"{url}/sending", data=data, follow_redirects=True).text
        )

    def test_problems_can_be_left_out_on_purpose(
        self, world: World, coordinator: FlaskClient
    ) -> None:
        start = world.here.url("/invitations/lists")
        seen = coordinator.post(start, data=list_form("nobody\nana@x.org"), follow_redirects=True)
        assert "Leave out the line with a problem" in seen.text
        sent = coordinator.post(
            f"{seen.request.path}/sending", data={"leave_out": "1"}, follow_redirects=True
        )
        assert "1 person is invited." in sent.text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_a_file_is_read_in_any_encoding(
        self, world: World, coordinator: FlaskClient, encoding: str
    ) -> None:
        data = "Courriel;Nom;Téléphone\nines@x.org;Inès;1\n".encode(encoding)
        answer = coordinator.post(
            world.here.url("/invitations/lists"),
            data=list_form("") | {"file": (io.BytesIO(data), "liste.csv")},
            follow_redirects=True,
        )
        assert "Inès" in answer.text
        assert "Téléphone" in answer.text  # the column that means nothing here
        assert "The list is clean." in answer.text

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"PK\x03\x04\x00", "This file is no list."),
            (b"Foo;Bar\nAna;Ulm\n", "This is no e-mail address."),
            (b"Name;Rolle\nAna;Gast\n", "There is no column with e-mails."),
        ],
    )
    def test_what_is_no_list_is_said(
        self, world: World, coordinator: FlaskClient, data: bytes, words: str
    ) -> None:
        answer = coordinator.post(
            world.here.url("/invitations/lists"),
            data=list_form("") | {"file": (io.BytesIO(data), "list.csv")},
            follow_redirects=True,
        )
        assert words in answer.text

    def test_an_empty_form_asks_for_a_list(self, world: World, coordinator: FlaskClient) -> None:
        answer = coordinator.post(world.here.url("/invitations/lists"), data=list_form("  "))
        assert answer.status_code == 422
        assert "Please paste a list or choose a file." in answer.text

    def test_too_many_people_are_refused_with_words(
        self, world: World, coordinator: FlaskClient
    ) -> None:
        text = "\n".join(f"person{number}@x.org" for number in range(5001))
        answer = coordinator.post(world.here.url("/invitations/lists"), data=list_form(text))
        assert answer.status_code == 422
        assert "at most 5000 people" in answer.text

    def test_what_somebody_typed_is_no_markup(self, world: World, coordinator: FlaskClient) -> None:
        text = "email;groups\na@x.org;<b>bold</b>"
        answer = coordinator.post(
            world.here.url("/invitations/lists"), data=list_form(text), follow_redirects=True
        )
        assert "<b>bold" not in answer.text
        assert "&lt;b&gt;bold" in answer.text

    def test_a_colleague_does_not_find_the_list(
        self, world: World, coordinator: FlaskClient, sign_in: SignIn
    ) -> None:
        seen = coordinator.post(
            world.here.url("/invitations/lists"), data=list_form("a@x.org"), follow_redirects=True
        )
        with unit_of_work(world.here.scope):
            colleague = make_person()
            make_membership(colleague, world.here.delegations[0], Role.COORDINATOR)
        assert sign_in(colleague).get(seen.request.path).status_code == 404
        gone = coordinator.post(f"{seen.request.path}/removal", follow_redirects=True)
        assert "Nothing was sent." in gone.text
        assert coordinator.get(seen.request.path).status_code == 404


class TestLanding:
    @pytest.mark.parametrize("language", RELEASED)
    def test_it_says_who_invites_into_what_in_the_readers_language(
        self, client: FlaskClient, invite: Invite, language: str
    ) -> None:
        _invitation, token = invite()
        answer = client.get(f"/invitations/{token}", headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert "Coordinator of here" in answer.text
        assert "Here" in answer.text
        assert f'<html lang="{language}"' in answer.text

    def test_it_is_kept_by_nobody_and_leaks_no_address(
        self, client: FlaskClient, invite: Invite
    ) -> None:
        _invitation, token = invite()
        answer = client.get(f"/invitations/{token}")
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
        assert answer.headers["Cache-Control"] == "no-store"
        assert INVITED not in answer.text
        assert "i…@" in answer.text

    def test_a_newcomer_is_a_member_and_signed_in_at_once(
        self, world: World, client: FlaskClient, invite: Invite
    ) -> None:
        _invitation, token = invite(name="Inès")
        assert 'value="Inès"' in client.get(f"/invitations/{token}").text
        answer = client.post(
            f"/invitations/{token}",
            data={"name": "Inès Martin", "password": GOOD_PASSWORD},
            follow_redirects=True,
        )
        assert answer.request.path == world.here.url()
        assert "Welcome to Here." in answer.text

    def test_what_is_wrong_with_the_form_is_said_and_the_name_kept(
        self, client: FlaskClient, invite: Invite
    ) -> None:
        _invitation, token = invite()
        for password in ("short", "passwordpassword", ""):
            answer = client.post(
                f"/invitations/{token}", data={"name": "Inès Martin", "password": password}
            )
            assert answer.status_code == 422
            assert "You have not joined yet." in answer.text
            assert "Inès Martin" in answer.text
            assert password == "" or f'value="{password}"' not in answer.text

    def test_whoever_has_an_account_signs_in_first_and_comes_back(
        self, world: World, client: FlaskClient, invite: Invite
    ) -> None:
        with unit_of_work(GLOBAL):
            make_person(email=INVITED)
        _invitation, token = invite()
        page = client.get(f"/invitations/{token}").text
        assert f"/login?next=/invitations/{token}" in page
        assert 'name="password"' not in page
        denied = client.post(f"/invitations/{token}", data={"name": "x", "password": GOOD_PASSWORD})
        assert denied.status_code == 302
        unsigned = client.post(f"/invitations/{token}/acceptance")
        assert unsigned.location.startswith("/login")
        signed_in = client.post(
            "/login",
            data={"email": INVITED, "password": PASSWORD, "next": f"/invitations/{token}"},
            follow_redirects=True,
        )
        assert "Accept the invitation" in signed_in.text
        joined = client.post(f"/invitations/{token}/acceptance", follow_redirects=True)
        assert joined.request.path == world.here.url()

    def test_somebody_else_reads_so_and_can_go_on(
        self, world: World, sign_in: SignIn, invite: Invite
    ) -> None:
        _invitation, token = invite()
        stranger = sign_in(world.stranger)
        page = stranger.get(f"/invitations/{token}")
        assert "This invitation is for somebody else" in page.text
        assert INVITED not in page.text
        refused = stranger.post(f"/invitations/{token}/acceptance")
        assert refused.status_code == 403
        assert INVITED not in refused.text
        asked = stranger.post(f"/invitations/{token}/another-address", follow_redirects=True)
        assert "has got your request" in asked.text
        assert world.stranger.email in str(mails_to(world.person("coordinator").email)[-1].parts)
        switched = stranger.post(f"/invitations/{token}/another-account", follow_redirects=True)
        assert "Make my account and join" in switched.text

    def test_declining_needs_no_account(
        self, world: World, client: FlaskClient, invite: Invite, coordinator: FlaskClient
    ) -> None:
        _invitation, token = invite()
        too_long = client.post(f"/invitations/{token}/refusal", data={"reason": "x" * 501})
        assert too_long.status_code == 422
        answer = client.post(f"/invitations/{token}/refusal", data={"reason": "No <time>"})
        assert answer.status_code == 200
        assert "You have declined" in answer.text
        listed = coordinator.get(world.here.url("/invitations?state=declined")).text
        assert "No &lt;time&gt;" in listed
        assert client.get(f"/invitations/{token}").status_code == 410

    def test_each_end_of_a_link_has_its_own_words(
        self, world: World, client: FlaskClient, invite: Invite, coordinator: FlaskClient
    ) -> None:
        unknown = client.get("/invitations/no-such-token")
        assert (unknown.status_code, "is not known" in unknown.text) == (404, True)
        invitation, token = invite()
        coordinator.post(world.here.url(f"/invitations/{invitation.id}/withdrawal"))
        withdrawn = client.get(f"/invitations/{token}")
        assert (withdrawn.status_code, "was withdrawn" in withdrawn.text) == (410, True)
        _invitation, token = invite(email="other@x.org")
        with unit_of_work(GLOBAL) as opened:
            opened.execute(
                update(OneTimeLink)
                .where(OneTimeLink.email == "other@x.org")
                .values(expires_at=now() - timedelta(minutes=1))
            )
        expired = client.get(f"/invitations/{token}")
        assert (expired.status_code, "has expired" in expired.text) == (410, True)
        _invitation, token = invite(email="third@x.org")
        with unit_of_work(world.here.scope) as opened:
            opened.execute(update(Cooperation).values(archived_at=now()))
        archived = client.get(f"/invitations/{token}")
        assert (archived.status_code, "is archived" in archived.text) == (410, True)

    @pytest.mark.csrf
    def test_no_other_site_answers_for_somebody(self, app: Flask, invite: Invite) -> None:
        _invitation, token = invite()
        client = app.test_client()
        for path in ("", "/acceptance", "/refusal", "/another-account", "/another-address"):
            answer = client.post(f"/invitations/{token}{path}", data={"name": "x"})
            assert answer.status_code == 400, path
        assert client.get(f"/invitations/{token}").status_code == 200


class TestWaitingForMe:
    def test_invitations_wait_in_the_account_too(
        self, world: World, sign_in: SignIn, invite: Invite
    ) -> None:
        with unit_of_work(GLOBAL):
            person = make_person(email=INVITED)
        invite()
        client = sign_in(person)
        page = client.get("/account/invitations").text
        assert "Here" in page
        url = re.search(r'action="(/account/invitations/[^"]+/acceptance)"', page)
        assert url is not None
        assert sign_in(world.stranger).post(url[1]).status_code == 404
        assert client.post(url[1], follow_redirects=True).request.path == world.here.url()
        assert "No invitation waits" in client.get("/account/invitations").text

    def test_they_can_be_declined_there(self, sign_in: SignIn, invite: Invite) -> None:
        with unit_of_work(GLOBAL):
            person = make_person(email=INVITED)
        invite()
        client = sign_in(person)
        page = client.get("/account/invitations").text
        url = re.search(r'action="(/account/invitations/[^"]+/refusal)"', page)
        assert url is not None
        assert client.post(url[1], data={"reason": "x" * 501}).status_code == 422
        answer = client.post(url[1], data={"reason": "No"}, follow_redirects=True)
        assert "You have declined." in answer.text
