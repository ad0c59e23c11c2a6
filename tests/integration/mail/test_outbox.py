import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from collab.config import MailSecurity
from collab.core.db import GLOBAL, unit_of_work
from collab.core.i18n import RELEASED
from collab.mail import outbox, post, service
from collab.mail.models import Mail, MailState, Problem
from tests.integration.mail.post_office import (
    PASSWORD,
    USER,
    Clock,
    Running,
    deliver,
    find,
    run_mail_server,
    send_trial,
)


def test_a_mail_arrives_as_it_was_written(mail_server: Running) -> None:
    mail_id = send_trial(name="Müller, Jürgen", language="de")
    deliver()
    [mail] = mail_server.mails
    assert mail["To"].addresses[0].display_name == "Müller, Jürgen"
    assert mail["X-Rcpt"] == "ada@here.example"
    assert mail["Content-Language"] == "de"
    assert mail["Message-ID"] == f"<{mail_id}@collab.example>"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "https://collab.example/secret" in text
    assert '<html lang="de"' in html
    assert mail.defects == []


@pytest.mark.parametrize("language", RELEASED)
def test_mails_go_out_in_every_language(mail_server: Running, language: str) -> None:
    send_trial(language=language)
    deliver()
    [mail] = mail_server.mails
    assert f'<html lang="{language}"' in mail.get_body(("html",)).get_content()


def test_what_was_sent_keeps_no_links(mail_server: Running) -> None:
    mail_id = send_trial()
    deliver()
    row = find(mail_id)
    assert (row.state, row.parts, row.problem) == (MailState.SENT, None, "")
    assert row.settled_at is not None
    deliver()
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("nobody@here.example", "550 5.1.1 No such user here"),
        ("full@here.example", "552 5.2.2 Mailbox full"),
    ],
)
def test_a_refused_mail_has_failed_with_the_servers_words(
    mail_server: Running, to: str, words: str
) -> None:
    refused, fine = send_trial(to), send_trial()
    deliver()
    assert len(mail_server.mails) == 1
    with unit_of_work(GLOBAL, writes=False):
        found = service.list_deliveries([refused, fine])
    assert found[refused].state is MailState.FAILED
    assert found[refused].problem is Problem.REFUSED
    assert found[refused].reply == words
    assert found[fine].state is MailState.SENT


def test_content_that_is_refused_has_failed_too(mail_server: Running) -> None:
    mail_server.post.data_answer = "554 5.7.1 Looks like\tspam"
    mail_id = send_trial()
    deliver()
    assert (find(mail_id).state, find(mail_id).reply) == ("failed", "554 5.7.1 Looks like spam")


def test_a_busy_server_is_asked_again(mail_server: Running, clock: Clock) -> None:
    mail_id = send_trial("busy@here.example")
    deliver()
    row = find(mail_id)
    assert (row.state, row.problem, row.reply[:3]) == ("waiting", "refused", "451")
    assert row.due_at > clock.now() + timedelta(seconds=50)
    mail_server.post.answers.clear()
    deliver()
    assert mail_server.mails == []
    clock.pass_by(seconds=61)
    deliver()
    assert len(mail_server.mails) == 1
    row = find(mail_id)
    assert (row.state, row.problem, row.reply) == ("sent", "", "")


def test_waits_grow_and_end_after_two_days(mail_server: Running, clock: Clock) -> None:
    mail_id = send_trial("busy@here.example")
    waits = []
    while find(mail_id).state == MailState.WAITING:
        deliver()
        waits.append((find(mail_id).due_at - clock.now()).total_seconds())
        clock.pass_by(seconds=max(waits[-1], 0) + 1)
    tries = waits[:-1]
    assert 50 < tries[0] < 61
    assert tries == sorted(tries) or max(tries) <= 3600
    assert max(tries) <= 3600
    assert timedelta(days=2) <= clock.passed < timedelta(days=2, hours=3)
    row = find(mail_id)
    assert (row.state, row.reply[:3]) == ("failed", "451")
    assert 45 < len(tries) < 70


def test_without_a_reachable_server_everything_waits(mail_server: Running, clock: Clock) -> None:
    mail_server.stop()
    ids = [send_trial(), send_trial()]
    deliver()
    for mail_id in ids:
        row = find(mail_id)
        assert (row.state, row.problem) == ("waiting", "unreachable")
        assert "refused" in row.reply
    with run_mail_server(mail_server.port) as again:
        deliver()
        assert again.mails == []
        clock.pass_by(minutes=2)
        deliver()
        assert len(again.mails) == 2


def test_an_unreachable_server_is_given_up_after_two_days(
    mail_server: Running, clock: Clock
) -> None:
    mail_server.stop()
    mail_id = send_trial()
    clock.pass_by(days=2)
    deliver()
    assert (find(mail_id).state, find(mail_id).problem) == ("failed", "unreachable")


def test_a_server_that_refuses_our_address_is_our_fault(mail_server: Running) -> None:
    mail_server.post.sender_answer = "553 5.7.1 Not your address"
    mail_id = send_trial()
    deliver()
    row = find(mail_id)
    assert (row.state, row.problem) == ("waiting", "sender")
    assert row.reply == "553 5.7.1 Not your address"


def test_two_workers_send_each_mail_once(mail_server: Running) -> None:
    ids = [send_trial(f"person{number}@here.example") for number in range(12)]
    failures: list[BaseException] = []

    def work() -> None:
        try:
            deliver()
        except BaseException as error:  # noqa: BLE001 told to the test
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert sorted(mail["X-Rcpt"] for mail in mail_server.mails) == sorted(
        f"person{number}@here.example" for number in range(12)
    )
    assert {find(mail_id).state for mail_id in ids} == {"sent"}


def test_what_a_dead_worker_had_taken_is_sent_later(mail_server: Running, clock: Clock) -> None:
    mail_id = send_trial()
    assert outbox._take() is not None  # and nothing more is heard of it
    deliver()
    assert mail_server.mails == []
    clock.pass_by(seconds=outbox.LEASE.total_seconds() + 1)
    deliver()
    assert len(mail_server.mails) == 1
    assert find(mail_id).state == MailState.SENT


def test_whoever_was_too_slow_does_not_undo_what_another_did(
    mail_server: Running, clock: Clock
) -> None:
    mail_id = send_trial()
    slow = outbox._take()
    assert slow is not None
    clock.pass_by(seconds=outbox.LEASE.total_seconds() + 1)
    deliver()
    outbox._settle(slow, outbox._failed(Problem.REFUSED, "late"))
    assert find(mail_id).state == MailState.SENT


def test_a_withdrawn_mail_never_leaves(mail_server: Running) -> None:
    gone, stays = send_trial(), send_trial()
    with unit_of_work(GLOBAL):
        service.withdraw(gone)
    deliver()
    assert len(mail_server.mails) == 1
    with unit_of_work(GLOBAL):
        service.withdraw(stays)
        assert set(service.list_deliveries([gone, stays])) == {stays}


def test_starttls_and_a_password(
    app: Flask, start_mail_server: Callable[..., Running], tls: dict[str, Any], trusted: None
) -> None:
    server = start_mail_server(**tls)
    server.use(host="localhost", security=MailSecurity.STARTTLS, user=USER, password=PASSWORD)
    mail_id = send_trial()
    deliver()
    assert find(mail_id).state == MailState.SENT
    assert len(server.mails) == 1


def test_a_wrong_password_is_said_and_the_mail_waits(
    app: Flask, start_mail_server: Callable[..., Running], tls: dict[str, Any], trusted: None,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    server = start_mail_server(**tls)
    server.use(host="localhost", security=MailSecurity.STARTTLS, user=USER, password="another one")
    mail_id = send_trial()
    deliver()
    row = find(mail_id)
    assert (row.state, row.problem) == ("waiting", "sign_in")
    assert row.reply.startswith("535")
    assert "sign_in" in caplog.text
    assert "another one" not in caplog.text + row.reply


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    app: Flask, start_mail_server: Callable[..., Running], tls: dict[str, Any]
) -> None:
    server = start_mail_server(**tls)
    server.use(host="localhost", security=MailSecurity.STARTTLS, user=USER, password=PASSWORD)
    mail_id = send_trial()
    deliver()
    assert (find(mail_id).state, find(mail_id).problem) == ("waiting", "unsafe")
    assert server.mails == []


def test_a_server_without_starttls_gets_no_password(
    app: Flask, start_mail_server: Callable[..., Running]
) -> None:
    server = start_mail_server()
    server.use(security=MailSecurity.STARTTLS, user=USER, password=PASSWORD)
    mail_id = send_trial()
    deliver()
    assert find(mail_id).problem == "unsafe"
    assert server.mails == []


def test_an_address_with_accents_needs_a_server_that_knows_them(
    app: Flask, start_mail_server: Callable[..., Running]
) -> None:
    modern, old = start_mail_server(enable_SMTPUTF8=True), start_mail_server(enable_SMTPUTF8=False)
    modern.use()
    first = send_trial("josé@here.example")
    deliver()
    old.use()
    second = send_trial("josé@here.example")
    deliver()
    assert find(first).state == MailState.SENT
    assert find(second).state == MailState.FAILED
    assert "SMTPUTF8" in find(second).reply


def test_mails_wait_in_line_behind_what_is_older(mail_server: Running) -> None:
    for number in range(3):
        send_trial(f"person{number}@here.example")
    deliver()
    found = [mail["X-Rcpt"] for mail in mail_server.mails]
    assert found == [f"person{number}@here.example" for number in range(3)]


def test_mails_are_forgotten_after_ninety_days(mail_server: Running, clock: Clock) -> None:
    send_trial()
    deliver()
    clock.pass_by(days=89)
    send_trial("busy@here.example")
    clock.pass_by(days=2)
    outbox.forget_old()
    with unit_of_work(GLOBAL, writes=False) as session:
        assert session.scalar(select(func.count(Mail.id))) == 1


def test_mails_that_waited_are_kept_when_the_server_was_taken_away(mail_server: Running) -> None:
    mail_id = send_trial()
    post.use(None)
    deliver()
    assert find(mail_id).state == MailState.KEPT
    assert find(mail_id).settled_at <= datetime.now(UTC)
