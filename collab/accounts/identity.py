"""Who is signed in, as a plain value: what Flask-Login calls the current user."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Identity:
    """A person and the session they are signed in with."""

    person_id: UUID
    session_id: UUID
    token: str
    email: str
    name: str
    language: str
    timezone: str
    theme: str
    color: int
    is_operator: bool
    #: whether they may propose new cooperations
    may_found: bool = False
    #: whether it was written down lately that the session is in use
    is_use_noted: bool = True

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """The session's token, so that ending the session ends the sign-in."""
        return self.token
