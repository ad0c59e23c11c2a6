"""What is written down before anybody is asked. Runs inside any unit of work."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from collab.accounts import service as accounts
from collab.accounts.models import Person
from collab.cooperations import directory
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import DomainError, NotFound, require
from collab.foundings import policy
from collab.foundings.models import Founding
from collab.foundings.patterns import read_patterns
from collab.foundings.plans import (
    Faults,
    GroupIdea,
    Partner,
    Plan,
    Text,
    choose_slug,
    find_basic_faults,
    find_partner_faults,
    find_start_faults,
    make_slug,
)

DAY = timedelta(days=1)
#: proposals of one person; each sends mails to people who may not expect them
PER_DAY = 10
#: how long a draft that was thrown away can be taken back
KEPT = timedelta(days=1)


class TooManyProposals(DomainError):
    """Nobody founds that many cooperations in a day."""

    status = 429
    code = "too_many_proposals"
    message = _l("You have proposed many cooperations today. Please go on tomorrow.")


def find_founder(person_id: UUID) -> Person:
    """The person; Forbidden unless they may propose cooperations."""
    person = accounts.find_person(person_id)
    require(policy.can_found(person))
    return person


def check_pace(person: Person) -> None:
    """Raise TooManyProposals when somebody who is no operator proposed so many lately."""
    if person.is_operator:
        return
    lately = select(func.count(Founding.id)).where(
        Founding.proposer_id == person.id, Founding.proposed_at > now() - DAY
    )
    if (session().scalar(lately) or 0) >= PER_DAY:
        raise TooManyProposals


def list_own(person_id: UUID) -> Sequence[Founding]:
    """What this person has begun or proposed, the newest first; without what was given up."""
    wanted = (
        select(Founding)
        .where(Founding.proposer_id == person_id, Founding.withdrawn_at.is_(None))
        .order_by(Founding.created_at.desc(), Founding.id.desc())
    )
    return session().scalars(wanted).all()


def find_own(person_id: UUID, founding_id: UUID) -> Founding:
    """Something this person has begun or proposed; NotFound for what others did."""
    wanted = select(Founding).where(Founding.id == founding_id, Founding.proposer_id == person_id)
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    return found


def find_draft(person_id: UUID, founding_id: UUID) -> Founding:
    """The same, while nobody has been asked; NotFound afterwards."""
    found = find_own(person_id, founding_id)
    if found.cooperation_of is not None or found.withdrawn_at is not None:
        raise NotFound
    return found


def begin(person_id: UUID, pattern: str) -> Founding:
    """Begin with this template; NotFound when there is none of that name."""
    person = find_founder(person_id)
    chosen = read_patterns().get(pattern)
    if chosen is None:
        raise NotFound
    founding = Founding(
        id=new_id(),
        proposer_id=person.id,
        draft={
            "pattern": chosen.key,
            "basics": {
                "language": person.language,
                "languages": list(chosen.languages or [person.language]),
            },
        },
        created_at=now(),
        changed_at=now(),
    )
    session().add(founding)
    return founding


def save_step(person_id: UUID, founding_id: UUID, step: str, typed: Mapping[str, Any]) -> Founding:
    """Keep what was typed in that step, right or wrong."""
    find_founder(person_id)
    founding = find_draft(person_id, founding_id)
    founding.draft = {**founding.draft, step: dict(typed)}
    founding.changed_at = now()
    return founding


def forget_partner(person_id: UUID, founding_id: UUID, number: int) -> None:
    """A row of the partners was removed: whoever was to preside first keeps to do so."""
    founding = find_draft(person_id, founding_id)
    start = founding.draft.get("start", {})
    presides = str(start.get("presides", ""))
    if presides.isdecimal() and int(presides) >= number:
        moved = "" if int(presides) == number else str(int(presides) - 1)
        founding.draft = {**founding.draft, "start": {**start, "presides": moved}}


def discard(person_id: UUID, founding_id: UUID) -> None:
    """Throw a draft away; it can be taken back for a day."""
    find_draft(person_id, founding_id).withdrawn_at = now()


def take_back(person_id: UUID, founding_id: UUID) -> None:
    """Go on with a draft that was thrown away."""
    found = find_own(person_id, founding_id)
    if found.cooperation_of is not None:
        raise NotFound
    found.withdrawn_at = None


def forget_discarded() -> None:
    """Delete drafts that were thrown away more than a day ago."""
    session().execute(
        delete(Founding).where(
            Founding.cooperation_of.is_(None), Founding.withdrawn_at < now() - KEPT
        )
    )


def forget_person(person_id: UUID) -> None:
    """Delete a person's drafts, with the addresses in them; proposals hold none any more."""
    session().execute(
        delete(Founding).where(Founding.proposer_id == person_id, Founding.cooperation_of.is_(None))
    )


def read_plan(founding: Founding) -> Plan:
    """What the draft says so far."""
    draft = founding.draft
    basics, start = draft.get("basics", {}), draft.get("start", {})
    given = {**basics, **start}
    presides = str(given.pop("presides", "") or "")
    plan = Plan(
        pattern=draft["pattern"],
        name=given.get("name", ""),
        description=given.get("description", ""),
        language=given.get("language", "en"),
        texts=tuple(Text(**each) for each in given.get("texts", [])),
        languages=tuple(given.get("languages", [])),
        partners=tuple(Partner(**each) for each in draft.get("partners", {}).get("partners", [])),
        groups=tuple(GroupIdea(**each) for each in given.get("groups", [])),
        presides=int(presides) if presides.isdecimal() else None,
        months=int(given.get("months") or 12),
        slug=given.get("slug", ""),
    )
    return plan if plan.slug else replace(plan, slug=propose_slug(plan.name))


def slug_taken(slug: str) -> Any:
    """Says that another cooperation has this address, and which one is free."""
    free = choose_slug(slug, directory.list_slugs(slug))
    return _l("Another cooperation has this address. %(free)s is free.", free=free)


def propose_slug(name: str) -> str:
    """A free address for a cooperation of this name."""
    slug = make_slug(name)
    return choose_slug(slug, directory.list_slugs(slug))


def find_faults(plan: Plan, person: Person) -> dict[str, Faults]:
    """What is wrong, by step; a step in which nothing is wrong is left out."""
    partners = find_partner_faults(plan, own_email=person.email, is_operator=person.is_operator)
    start = find_start_faults(plan)
    if "slug" not in start and directory.find_entry(plan.slug) is not None:
        start["slug"] = slug_taken(plan.slug)
    found = {"basics": find_basic_faults(plan), "partners": partners, "start": start}
    return {step: faults for step, faults in found.items() if faults}
