"""Links that work once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.accounts.links import (
    LinkExpired,
    LinkProblem,
    LinkUnknown,
    LinkUsed,
    LinkWithdrawn,
    OneTimeLink,
    Purpose,
    create_link,
    find_link,
    list_open_links,
    use_link,
    withdraw_links,
)
from collab.core.clock import now
from collab.core.db import GLOBAL, new_id, session, unit_of_work
from tests.integration.accounts.steps import at

ANA = "ana@collab.example"
HOUR = timedelta(hours=1)


pytestmark = pytest.mark.usefixtures("app")


def make(purpose: Purpose = Purpose.INVITATION, **more) -> str:
    with unit_of_work(GLOBAL):
        _id, token = create_link(purpose, email=" Ana@Collab.example ", lifetime=HOUR, **more)
    return token


def use(token: str, purpose: Purpose = Purpose.INVITATION) -> None:
    with unit_of_work(GLOBAL):
        use_link(find_link(purpose, token))


def test_a_link_is_found_by_its_token_alone_and_only_the_hash_is_kept() -> None:
    subject = new_id()
    token = make(subject_id=subject)
    with unit_of_work(GLOBAL, writes=False):
        link = find_link(Purpose.INVITATION, token)
        assert (link.email, link.subject_id) == (ANA, subject)
        stored = session().scalars(select(OneTimeLink.token_hash)).one()
    assert token not in stored


def test_it_works_once() -> None:
    token = make()
    use(token)
    with pytest.raises(LinkUsed):
        use(token)


def test_a_use_that_fails_later_is_no_use() -> None:
    token = make()
    with pytest.raises(RuntimeError), unit_of_work(GLOBAL):
        use_link(find_link(Purpose.INVITATION, token))
        raise RuntimeError
    use(token)


def test_of_many_at_the_same_moment_one_gets_through() -> None:
    token = make()
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def follow() -> None:
        start.wait()
        try:
            use(token)
            outcomes.append("used")
        except LinkUsed:
            outcomes.append("too late")

    threads = [threading.Thread(target=follow) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["too late"] * 5 + ["used"]


def test_it_expires(monkeypatch) -> None:
    token = make()
    with unit_of_work(GLOBAL):
        link = find_link(Purpose.INVITATION, token)
        at(monkeypatch, now() + HOUR)
        with pytest.raises(LinkExpired):
            use_link(link)
        with pytest.raises(LinkExpired):
            find_link(Purpose.INVITATION, token)


def test_it_can_be_withdrawn_with_all_about_the_same_subject() -> None:
    subject = new_id()
    tokens = [make(subject_id=subject), make(subject_id=subject)]
    other = make(subject_id=new_id())
    with unit_of_work(GLOBAL):
        withdraw_links(subject)
    for token in tokens:
        with pytest.raises(LinkWithdrawn):
            use(token)
    use(other)


def test_what_was_used_stays_used_when_withdrawn_later() -> None:
    subject = new_id()
    token = make(subject_id=subject)
    use(token)
    with unit_of_work(GLOBAL):
        withdraw_links(subject)
    with pytest.raises(LinkUsed):
        use(token)


@pytest.mark.parametrize("token", ["", "x", "x" * 100_000, "é"])
def test_what_nobody_made_is_unknown(token: str) -> None:
    make()
    with pytest.raises(LinkUnknown):
        use(token)


def test_a_link_for_something_else_is_unknown() -> None:
    with pytest.raises(LinkUnknown):
        use(make(Purpose.RESET), Purpose.INVITATION)


def test_open_links_of_an_address_are_listed_newest_first(monkeypatch) -> None:
    first, second = make(), make()
    use(make())
    make(Purpose.RESET)
    with unit_of_work(GLOBAL, writes=False):
        found = list_open_links("ANA@collab.example", Purpose.INVITATION)
        assert [one.id for one in found] == [
            find_link(Purpose.INVITATION, token).id for token in (second, first)
        ]
        assert list_open_links("ben@collab.example", Purpose.INVITATION) == []


@pytest.mark.parametrize("problem", [LinkUnknown, LinkUsed, LinkExpired, LinkWithdrawn])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_each_problem_says_what_and_what_now(app, problem: type[LinkProblem], purpose) -> None:
    error = problem(purpose)
    assert error.status in {404, 410}
    with app.test_request_context():
        assert all(map(str, (error.heading, error.message, error.hint)))
        assert error.way is not None
        assert app.url_map.is_endpoint_expecting(error.way[0], "nothing") is False
