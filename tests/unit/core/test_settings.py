import pytest

from collab.config import (
    MailSecurity,
    Settings,
    SettingsError,
    WorkerPlace,
    read_mail_server,
    read_public_url,
)
from collab.core.redis_line import Calls, Line

FROM = {"COLLAB_MAIL_FROM": "Four Motors <mail@collab.example>"}


def mail(url: str, **more: str):
    return read_mail_server({"COLLAB_SMTP_URL": url, **FROM, **more})


def settings(**given: str) -> Settings:
    return Settings.from_environment({"COLLAB_SECRET_KEY": "x", **given})


def test_without_a_server_mails_are_kept() -> None:
    assert settings().mail is None
    assert read_mail_server({"COLLAB_SMTP_URL": "  "}) is None


def test_a_server_with_starttls_and_a_password() -> None:
    found = mail("smtp://ada%40here:p%3Ass%2Fw@smtp.example:2525?starttls")
    assert (found.host, found.port, found.security) == ("smtp.example", 2525, "starttls")
    assert (found.user, found.password) == ("ada@here", "p:ss/w")
    assert (found.sender_name, found.sender) == ("Four Motors", "mail@collab.example")
    assert "p:ss" not in repr(found)


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://mx.example", 25, MailSecurity.NONE),
        ("smtp://a:b@mx.example?starttls", 587, MailSecurity.STARTTLS),
        ("smtps://a:b@mx.example", 465, MailSecurity.TLS),
        ("smtp://a:b@127.0.0.1", 587, MailSecurity.NONE),
        ("smtp://[::1]:1025/", 1025, MailSecurity.NONE),
    ],
)
def test_ports_follow_from_the_kind_of_server(url: str, port: int, security: MailSecurity) -> None:
    found = mail(url)
    assert (found.port, found.security) == (port, security)


@pytest.mark.parametrize(
    "url",
    [
        "mx.example",
        "http://mx.example",
        "smtp://",
        "smtp://mx.example:port",
        "smtp://mx.example:99999",
        "smtp://mx.example/path",
        "smtp://mx.example?starttls=1",
        "smtp://mx.example?tls",
        "smtps://mx.example?starttls",
        "smtp://user@mx.example?starttls",
        "smtp://a:b@mx.example",
        "smtp://mx.example#x",
    ],
)
def test_a_wrong_server_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="COLLAB_SMTP_URL") as refused:
        mail(url)
    assert "a:b" not in str(refused.value)


@pytest.mark.parametrize("sender", ["", "nobody", "a@b", "a b@c.example", "ä@c.example", "a\n@b.c"])
def test_a_wrong_sender_is_refused(sender: str) -> None:
    with pytest.raises(SettingsError, match="COLLAB_MAIL_FROM"):
        mail("smtp://mx.example", COLLAB_MAIL_FROM=sender)


def test_a_sender_without_a_name_gets_one() -> None:
    assert mail("smtp://mx", COLLAB_MAIL_FROM="m@c.example").sender_name == "collab"


def test_links_begin_with_the_url_else_the_first_origin() -> None:
    origins = {"COLLAB_ORIGINS": "https://one.example,https://two.example"}
    assert settings().public_url == "http://127.0.0.1:8000"
    assert settings(**origins).public_url == "https://one.example"
    assert settings(COLLAB_URL="https://me.example/", **origins).public_url == "https://me.example"
    assert read_public_url(origins) == "https://one.example"
    assert read_public_url({}) == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "url",
    ["me.example", "ftp://me.example", "https://", "https://me.example/x", "https://u@me.example",
     "https://me.example?x", "https://me.example:x"],
)  # fmt: skip
def test_a_wrong_url_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="COLLAB_URL"):
        settings(COLLAB_URL=url)


def test_the_worker_is_embedded_unless_said_otherwise() -> None:
    assert settings().worker is WorkerPlace.EMBEDDED
    assert settings(COLLAB_WORKER="external").worker is WorkerPlace.EXTERNAL
    with pytest.raises(SettingsError, match="COLLAB_WORKER"):
        settings(COLLAB_WORKER="somewhere")


@pytest.mark.parametrize(
    ("url", "files", "place"),
    [
        ("sqlite:///var/collab.db", "", "var/files"),
        ("sqlite:////srv/collab/all.db", "", "/srv/collab/files"),
        ("postgresql://app@db/collab", "", "var/files"),
        ("sqlite:///var/collab.db", " /data/files ", "/data/files"),
        ("postgresql://app@db/collab", "s3://bucket/files", "s3://bucket/files"),
    ],
)
def test_files_lie_beside_the_database_unless_it_is_said_where(
    url: str, files: str, place: str
) -> None:
    assert settings(COLLAB_DATABASE_URL=url, COLLAB_FILES=files).files_at == place


def test_how_large_files_may_be_is_a_whole_number() -> None:
    assert (settings().max_file_mb, settings().quota_gb) == (200, 10)
    found = settings(COLLAB_MAX_FILE_MB="500", COLLAB_QUOTA_GB="3", COLLAB_SPOOL="/tmp/x ")
    assert (found.max_file_mb, found.quota_gb, found.spool) == (500, 3, "/tmp/x")
    for wrong in ("0", "-1", "1.5", "many"):
        with pytest.raises(SettingsError, match="COLLAB_QUOTA_GB"):
            settings(COLLAB_QUOTA_GB=wrong)


def test_files_are_scanned_where_somebody_says_so() -> None:
    assert not settings().clamav
    assert settings(COLLAB_CLAMAV=" /run/clamd.ctl ").clamav == "/run/clamd.ctl"


def test_what_live_connections_may_use_is_set_one_by_one():
    found = settings(COLLAB_LIVE_DOCUMENT_MB="5", COLLAB_LIVE_PERSON_RATE="30").live
    assert (found.document_mb, found.person_rate, found.person_sockets) == (5, 30, 1000)
    with pytest.raises(SettingsError, match="COLLAB_LIVE_PERSON_PAGES"):
        settings(COLLAB_LIVE_PERSON_PAGES="many")


@pytest.mark.parametrize(
    "url",
    ["redis://127.0.0.1:6379", "redis://:secret@db:6379/2", "rediss://a:b@db:6380",
     "rediss://db?ssl_ca_certs=/etc/ca.pem", "unix:///run/redis.sock", "unix:///run/redis.sock?db=1"],
)  # fmt: skip
def test_processes_may_talk_through_a_redis(url: str) -> None:
    assert settings(COLLAB_REDIS_URL=f" {url} ").redis_url == url
    Line(url, Calls(*[print] * 5))  # the client understands it, too


def test_without_a_redis_there_is_one_process() -> None:
    assert (settings().redis_url, settings().process) == ("", 1)
    assert settings(COLLAB_PROCESS="99").process == 99


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:6379", "http://127.0.0.1", "redis://", "redis:///0", "redis://h:x", "unix://run.sock",
     "redis://:secret@h/db", "redis://:secret@h?x=1", "memory://"],
)  # fmt: skip
def test_a_wrong_redis_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="COLLAB_REDIS_URL") as refused:
        settings(COLLAB_REDIS_URL=url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("number", ["0", "100", "-1", "one"])
def test_processes_have_numbers_up_to_99(number: str) -> None:
    with pytest.raises(SettingsError, match="COLLAB_PROCESS"):
        settings(COLLAB_PROCESS=number)
