"""Where the pages that people write together are."""

from collab.cooperations.web import CooperationBlueprint

#: /c/<cooperation>/pages…
bp = CooperationBlueprint("pages", "collab.pages", at="pages")
