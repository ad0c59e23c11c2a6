"""Where the pages of notifications are."""

from flask import Blueprint

from collab.cooperations.web import CooperationBlueprint

#: /notifications…, of the signed-in person
notifications = Blueprint("notifications", "collab.notifications", template_folder="templates")
#: /c/<cooperation>/notifications…
notices = CooperationBlueprint("notices", "collab.notifications", at="notifications")
