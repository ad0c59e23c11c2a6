"""People, signing in and out, second factors. Runs inside a unit of work, usually without scope."""

from collab.accounts.service.factors import (
    Factors,
    SecondFactorNeeded,
    TwoFactorRequired,
    list_factors,
)
from collab.accounts.service.own_password import change_password
from collab.accounts.service.people import (
    change_language,
    change_preferences,
    change_theme,
    create_person,
    find_person,
)
from collab.accounts.service.sessions import (
    IDLE,
    LIFETIME,
    SEEN_EVERY,
    Device,
    ProofNeeded,
    check_recent_proof,
    end_other_sessions,
    end_session,
    find_identity,
    forget_expired_sessions,
    is_session_alive,
    list_sessions,
    note_proof,
    touch_session,
)
from collab.accounts.service.sign_in import WrongCredentials, find_by_email, sign_in
from collab.accounts.service.suspension import (
    AccountSuspended,
    NotOneself,
    change_right_to_found,
    resume_person,
    suspend_person,
)

__all__ = [
    "IDLE",
    "LIFETIME",
    "SEEN_EVERY",
    "AccountSuspended",
    "Device",
    "Factors",
    "NotOneself",
    "ProofNeeded",
    "SecondFactorNeeded",
    "TwoFactorRequired",
    "WrongCredentials",
    "change_language",
    "change_password",
    "change_preferences",
    "change_right_to_found",
    "change_theme",
    "check_recent_proof",
    "create_person",
    "end_other_sessions",
    "end_session",
    "find_by_email",
    "find_identity",
    "find_person",
    "forget_expired_sessions",
    "is_session_alive",
    "list_factors",
    "list_sessions",
    "note_proof",
    "resume_person",
    "sign_in",
    "suspend_person",
    "touch_session",
]
