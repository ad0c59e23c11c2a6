"""`collab serve`, `collab worker` and `collab mail test`, as programs of their own."""

import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from click.testing import CliRunner, Result

from collab.cli import main
from collab.core.db import GLOBAL, database, unit_of_work
from collab.mail import outbox, post
from collab.mail.models import Mail, MailState
from tests.databases import Address, copy_sqlite, sqlite_address
from tests.integration.mail.post_office import SENDER, Running, find, send_trial
from tests.served import COLLAB, LiveServer, environment_of

WITHIN = 20.0
ACCOUNTS = tuple(
    f"{handle}@collab.example" for handle in ("coordinator.bw", "secretary.ara", "member.catalunya")
)


def wait_until(is_so: Callable[[], bool], what: Callable[[], str] = str) -> float:
    """Wait; returns for how many seconds."""
    start = time.monotonic()
    while not is_so():
        assert time.monotonic() < start + WITHIN, what()
        time.sleep(0.02)
    return time.monotonic() - start


def smtp_to(server: Running) -> dict[str, str]:
    return {"COLLAB_SMTP_URL": f"smtp://127.0.0.1:{server.port}", "COLLAB_MAIL_FROM": SENDER}


@contextmanager
def connected(address: Address) -> Iterator[None]:
    """This process writes into the same database, and knows of no mail server."""
    database.connect(address.app)
    post._known, post._server = False, None
    try:
        yield
    finally:
        database.dispose()


@pytest.mark.slow
def test_a_running_server_sends_what_another_process_queued(
    start_server: Callable[..., LiveServer], start_mail_server: Callable[..., Running]
) -> None:
    mails = start_mail_server()
    server = start_server(demo=False, forked=False, **smtp_to(mails))
    with connected(server.address):
        mail_id = send_trial()
        wait_until(lambda: len(mails.mails) == 1, server.log)
        wait_until(lambda: find(mail_id).state == MailState.SENT, server.log)
    start = time.monotonic()
    server.stop()
    assert time.monotonic() - start < 8


def test_without_a_mail_server_the_running_server_keeps_mails(
    start_server: Callable[..., LiveServer],
) -> None:
    server = start_server(demo=False)
    with connected(server.address):
        mail_id = send_trial()
        wait_until(lambda: find(mail_id).state == MailState.KEPT, server.log)


@pytest.mark.slow
def test_a_worker_of_its_own_sends_and_the_server_leaves_it_to_it(
    start_server: Callable[..., LiveServer], start_mail_server: Callable[..., Running]
) -> None:
    mails = start_mail_server()
    server = start_server(demo=False, COLLAB_WORKER="external", **smtp_to(mails))
    environment = environment_of(server.address, server.port) | smtp_to(mails)
    with connected(server.address):
        mail_id = send_trial()
        time.sleep(6)
        assert mails.mails == []
        worker = subprocess.Popen([*COLLAB, "worker"], env=environment)
        try:
            wait_until(lambda: find(mail_id).state == MailState.SENT, server.log)
        finally:
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    assert len(mails.mails) == 1


@pytest.mark.slow
def test_a_server_killed_while_it_sends_loses_no_mail(
    start_server: Callable[..., LiveServer], start_mail_server: Callable[..., Running]
) -> None:
    mails = start_mail_server()
    server = start_server(demo=False, **smtp_to(mails))
    with connected(server.address):
        ids = [send_trial(f"person{number}@here.example") for number in range(30)]
        wait_until(lambda: len(mails.mails) >= 3, server.log)
        server.kill()
        with unit_of_work(GLOBAL) as session:
            for mail_id in ids:  # the lease of the dead one is over
                row = session.get_one(Mail, mail_id)
                row.due_at = row.created_at
        server.start()
        wait_until(lambda: {find(mail_id).state for mail_id in ids} == {"sent"}, server.log)
    arrived = {mail["Message-ID"] for mail in mails.mails}
    assert arrived == {f"<{mail_id}@collab.example>" for mail_id in ids}
    assert len(mails.mails) <= len(ids) + 1


@pytest.mark.slow
def test_a_mail_leaves_as_soon_as_what_it_tells_of_is_on_disk(
    start_server: Callable[..., LiveServer], start_mail_server: Callable[..., Running]
) -> None:
    mails = start_mail_server()
    server = start_server(**smtp_to(mails))
    waits = []

    def list_letters() -> list[EmailMessage]:
        """The demonstration has mails of its own, to people who are only invited."""
        return [mail for mail in mails.mails if mail["To"].addresses[0].addr_spec in ACCOUNTS]

    for number, account in enumerate(ACCOUNTS, 1):
        browser = build_opener(HTTPCookieProcessor())
        form = browser.open(f"{server.url}/login/forgotten").read().decode()
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)
        assert token is not None
        typed = {"csrf_token": token[1], "email": account}
        request = Request(f"{server.url}/login/forgotten", urlencode(typed).encode())
        request.add_header("Referer", server.url)
        browser.open(request)
        waits.append(wait_until(lambda wanted=number: len(list_letters()) == wanted, server.log))
    # looking every five seconds would find only the first so soon
    assert max(waits[1:]) < outbox.EVERY.total_seconds() / 2
    links = [mail.get_body(("plain",)).get_content() for mail in list_letters()]
    assert all(f"{server.url}/login/reset/" in text for text in links)


def test_a_trial_mail_is_sent_at_once(
    tmp_path: Path, sqlite_template: Path, start_mail_server: Callable[..., Running]
) -> None:
    mails = start_mail_server()
    more = smtp_to(mails) | {"COLLAB_URL": "https://collab.example"}
    done = subprocess.run(
        [*COLLAB, "mail", "test", "ada@here.example"],
        env=environment_of(copy_sqlite(sqlite_template, tmp_path)) | more,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "has taken the mail for ada@here.example" in done.stdout
    [mail] = mails.mails
    assert "https://collab.example/" in mail.get_body(("plain",)).get_content()


def run_trial(*words: str, **more: str) -> Result:
    """As above, without a program of its own."""
    environment = environment_of(sqlite_address(Path("nowhere.db"))) | more
    return CliRunner().invoke(main, ["mail", "test", *words], env=environment)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nobody@here.example", "550 5.1.1 No such user here"),
        ("ada", "is no e-mail address"),
        ("ada@here.example\nBcc: x@y.example", "is no e-mail address"),
    ],
)
def test_a_trial_that_fails_says_why(
    start_mail_server: Callable[..., Running], address: str, words: str
) -> None:
    mails = start_mail_server()
    told = run_trial(address, **smtp_to(mails))
    assert told.exit_code == 1
    assert words in told.output
    assert isinstance(told.exception, SystemExit)  # said, and not broken
    assert mails.mails == []


def test_a_trial_without_a_server_says_what_to_set() -> None:
    told = run_trial("ada@here.example")
    assert (told.exit_code, "COLLAB_SMTP_URL" in told.output) == (1, True)
    gone = {"COLLAB_SMTP_URL": "smtp://127.0.0.1:9", "COLLAB_MAIL_FROM": SENDER}
    told = run_trial("ada@here.example", **gone)
    assert (told.exit_code, "unreachable" in told.output) == (1, True)
