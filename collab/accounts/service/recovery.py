"""Ten codes on paper, for when the other factors are lost."""

import hashlib
import secrets
from uuid import UUID

from sqlalchemy import delete, update

from collab.accounts.models import RecoveryCode
from collab.core.clock import now
from collab.core.db import new_id, session

CODES = 10
#: without letters and digits that look alike
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 4


def _new_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _normalize(typed: str) -> str:
    return "".join(one for one in typed.upper() if one.isalnum())


def _hash(person_id: UUID, code: str) -> str:
    return hashlib.sha256(f"{person_id}:{_normalize(code)}".encode()).hexdigest()


def make_recovery_codes(person_id: UUID) -> list[str]:
    """Ten new codes, which can never be read again; those of before no longer work."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [_new_code() for _ in range(CODES)]
    session().add_all(
        RecoveryCode(
            id=new_id(), person_id=person_id, code_hash=_hash(person_id, code), created_at=now()
        )
        for code in codes
    )
    session().flush()
    return codes


def use_recovery_code(person_id: UUID, typed: str) -> bool:
    """Whether this is one of the person's codes that nobody has used; now it is used."""
    used = session().scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _hash(person_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    return used is not None
