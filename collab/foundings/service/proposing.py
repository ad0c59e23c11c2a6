"""Make a proposal out of a draft: the cooperation, not yet open, and its founders invited."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from collab.accounts.models import Person
from collab.activity import service as activity
from collab.cooperations import directory
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Delegation
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, new_id, session, unit_of_work
from collab.core.errors import Conflict, Invalid
from collab.foundings.models import Founding
from collab.foundings.plans import Partner, Plan
from collab.foundings.service.drafts import (
    check_pace,
    find_draft,
    find_faults,
    find_founder,
    read_plan,
    slug_taken,
)
from collab.foundings.service.opening import open_if_agreed
from collab.foundings.service.standing import act_for
from collab.invitations import service as invitations
from collab.invitations.service import InvitationPlan

Link = Callable[[str], str]


def propose(person_id: UUID, founding_id: UUID, *, link: Link, at_once: bool = False) -> UUID:
    """Invite the founders; returns the id of the cooperation that opens when all have agreed.

    Opens units of work of its own. Invalid names what is still wrong, by step and field. With
    `at_once` it opens without waiting for anybody, and their coordinators are invited all the same.
    """
    with unit_of_work(GLOBAL, writes=False):
        person = find_founder(person_id)
        check_pace(person)
        plan = read_plan(find_draft(person_id, founding_id))
        faults = find_faults(plan, person)
    if faults:
        raise Invalid(
            {f"{step}.{path}": w for step, each in faults.items() for path, w in each.items()}
        )
    cooperation_id = new_id()
    try:
        with unit_of_work(Scope(cooperation_id=cooperation_id)):
            founding = find_draft(person_id, founding_id)
            _make(founding, plan, person, cooperation_id, link=link, at_once=at_once)
    except IntegrityError as clash:
        with unit_of_work(GLOBAL, writes=False):
            if directory.find_entry(plan.slug) is None:
                raise
            raise Invalid({"start.slug": slug_taken(plan.slug)}) from clash
    return cooperation_id


def _make(
    founding: Founding,
    plan: Plan,
    person: Person,
    cooperation_id: UUID,
    *,
    link: Link,
    at_once: bool,
) -> None:
    cooperation = _add_cooperation(plan, cooperation_id)
    delegations = [
        _add_delegation(cooperation_id, number, partner, is_agreed=partner.is_own or at_once)
        for number, partner in enumerate(plan.partners)
    ]
    _claim(founding, cooperation_id, _to_do(plan, delegations))
    for delegation, partner in zip(delegations, plan.partners, strict=True):
        if partner.is_own:
            cooperations.add_member(
                cooperation_id,
                person_id=person.id,
                delegation_id=delegation.id,
                role=Role.COORDINATOR,
            )
    actor = act_for(person, cooperation)
    activity.record_for(
        cooperation_id,
        "cooperation.proposed",
        cooperation_id,
        person_id=person.id,
        role="operator" if person.is_operator else Role.COORDINATOR,
        name=cooperation.name,
    )
    for delegation, partner in zip(delegations, plan.partners, strict=True):
        if not partner.is_own:
            ask(actor, delegation, partner, link=link)
    open_if_agreed(actor)


def _add_cooperation(plan: Plan, cooperation_id: UUID) -> Cooperation:
    others = [each for each in plan.languages if each != plan.language]
    first = [plan.language] if plan.language in plan.languages else []
    cooperation = Cooperation(
        id=cooperation_id,
        slug=plan.slug,
        name=plan.name,
        description=plan.description,
        language=plan.language,
        texts={
            text.language: {"name": text.name, "description": text.description}
            for text in plan.texts
        },
        languages=[*first, *others],
        created_at=now(),
        opened_at=None,
    )
    session().add(cooperation)
    session().flush()  # what belongs to it refers to it
    return cooperation


def _add_delegation(
    cooperation_id: UUID, position: int, partner: Partner, *, is_agreed: bool
) -> Delegation:
    delegation = Delegation(
        id=new_id(),
        cooperation_id=cooperation_id,
        name=partner.name.strip(),
        short=partner.short.strip(),
        country=partner.country,
        kind=partner.kind,
        language=partner.language,
        position=position,
        agreed_at=now() if is_agreed else None,
    )
    session().add(delegation)
    session().flush()  # memberships and invitations refer to it
    return delegation


def _to_do(plan: Plan, delegations: list[Delegation]) -> dict[str, object]:
    """What is to be done when it opens."""
    return {
        "pattern": plan.pattern,
        "groups": [{"name": each.name, "description": each.description} for each in plan.groups],
        "presides": None if plan.presides is None else str(delegations[plan.presides].id),
        "months": plan.months,
    }


def _claim(founding: Founding, cooperation_id: UUID, to_do: dict[str, object]) -> None:
    """A draft is proposed once, however often the button is pressed."""
    claimed = session().scalar(
        update(Founding)
        .where(
            Founding.id == founding.id,
            Founding.cooperation_of.is_(None),
            Founding.withdrawn_at.is_(None),
        )
        .values(cooperation_of=cooperation_id, draft=to_do, proposed_at=now(), changed_at=now())
        .returning(Founding.id)
        .execution_options(synchronize_session=False)
    )
    session().refresh(founding)
    if claimed is None:
        raise Conflict


def ask(actor: Actor, delegation: Delegation, partner: Partner, *, link: Link) -> None:
    """Ask the partner's coordinator, by mail, whether they agree."""
    invitations.invite(
        actor,
        InvitationPlan(
            email=partner.email,
            name=partner.contact,
            role=Role.COORDINATOR,
            language=partner.mail_language,
            delegation_id=delegation.id,
        ),
        link=link,
        is_founding=True,
    )
