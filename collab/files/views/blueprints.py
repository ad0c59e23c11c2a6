"""Where the pages of files are."""

from collab.cooperations.web import CooperationBlueprint

#: /c/<cooperation>/files…
bp = CooperationBlueprint("files", "collab.files", at="files")
