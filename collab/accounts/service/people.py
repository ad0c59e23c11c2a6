"""Who has an account, and how pages are shown to them."""

from uuid import UUID
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.accounts import passwords
from collab.accounts.models import Person, Theme
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound

COLORS = 12


def create_person(
    *, email: str, name: str, password: str, language: str = "en", timezone: str = "Europe/Brussels"
) -> Person:
    """Add an account; Invalid when the e-mail is taken or the password too short."""
    email = email.strip().lower()
    if session().scalar(select(Person.id).where(Person.email == email)):
        raise Invalid({"email": _l("There is an account with this e-mail already.")})
    if len(password) < passwords.MIN_LENGTH:
        raise Invalid({"password": _l("The password is too short.")})
    taken = session().scalar(select(func.count(Person.id))) or 0
    person = Person(
        id=new_id(),
        email=email,
        name=name.strip(),
        password_hash=passwords.hash_password(password),
        language=language,
        timezone=timezone,
        theme=Theme.AUTO,
        color=taken % COLORS,
        is_operator=False,
        created_at=now(),
    )
    session().add(person)
    session().flush()  # so that the next one sees the e-mail taken
    return person


def find_person(person_id: UUID) -> Person:
    """The person; NotFound when there is none."""
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def change_preferences(
    person_id: UUID, *, name: str, language: str, timezone: str, theme: str
) -> Person:
    """Change how the person is called and how pages are shown to them; Invalid names the field."""
    person = find_person(person_id)
    if not name.strip():
        raise Invalid({"name": _l("Please enter your name.")})
    if timezone not in available_timezones():
        raise Invalid({"timezone": _l("There is no such time zone.")})
    person.name = name.strip()
    person.language = language
    person.timezone = timezone
    person.theme = Theme(theme)
    return person


def change_language(person_id: UUID, language: str) -> None:
    """Change only the interface language."""
    find_person(person_id).language = language


def change_theme(person_id: UUID, theme: str) -> None:
    """Change only light or dark."""
    find_person(person_id).theme = Theme(theme)
