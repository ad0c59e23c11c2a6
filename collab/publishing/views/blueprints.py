"""Where public links are made, and where they lead."""

from flask import Blueprint

from collab.cooperations.web import CooperationBlueprint

#: /c/<cooperation>/links…: made and revoked
bp = CooperationBlueprint("links", "collab.publishing", at="links")
#: /shared/<token>: read by anybody
shared = Blueprint("shared", "collab.publishing", url_prefix="/shared")
