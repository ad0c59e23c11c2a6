"""What tests of invitations share."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from collab.core.db import unit_of_work
from collab.invitations import service
from collab.invitations.models import Invitation
from tests.integration.invitations.letters import link, mails_to, plan, token_of
from tests.world import World

Invite = Callable[..., tuple[Invitation, str]]


@pytest.fixture
def invite(world: World) -> Invite:
    """`invite(email=…, role=…, by="coordinator")`: the invitation and the token in its mail."""

    def send(by: str = "coordinator", **changes: Any) -> tuple[Invitation, str]:
        with unit_of_work(world.here.scope):
            made = service.invite(world.actor(by), plan(**changes), link=link)
        return made, token_of(mails_to(made.email)[-1])

    return send


@pytest.fixture
def reload(world: World) -> Callable[[Invitation], Invitation]:
    """The row as it is now."""

    def load(invitation: Invitation) -> Invitation:
        with unit_of_work(world.here.scope, writes=False) as opened:
            return opened.scalars(select(Invitation).where(Invitation.id == invitation.id)).one()

    return load
