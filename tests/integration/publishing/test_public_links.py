"""Public links: made by members, read by anybody, dead as soon as they should be."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from collab.accounts.models import Person
from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound, TooManyAttempts
from collab.documents import service as documents
from collab.documents.models import Document, DocumentLink
from collab.documents.service import Rules
from collab.groups.models import GroupMember
from collab.publishing import service
from collab.publishing.service import LinkPlan
from collab.publishing.service.opening import PER_LINK, open_link, try_password
from tests.documents import make_file, make_folder, make_library, make_page, make_public_link
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


class Shared:
    """A folder of the research group with a page, a file and something with its own rules."""

    def __init__(self, world: World, **link: object) -> None:
        with unit_of_work(world.here.scope):
            library = make_library(world.group)
            self.folder = make_folder(library, "Trip", language="de")
            self.page = make_page(self.folder, "Programme")
            self.file = make_file(self.folder, "map.txt", b"Go north.")
            self.own = make_file(self.folder, "secret.txt", b"Budget.")
            self.own.ruler_id = self.own.id
            self.beside = make_file(library, "beside.txt", b"Beside.")
            by = world.membership("chair")
            self.link, self.token = make_public_link(self.folder, by, **link)  # type: ignore[arg-type]

    def at(self, document: Document | None = None, what: str = "") -> str:
        return f"/shared/{self.token}" + (f"/{document.id}{what}" if document else "")


@pytest.fixture
def shared(world: World) -> Shared:
    return Shared(world)


@pytest.fixture
def anybody(app: Flask) -> FlaskClient:
    return app.test_client()


def test_anybody_reads_what_is_shared_and_nothing_else(
    shared: Shared, anybody: FlaskClient
) -> None:
    folder = anybody.get(shared.at())
    assert folder.status_code == 200
    assert "Programme" in folder.text
    assert "map.txt" in folder.text
    assert "secret.txt" not in folder.text
    assert folder.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert folder.headers["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex' in folder.text
    assert anybody.get(shared.at(shared.page)).status_code == 200
    assert "Go north." in anybody.get(shared.at(shared.file)).text
    taken = anybody.get(shared.at(shared.file, "/download"))
    assert taken.data == b"Go north."
    assert taken.headers["Content-Disposition"].startswith("attachment")
    for hidden in (shared.own, shared.beside):
        for what in ("", "/download", "/picture"):
            assert anybody.get(shared.at(hidden, what)).status_code == 404, what


def test_a_wrong_token_finds_nothing(shared: Shared, world: World, anybody: FlaskClient) -> None:
    other = f"{world.elsewhere.id.hex}{shared.token[32:]}"
    for token in ("x", "0" * 60, f"{shared.token[:-1]}!", shared.token[:32], other):
        assert anybody.get(f"/shared/{token}").status_code == 404


def _revoke(world: World, shared: Shared) -> None:
    with unit_of_work(world.here.scope):
        service.revoke_link(world.actor("coordinator"), shared.link.id)


def _expire(world: World, shared: Shared) -> None:
    with unit_of_work(world.here.scope):
        session().execute(update(DocumentLink).values(expires_at=now() - timedelta(seconds=1)))


def _trash(world: World, shared: Shared) -> None:
    with unit_of_work(world.here.scope):
        documents.trash_document(world.actor("member"), shared.folder.id)


def _remove_maker(world: World, shared: Shared) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Membership, world.membership("chair").id).ended_at = now()


def _suspend_maker(world: World, shared: Shared) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Membership, world.membership("chair").id).suspended_at = now()


def _take_chair_away(world: World, shared: Shared) -> None:
    with unit_of_work(world.here.scope):
        session().execute(
            update(GroupMember)
            .where(GroupMember.membership_id == world.membership("chair").id)
            .values(role="member")
        )


ENDS = (_revoke, _expire, _trash, _remove_maker, _suspend_maker, _take_chair_away)


@pytest.mark.parametrize("end", ENDS, ids=lambda each: each.__name__.strip("_"))
def test_a_link_dies_at_once(
    world: World, shared: Shared, anybody: FlaskClient, end: Callable[[World, Shared], None]
) -> None:
    assert anybody.get(shared.at(shared.file)).status_code == 200
    end(world, shared)
    for url in (shared.at(), shared.at(shared.file), shared.at(shared.file, "/download")):
        assert anybody.get(url).status_code == 404


def test_what_gets_rules_of_its_own_or_goes_elsewhere_is_not_shared_any_more(
    world: World, shared: Shared, anybody: FlaskClient
) -> None:
    with unit_of_work(world.here.scope):
        documents.change_sharing(world.actor("chair"), shared.page.id, Rules())
        documents.trash_document(world.actor("chair"), shared.file.id)
    assert anybody.get(shared.at(shared.page)).status_code == 404
    assert anybody.get(shared.at(shared.file)).status_code == 404
    assert "Programme" not in anybody.get(shared.at()).text


def test_a_link_with_a_password_shows_nothing_before_it(world: World, anybody: FlaskClient) -> None:
    shared = Shared(world, password="a good one")
    asked = anybody.get(shared.at())
    assert "This link has a password" in asked.text
    assert "Trip" not in asked.text
    assert anybody.get(shared.at(shared.file)).status_code == 404
    assert anybody.get(shared.at(shared.file, "/download")).status_code == 404
    wrong = anybody.post(shared.at(), data={"password": "another one"})
    assert wrong.status_code == 422
    assert "not the password of this link" in wrong.text
    right = anybody.post(shared.at(), data={"password": "a good one"}, follow_redirects=True)
    assert "map.txt" in right.text
    assert anybody.get(shared.at(shared.file, "/download")).data == b"Go north."
    with unit_of_work(world.here.scope):
        session().execute(update(DocumentLink).values(password_hash="$argon2id$another"))
    assert anybody.get(shared.at(shared.file)).status_code == 404


def test_passwords_of_links_are_not_guessed(world: World) -> None:
    shared = Shared(world, password="a good one")
    opening = open_link(shared.token)
    for number in range(PER_LINK):
        assert not try_password(opening, "guess", f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts):
        try_password(opening, "a good one", "192.0.2.250")


def test_links_are_for_who_may_share(world: World, shared: Shared) -> None:
    plan = LinkPlan()
    for who, error in (("member", Forbidden), ("outsider", NotFound), ("guest", NotFound)):
        with unit_of_work(world.here.scope), pytest.raises(error):
            service.create_link(world.actor(who), shared.folder.id, plan)
        with unit_of_work(world.here.scope), pytest.raises(error):
            service.revoke_link(world.actor(who), shared.link.id)
    with unit_of_work(world.here.scope), pytest.raises(Invalid):
        service.create_link(world.actor("chair"), shared.folder.id, LinkPlan(password="short"))


def test_a_link_is_made_shown_and_revoked_in_the_browser(
    world: World, shared: Shared, sign_in: SignIn, anybody: FlaskClient
) -> None:
    chair = sign_in(world.person("secretary"))
    url = world.here.url(f"/links/{shared.page.id}")
    made = chair.post(url, data={"days": "7"}, follow_redirects=True)
    assert "The public link is made." in made.text
    with unit_of_work(world.here.scope, writes=False) as opened:
        link = opened.query(DocumentLink).filter_by(document_id=shared.page.id).one()
        assert link.expires_at is not None
    address = made.text.split('public-address" readonly value="')[1].split('"')[0]
    path = address[address.index("/shared/") :]
    assert anybody.get(path).status_code == 200
    others = sign_in(world.person("chair")).get(url)
    assert path not in others.text
    assert _count(others.text, link.id) == 1
    gone = chair.post(world.here.url(f"/links/{link.id}/revocation"), follow_redirects=True)
    assert "This link shows nothing any more." in gone.text
    assert anybody.get(path).status_code == 404


def _count(text: str, link_id: UUID) -> int:
    return text.count(f"/links/{link_id}/revocation")


def test_an_archived_cooperation_is_still_read(
    world: World, shared: Shared, anybody: FlaskClient
) -> None:
    with unit_of_work(world.here.scope) as opened:
        opened.get_one(type(world.here.cooperation), world.here.id).archived_at = now()
    assert anybody.get(shared.at()).status_code == 200
