"""Where the pages of a cooperation as a whole are."""

from collab.cooperations.web import CooperationBlueprint

# links say cooperations.show, wherever the page is made
bp = CooperationBlueprint("cooperations", "collab.overview")
