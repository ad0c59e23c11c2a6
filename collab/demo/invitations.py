"""Whom the coordinators of the demonstration have invited; the mails wait in the mailbox."""

from collab.core.actor import Actor, Role
from collab.demo.cooperations import DemoCooperation, DemoInvitation
from collab.demo.people import DOMAIN
from collab.invitations import service as invitations
from collab.invitations.plans import GroupPlace, InvitationPlan


def add_invitation(cooperation: DemoCooperation, invitation: DemoInvitation, actor: Actor) -> None:
    """Invite as the coordinator would; run it in the cooperation's unit of work."""
    in_groups = Role.MEMBER if invitation.role is Role.COORDINATOR else invitation.role
    places = (GroupPlace(cooperation.id_of("group", slug), in_groups) for slug in invitation.groups)
    plan = InvitationPlan(
        email=f"{invitation.handle}@{DOMAIN}",
        name=invitation.name,
        role=invitation.role,
        language=invitation.language,
        groups=tuple(places),
        note=invitation.note,
    )
    invitations.invite(actor, plan, link=lambda token: f"/invitations/{token}")
