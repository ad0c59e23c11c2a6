from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.core.db import GLOBAL, new_id, unit_of_work
from collab.mail.models import Mail, MailState
from tests.factories import make_person
from tests.integration.mail.post_office import Clock, Running, deliver, find, send_trial
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
SECRET = "https://collab.example/secret"


@pytest.fixture
def operator(sign_in: SignIn) -> FlaskClient:
    with unit_of_work(GLOBAL):
        person = make_person(is_operator=True, name="Olga Operator")
    return sign_in(person)


def show(client: FlaskClient, path: str = "") -> str:
    answer = client.get(f"/operator/mail{path}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_without_a_server_the_operator_reads_the_mail_and_follows_its_link(
    operator: FlaskClient,
) -> None:
    mail_id = send_trial(name="Ada", language="fr")
    page = show(operator)
    assert "No mail server is configured" in page
    assert f"/operator/mail/{mail_id}" in page
    page = show(operator, f"/{mail_id}")
    assert f'href="{SECRET}"' in page
    assert '<article class="card mail-body" lang="fr"' in page


def test_words_of_a_mail_are_text_on_the_page(operator: FlaskClient) -> None:
    mail_id = send_trial(name="<script>alert(1)</script>")
    for path in ("", f"/{mail_id}"):
        page = show(operator, path)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_with_a_server_no_words_and_no_links_are_shown(
    operator: FlaskClient, mail_server: Running
) -> None:
    ids = [send_trial(), send_trial("nobody@here.example"), send_trial("busy@here.example")]
    pages = [show(operator, f"/{mail_id}") for mail_id in ids]
    deliver()
    pages += [show(operator, f"/{mail_id}") for mail_id in ids] + [show(operator)]
    assert not [page for page in pages if SECRET in page or "No mail server" in page]
    assert "550 5.1.1 No such user here" in pages[4]
    assert "The mail server does not take it." in pages[4]


def test_mails_kept_before_there_was_a_server_are_closed_and_can_be_sent(
    operator: FlaskClient, mail_server: Running
) -> None:
    mail_id = send_trial()
    with unit_of_work(GLOBAL) as session:
        session.get_one(Mail, mail_id).state = MailState.KEPT
    page = show(operator, f"/{mail_id}")
    assert SECRET not in page
    assert "Send it now" in page
    answer = operator.post(f"/operator/mail/{mail_id}/attempts", follow_redirects=True)
    assert "on its way" in answer.get_data(as_text=True)
    deliver()
    assert find(mail_id).state == MailState.SENT


def test_a_failed_mail_can_be_tried_again(
    operator: FlaskClient, mail_server: Running, clock: Clock
) -> None:
    mail_id = send_trial("nobody@here.example")
    deliver()
    clock.pass_by(days=3)
    mail_server.post.answers.clear()
    assert operator.post(f"/operator/mail/{mail_id}/attempts").status_code == 302
    deliver()
    assert find(mail_id).state == MailState.SENT
    assert operator.post(f"/operator/mail/{mail_id}/attempts").status_code == 409


def test_without_a_server_nothing_can_be_tried_again(operator: FlaskClient) -> None:
    mail_id = send_trial()
    assert "Send it now" not in show(operator, f"/{mail_id}")
    assert operator.post(f"/operator/mail/{mail_id}/attempts").status_code == 409
    assert find(mail_id).state == MailState.KEPT


def test_mails_are_listed_newest_first_and_in_pages(operator: FlaskClient, clock: Clock) -> None:
    for number in range(51):
        send_trial(f"person{number}@here.example")
        clock.pass_by(seconds=1)
    first, second = show(operator), show(operator, "?page=2")
    assert first.index("person50@") < first.index("person49@")
    assert "person0@here.example" not in first
    assert "person0@here.example" in second
    assert "page=2" in first
    assert "There are no more mails." in show(operator, "?page=3")


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=x", "?page=99999999999999999999"])
def test_odd_pages_are_pages(operator: FlaskClient, query: str) -> None:
    show(operator, query)


def test_mails_are_found_by_name_address_and_state(
    operator: FlaskClient, mail_server: Running
) -> None:
    send_trial("ada@here.example", name="Ada Lovelace")
    send_trial("nobody@here.example", name="Percent 100%")
    deliver()

    def found(query: str) -> set[str]:
        page = show(operator, query)
        return {name for name in ("Ada Lovelace", "Percent 100%") if name in page}

    assert found("?search=LOVELACE") == {"Ada Lovelace"}
    assert found("?search=lace+ada") == {"Ada Lovelace"}
    assert found("?search=here.example") == {"Ada Lovelace", "Percent 100%"}
    assert found("?search=0%25") == {"Percent 100%"}
    assert found("?search=_") == set()
    assert found("?state=failed") == {"Percent 100%"}
    assert found("?state=sent&search=ada") == {"Ada Lovelace"}
    assert found("?state=nonsense") == {"Ada Lovelace", "Percent 100%"}
    assert "No mail is like that." in show(operator, "?search=nowhere")


def test_an_empty_mailbox_says_so(operator: FlaskClient) -> None:
    assert "No mail was written yet" in show(operator)


def test_only_operators_know_of_the_mailbox(world: World, sign_in: SignIn) -> None:
    mail_id = send_trial()
    client = sign_in(world.person("coordinator"))
    for path in ("", f"/{mail_id}"):
        assert client.get(f"/operator/mail{path}").status_code == 404
    assert client.post(f"/operator/mail/{mail_id}/attempts").status_code == 404
    assert "Operator pages" not in client.get("/").get_data(as_text=True)


def test_whoever_is_not_signed_in_is_asked_to(client: FlaskClient) -> None:
    mail_id = send_trial()
    for path in ("", f"/{mail_id}"):
        answer = client.get(f"/operator/mail{path}")
        assert answer.status_code == 302
        assert "/login" in answer.location
    assert client.post(f"/operator/mail/{mail_id}/attempts").status_code == 401


def test_operators_find_their_pages_in_the_menu(operator: FlaskClient) -> None:
    page = operator.get("/").get_data(as_text=True)
    assert 'href="/operator/mail"' in page
    assert "Operator pages" in page


def test_a_mail_that_is_not_there_is_not_found(operator: FlaskClient) -> None:
    assert operator.get(f"/operator/mail/{new_id()}").status_code == 404
    assert operator.post(f"/operator/mail/{new_id()}/attempts").status_code == 404


def test_a_mail_that_waits_says_when_it_is_tried_next(
    operator: FlaskClient, mail_server: Running
) -> None:
    mail_id = send_trial("busy@here.example")
    deliver()
    assert find(mail_id).due_at - find(mail_id).created_at > timedelta(seconds=30)
    page = show(operator, f"/{mail_id}")
    assert "Next try" in page
    assert "451 4.7.1 Greylisted" in page
