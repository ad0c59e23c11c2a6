"""What things of documents are called."""

from flask_babel import lazy_gettext as _l

from collab.documents.models import Audience, Kind
from collab.documents.service import Order

AUDIENCE_NAMES = {
    Audience.GROUP: _l("Only its group"),
    Audience.GROUPS: _l("Its group and chosen groups"),
    Audience.COOPERATION: _l("Everybody in the cooperation"),
}
ORDER_NAMES = {
    Order.OWN: _l("Own order"),
    Order.NAME: _l("By name"),
    Order.DATE: _l("By date of change"),
    Order.SIZE: _l("By size"),
}
KIND_NAMES = {Kind.FOLDER: _l("Folder"), Kind.PAGE: _l("Page"), Kind.FILE: _l("File")}
#: icons by kind
SYMBOLS = {Kind.FOLDER: "folder", Kind.PAGE: "file-text", Kind.FILE: "file"}
