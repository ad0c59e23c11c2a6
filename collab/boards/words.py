"""What colours and swimlanes are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from collab.boards.models import Color, LanesBy

COLOR_NAMES: dict[str, Any] = {
    Color.GREY: _l("Grey"),
    Color.BLUE: _l("Blue"),
    Color.TEAL: _l("Teal"),
    Color.GREEN: _l("Green"),
    Color.YELLOW: _l("Yellow"),
    Color.ORANGE: _l("Orange"),
    Color.RED: _l("Red"),
    Color.PURPLE: _l("Purple"),
}
LANES_NAMES: dict[str, Any] = {
    LanesBy.NOTHING: _l("No swimlanes"),
    LanesBy.DELEGATION: _l("One for each delegation"),
    LanesBy.PERSON: _l("One for each person"),
    LanesBy.LABEL: _l("One for each label"),
    LanesBy.FREE: _l("With names of our own"),
}
