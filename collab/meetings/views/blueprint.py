"""Where the pages of meetings are."""

from collab.cooperations.web import CooperationBlueprint

bp = CooperationBlueprint("meetings", "collab.meetings", at="meetings")
