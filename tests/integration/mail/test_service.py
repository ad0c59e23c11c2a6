import pytest
from flask import Flask
from sqlalchemy import func, select

from collab.core import duties
from collab.core.db import GLOBAL, unit_of_work
from collab.core.errors import Invalid
from collab.mail import post, service
from collab.mail.models import Mail, MailState
from tests.integration.mail.post_office import Running, deliver, find, send_trial
from tests.world import World


def count() -> int:
    with unit_of_work(GLOBAL, writes=False) as session:
        return session.scalar(select(func.count(Mail.id))) or 0


def test_without_a_mail_server_mails_are_kept(app: Flask) -> None:
    mail_id = send_trial()
    with unit_of_work(GLOBAL, writes=False):
        found = service.list_deliveries([mail_id])[mail_id]
    assert (found.state, found.problem, found.reply) == (MailState.KEPT, "", "")
    assert any(part.get("url") for part in find(mail_id).parts or ())


def test_a_command_that_knows_no_server_leaves_the_choice_to_the_worker(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "_known", False)
    assert find(send_trial()).state == MailState.WAITING


def test_what_is_rolled_back_sends_nothing(mail_server: Running) -> None:
    def change_their_mind() -> None:
        with unit_of_work(GLOBAL):
            service.send(
                to="ada@here.example",
                name="Ada",
                language="en",
                template="mail/trial",
                values={"url": "https://collab.example", "sent_at": service.now()},
            )
            raise RuntimeError

    duties.find_duty(post.DELIVER).alarm.clear()
    with pytest.raises(RuntimeError):
        change_their_mind()
    assert not duties.find_duty(post.DELIVER).alarm.is_set()
    deliver()
    assert mail_server.mails == []
    assert count() == 0


def test_the_worker_is_woken_by_the_commit(mail_server: Running) -> None:
    alarm = duties.find_duty(post.DELIVER).alarm
    alarm.clear()
    send_trial()
    assert alarm.is_set()


@pytest.mark.parametrize(
    "address",
    [
        "", "ada", "@here.example", "ada@", "a b@here.example", "ada@here.example\nBcc: eve@x.eu",
        "ada@here.example,eve@x.example", "Ada <ada@here.example>", "ada@here.example\0",
        f"{'a' * 250}@here.example",
    ],
)  # fmt: skip
def test_what_is_no_address_gets_no_mail(app: Flask, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        send_trial(address)
    assert "email" in refused.value.fields
    assert count() == 0


def test_a_line_break_in_a_name_stays_out_of_the_headers(mail_server: Running) -> None:
    send_trial(name="Ada\r\nBcc: eve@evil.example\r\n\r\nHello")
    deliver()
    [mail] = mail_server.mails
    assert mail["Bcc"] is None
    assert mail["X-Rcpt"] == "ada@here.example"
    assert mail["To"].addresses[0].display_name == "Ada Bcc: eve@evil.example Hello"


def test_all_mails_of_a_person_can_be_forgotten(world: World) -> None:
    person = world.person("member")
    send_trial("former@here.example", person_id=person.id)
    send_trial(person.email)
    send_trial("other@here.example")
    with unit_of_work(GLOBAL):
        service.forget_person(person.id, person.email)
    assert count() == 1


def test_nothing_is_known_of_mails_that_are_not_there(app: Flask) -> None:
    with unit_of_work(GLOBAL, writes=False):
        assert service.list_deliveries([]) == {}
