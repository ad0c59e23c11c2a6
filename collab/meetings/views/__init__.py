"""The pages of meetings; one module for each group of them."""

from collab.meetings.views import agenda, attendance, planning, sharing
from collab.meetings.views.blueprint import bp

__all__ = ["agenda", "attendance", "bp", "planning", "sharing"]
