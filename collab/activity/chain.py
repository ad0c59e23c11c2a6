"""The chain of hashes over a cooperation's activity: what was changed or removed later shows.

Hashed are number, cooperation, person, role, delegation, verb, subject, time and a salted digest of
the details. Details may name people; erasing them (with their salt) leaves the chain whole.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collab.activity.models import Activity, ActivityChain
from collab.core.db import session

START = "0" * 64
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """The first activity, by number, at which the chain does not hold, and why."""

    number: int
    reason: str


def digest_details(salt: str, details: dict[str, Any]) -> str:
    """SHA-256 of the salted details, hexadecimal."""
    text = json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _text(of: UUID | None) -> str:
    return str(of) if of else ""


def compute_hash(previous: str, row: Activity) -> str:
    """SHA-256 over the hash before and what the row says, hexadecimal."""
    parts = (
        previous,
        str(row.number),
        str(row.cooperation_id),
        _text(row.person_id),
        row.role,
        _text(row.delegation_id),
        row.verb,
        str(row.subject_id),
        row.at.isoformat(timespec="microseconds"),
        row.details_digest,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def append(cooperation_id: UUID, rows: list[Activity]) -> None:
    """Number the rows and add them to the end of the cooperation's chain, in this order.

    Locks the end of the chain, so it comes last in a unit of work.
    """
    end = _lock_end(cooperation_id)
    for row in rows:
        row.number = end.number + 1
        row.salt = secrets.token_hex(16)
        row.details_digest = digest_details(row.salt, row.details)
        row.hash = compute_hash(end.hash, row)
        end.number, end.hash = row.number, row.hash
        session().add(row)
    session().flush()


def _lock_end(cooperation_id: UUID) -> ActivityChain:
    wanted = (
        select(ActivityChain)
        .where(ActivityChain.cooperation_id == cooperation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    end = session().scalar(wanted)
    if end is None:
        # whoever begins the chain at the same moment waits here, then goes on after the other
        with suppress(IntegrityError), session().begin_nested():
            session().add(ActivityChain(cooperation_id=cooperation_id, number=0, hash=START))
        end = session().scalars(wanted).one()
    return end


def _read_rows() -> Iterator[Activity]:
    last = 0
    while True:
        rows = session().scalars(
            select(Activity).where(Activity.number > last).order_by(Activity.number).limit(PAGE)
        )
        found = list(rows)
        if not found:
            return
        yield from found
        last = found[-1].number
        session().expunge_all()


def _find_fault(row: Activity, number: int, previous: str) -> Fault | None:
    if row.number != number:
        return Fault(number, "missing")
    if row.salt and digest_details(row.salt, row.details) != row.details_digest:
        return Fault(number, "details changed")
    if not row.salt and row.details:
        return Fault(number, "details added")
    if compute_hash(previous, row) != row.hash:
        return Fault(number, "changed")
    return None


def verify() -> tuple[int, Fault | None]:
    """How many activities of the scope's cooperation there are, and the first fault if any."""
    number, previous = 0, START
    end = session().scalar(select(ActivityChain))
    claimed = (end.number, end.hash) if end else (0, START)
    for row in _read_rows():
        fault = _find_fault(row, number + 1, previous)
        if fault:
            return number, fault
        number, previous = row.number, row.hash
    if (number, previous) != claimed:
        return number, Fault(number + 1, "missing at the end")
    return number, None
