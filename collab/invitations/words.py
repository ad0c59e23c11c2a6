"""What the states of an invitation are called."""

from flask_babel import lazy_gettext as _l

from collab.invitations.service.listing import Shown

STATES = {
    Shown.WAITING: _l("Waiting"),
    Shown.BOUNCED: _l("Not delivered"),
    Shown.ACCEPTED: _l("Accepted"),
    Shown.DECLINED: _l("Declined"),
    Shown.EXPIRED: _l("Expired"),
    Shown.WITHDRAWN: _l("Withdrawn"),
}
