"""Where searching is."""

from flask import Blueprint

#: /search…, of the signed-in person
bp = Blueprint("search", "collab.search", template_folder="templates")
