"""Settings, typed, from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_DATABASE = "sqlite:///var/collab.db"


class SettingsError(ValueError):
    """A setting is missing or cannot be what it is."""


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
        )


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
