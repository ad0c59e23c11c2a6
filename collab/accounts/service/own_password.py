"""Changing one's password."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.accounts import passwords
from collab.accounts.service.people import find_person
from collab.accounts.service.sessions import end_other_sessions
from collab.core.errors import Invalid


def change_password(person_id: UUID, current: str, new: str, keep: UUID | None) -> None:
    """Set a new password and sign out every other device; Invalid names the field."""
    person = find_person(person_id)
    if not passwords.verify_password(person.password_hash, current):
        raise Invalid({"current": _l("This is not your current password.")})
    if len(new) < passwords.MIN_LENGTH:
        raise Invalid({"new": _l("The password is too short.")})
    person.password_hash = passwords.hash_password(new)
    end_other_sessions(person_id, keep)
