"""Pages to invite people, for coordinators; those for whoever is invited are in `answering`."""

from collab.invitations.views import lists, single
from collab.invitations.views.blueprint import bp

__all__ = ["bp", "lists", "single"]
