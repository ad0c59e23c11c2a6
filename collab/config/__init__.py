"""Settings, typed, from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from collab.config.allowances import Allowances

DEFAULT_DATABASE = "sqlite:///var/collab.db"
DEFAULT_URL = "http://127.0.0.1:8000"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(ValueError):
    """A setting is missing or cannot be what it is."""


class MailSecurity(StrEnum):
    """How the way to the mail server is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails leave by, and as whom."""

    host: str
    port: int
    security: MailSecurity
    #: address, and the name beside it
    sender: str
    sender_name: str = "collab"
    user: str = ""
    password: str = field(default="", repr=False)


class WorkerPlace(StrEnum):
    """Who sees to the duties: `collab serve` itself, or a `collab worker` beside it."""

    EMBEDDED = "embedded"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days the installation keeps what belongs to no cooperation."""

    #: mails, from when they were written
    mails: int = 90
    #: one-time links, from when they ended
    links: int = 90
    #: browsers somebody has signed in with, from when they were last used
    devices: int = 365
    #: copies of personal data, from when they were ready
    exports: int = 7
    #: accounts of people who are in no cooperation any more, from when they left; 0: for good
    accounts: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation can set; each by a COLLAB_* variable."""

    database_url: str = DEFAULT_DATABASE
    #: migrations run with it; on PostgreSQL the owner of the tables
    database_owner_url: str = DEFAULT_DATABASE
    secret_key: str = field(default="", repr=False)
    #: web origins that may open live connections; never empty while serving
    origins: tuple[str, ...] = ()
    #: whether the start page tells as whom to sign in
    is_demo: bool = False
    #: whether browsers come over https: cookies are then never sent without it
    is_secure: bool = False
    #: how many proxies in front of the server set X-Forwarded-*
    proxies: int = 0
    #: where people find this installation, for links in mails; empty: the first origin
    url: str = ""
    #: None: mails are kept for the operator to read
    mail: MailServer | None = None
    worker: WorkerPlace = WorkerPlace.EMBEDDED
    keeping: Keeping = Keeping()
    #: whom people write to about their data: an address or a few words
    contact: str = ""
    #: where uploaded files lie: a folder, or s3://bucket/folder; empty: beside the database
    files: str = ""
    #: folder where uploads wait until they are checked; empty: beside the files
    spool: str = ""
    #: clamd that looks into each file: the path of its socket, or host:port; empty: none
    clamav: str = ""
    #: how large an uploaded file may be
    max_file_mb: int = 200
    #: how much a cooperation may store, unless an operator says something else
    quota_gb: int = 10
    #: what several processes talk to each other through; empty: there is one process
    redis_url: str = field(default="", repr=False)
    #: which of them this is: the proxy knows it by this number
    process: int = 1
    #: how much live connections may be used
    live: Allowances = field(default_factory=Allowances)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read COLLAB_*; SettingsError says which one is wrong."""
        given = os.environ if environment is None else environment
        url = given.get("COLLAB_DATABASE_URL", DEFAULT_DATABASE)
        proxies = given.get("COLLAB_PROXIES", "0")
        if not proxies.isdigit():
            raise SettingsError("COLLAB_PROXIES must be a number")
        return cls(
            database_url=_with_driver(url),
            database_owner_url=_with_driver(given.get("COLLAB_DATABASE_OWNER_URL", url)),
            secret_key=given.get("COLLAB_SECRET_KEY") or _kept_secret(url),
            origins=_origins(given.get("COLLAB_ORIGINS", "")),
            is_demo=given.get("COLLAB_DEMO", "") == "1",
            is_secure=given.get("COLLAB_SECURE", "") == "1",
            proxies=int(proxies),
            url=read_url(given),
            mail=read_mail_server(given),
            worker=_worker_place(given.get("COLLAB_WORKER", "")),
            keeping=read_keeping(given),
            contact=given.get("COLLAB_CONTACT", "").strip(),
            files=given.get("COLLAB_FILES", "").strip(),
            spool=given.get("COLLAB_SPOOL", "").strip(),
            clamav=given.get("COLLAB_CLAMAV", "").strip(),
            max_file_mb=_whole(given, "COLLAB_MAX_FILE_MB", 200),
            quota_gb=_whole(given, "COLLAB_QUOTA_GB", 10),
            redis_url=read_redis_url(given),
            process=_whole(given, "COLLAB_PROCESS", 1, most=99),
            live=read_allowances(given),
        )

    @property
    def files_at(self) -> str:
        """Where uploaded files lie."""
        file = self.database_url.removeprefix("sqlite:///")
        is_beside = file != self.database_url and file
        return self.files or str((Path(file) if is_beside else Path("var/x")).with_name("files"))

    @property
    def public_url(self) -> str:
        """Where people find this installation, without a slash at the end."""
        return self.url or next(iter(self.origins), DEFAULT_URL)


def read_public_url(given: Mapping[str, str]) -> str:
    """Where people find this installation, for commands: COLLAB_URL, else the first origin."""
    return read_url(given) or next(iter(_origins(given.get("COLLAB_ORIGINS", ""))), DEFAULT_URL)


def read_url(given: Mapping[str, str]) -> str:
    """COLLAB_URL without a slash at its end, empty when it is not set; SettingsError."""
    url = given.get("COLLAB_URL", "").strip().rstrip("/")
    parts = _split("COLLAB_URL", url)
    is_web = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    if url and not (is_web and url == f"{parts.scheme}://{parts.netloc}"):
        raise SettingsError(f"COLLAB_URL: {url!r} must be like https://collab.example.org")
    return url


def read_keeping(given: Mapping[str, str]) -> Keeping:
    """What COLLAB_KEEP_MAILS, …_LINKS and so on say, in days; SettingsError."""
    days = {}
    for name in ("mails", "links", "devices", "exports", "accounts"):
        variable = f"COLLAB_KEEP_{name.upper()}"
        text = given.get(variable, "").strip()
        if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= 3650):
            raise SettingsError(f"{variable} must be a number of days between 1 and 3650")
        if text:
            days[name] = int(text)
    return Keeping(**days)


def read_allowances(given: Mapping[str, str]) -> Allowances:
    """What COLLAB_LIVE_DOCUMENT_MB, …_PERSON_RATE and so on say; SettingsError."""
    found = {
        name: _whole(given, f"COLLAB_LIVE_{name.upper()}", number)
        for name, number in asdict(Allowances()).items()
    }
    return Allowances(**found)


def _split(name: str, url: str) -> SplitResult:
    """The parts of an address; SettingsError never repeats the address: it may hold a password."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise SettingsError(f"{name}: the port or the host is wrong") from error
    return parts


def read_mail_server(given: Mapping[str, str]) -> MailServer | None:
    """What COLLAB_SMTP_URL and COLLAB_MAIL_FROM say; None when mails are not to leave."""
    url = given.get("COLLAB_SMTP_URL", "").strip()
    if not url:
        return None
    parts = _split("COLLAB_SMTP_URL", url)
    security = _security(parts)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    host = parts.hostname or ""
    if bool(user) != bool(password):
        raise SettingsError("COLLAB_SMTP_URL: give both user and password, or neither")
    if password and security is MailSecurity.NONE and host not in LOOPBACK:
        raise SettingsError("COLLAB_SMTP_URL: the password would be readable; add ?starttls")
    sender_name, sender = _sender(given.get("COLLAB_MAIL_FROM", ""))
    port = parts.port or {"smtps": 465}.get(parts.scheme, 587 if user else 25)
    return MailServer(host, port, security, sender, sender_name, user, password)


def _security(parts: SplitResult) -> MailSecurity:
    form = "smtp://user:password@host:587?starttls or smtps://user:password@host:465"
    is_bare = parts.path in {"", "/"} and not parts.fragment
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not is_bare:
        raise SettingsError(f"COLLAB_SMTP_URL must be like {form}")
    known = {
        ("smtp", ""): MailSecurity.NONE,
        ("smtp", "starttls"): MailSecurity.STARTTLS,
        ("smtps", ""): MailSecurity.TLS,
    }
    found = known.get((parts.scheme, parts.query))
    if found is None:
        raise SettingsError(f"COLLAB_SMTP_URL must end in nothing or in ?starttls, like {form}")
    return found


def _sender(text: str) -> tuple[str, str]:
    """Name and address of whom mails are from."""
    if not text:
        raise SettingsError("COLLAB_MAIL_FROM is missing: the address that mails come from")
    name, address = parseaddr(text)
    local, _at, host = address.rpartition("@")
    is_clean = local and "." in host and address.isascii() and address.isprintable()
    if not is_clean or " " in address or not text.isprintable():
        raise SettingsError(f"COLLAB_MAIL_FROM: {text!r} must be like collab <mail@example.org>")
    return name or "collab", address


def read_redis_url(given: Mapping[str, str]) -> str:
    """COLLAB_REDIS_URL, empty when there is none; SettingsError never repeats its password."""
    url = given.get("COLLAB_REDIS_URL", "").strip()
    parts = _split("COLLAB_REDIS_URL", url)
    is_socket = parts.scheme == "unix" and parts.path.startswith("/")
    is_plain = parts.scheme == "redis" and not parts.query
    is_host = bool(parts.hostname) and (is_plain or parts.scheme == "rediss")
    number = parts.path.strip("/")
    if url and not (is_socket or (is_host and (not number or number.isdigit()))):
        form = "redis://127.0.0.1:6379, rediss://user:password@host:6380 or unix:///run/redis.sock"
        raise SettingsError(f"COLLAB_REDIS_URL must be like {form}")
    return url


def _whole(given: Mapping[str, str], variable: str, usual: int, most: int = 1_000_000) -> int:
    """A number of at least 1; SettingsError."""
    text = given.get(variable, "").strip()
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise SettingsError(f"{variable} must be a number between 1 and {most}")
    return int(text or usual)


def _worker_place(text: str) -> WorkerPlace:
    try:
        return WorkerPlace(text or WorkerPlace.EMBEDDED)
    except ValueError as error:
        raise SettingsError("COLLAB_WORKER must be embedded or external") from error


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _origins(text: str) -> tuple[str, ...]:
    found = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for origin in found:
        if not origin.startswith(("http://", "https://")):
            raise SettingsError(f"COLLAB_ORIGINS: {origin!r} is no web origin")
    return found


def _kept_secret(url: str) -> str:
    """On the embedded database the secret lies beside it, so that a restart signs nobody out."""
    if not url.startswith("sqlite:///"):
        raise SettingsError("COLLAB_SECRET_KEY is missing")
    path = Path(url.removeprefix("sqlite:///")).with_suffix(".secret")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
