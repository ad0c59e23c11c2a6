"""The pages of accounts; one module for each group of them."""

from collab.accounts.views import (
    app_passwords,
    emails,
    passkeys,
    passwords,
    people,
    preferences,
    security,
    sessions,
    sign_in,
)
from collab.accounts.views.blueprint import bp

__all__ = [
    "app_passwords",
    "bp",
    "emails",
    "passkeys",
    "passwords",
    "people",
    "preferences",
    "security",
    "sessions",
    "sign_in",
]
