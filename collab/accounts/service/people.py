"""Who has an account, and how pages are shown to them."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from collab.accounts import passwords
from collab.accounts.identity import Identity
from collab.accounts.models import Person, Theme
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound, require
from collab.core.names import fold

COLORS = 12
#: people on one page of the operator
PAGE = 50


def create_person(
    *, email: str, name: str, password: str, language: str = "en", timezone: str = "Europe/Brussels"
) -> Person:
    """Add an account; Invalid when the e-mail is taken or the password may not be one."""
    email = email.strip().lower()
    if session().scalar(select(Person.id).where(Person.email == email)):
        raise Invalid({"email": _l("There is an account with this e-mail already.")})
    if fault := passwords.find_fault(password, email, name):
        raise Invalid({"password": fault})
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


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people with an account, and how many fit the search in all."""

    people: list[Person]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.count // PAGE))


def list_people(operator: Identity, search: str = "", page: int = 1) -> PeoplePage:
    """Everybody whose name or e-mail has this in it, by name; for operators."""
    require(operator.is_operator)
    found: ColumnElement[bool] = Person.erased_at.is_(None)
    text = search.strip()[:100]
    if text:
        by_name = Person.name_key.contains(fold(text), autoescape=True)
        found &= by_name | Person.email.contains(text.lower(), autoescape=True)
    count = session().scalar(select(func.count(Person.id)).where(found)) or 0
    page = min(max(1, page), max(1, -(-count // PAGE)))
    rows = session().scalars(
        select(Person)
        .where(found)
        .order_by(Person.name_key, Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return PeoplePage(list(rows), count, page)


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
