"""Where the pages of documents are."""

from collab.cooperations.web import CooperationBlueprint

#: /c/<cooperation>/documents…
bp = CooperationBlueprint("documents", "collab.documents", at="documents")
