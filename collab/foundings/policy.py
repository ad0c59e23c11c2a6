"""Who may propose a cooperation."""

from collab.accounts.models import Person


def can_found(person: Person) -> bool:
    """Operators, and whoever got the right from one."""
    is_let_in = person.suspended_at is None and person.erased_at is None
    return is_let_in and (person.is_operator or person.may_found)
