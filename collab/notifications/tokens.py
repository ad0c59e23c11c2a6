"""The way to get no more of a mail, as a signed piece of its address."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from collab.core.errors import NotFound
from collab.core.ids import parse_id
from collab.notifications.models import Kind
from collab.notifications.policy import DIGEST

#: longer ones are not ours
MAX_TOKEN = 300
_SALT = "collab.notifications.stop"


class StopUnknown(NotFound):
    """Nobody ever made this link."""

    heading = _l("This link is not known")
    message = _l("Perhaps the address was cut off. Please copy the whole link from the mail.")


@dataclass(frozen=True, slots=True)
class Stop:
    """Which mails to whom: those of one kind, or the daily ones, of one membership."""

    cooperation_id: UUID
    membership_id: UUID
    #: one of Kind, or DIGEST
    what: str


class Signer:
    """Signs with the installation's secret key."""

    def __init__(self) -> None:
        self._serializer: URLSafeSerializer | None = None

    def use(self, secret_key: str) -> None:
        """Sign with this from now on; links that were signed with another one are refused."""
        self._serializer = URLSafeSerializer(secret_key, salt=_SALT)

    def sign(self, stop: Stop) -> str:
        """The token for the address."""
        parts = [stop.cooperation_id.hex, stop.membership_id.hex, stop.what]
        return str(self._ready().dumps(parts))

    def read(self, token: str) -> Stop:
        """What the token says; StopUnknown for one that we did not make."""
        try:
            said = self._ready().loads(token[:MAX_TOKEN])
        except BadSignature as error:
            raise StopUnknown from error
        cooperation, member, what = said
        ids = parse_id(cooperation), parse_id(member)
        if ids[0] is None or ids[1] is None or what not in {*Kind, DIGEST}:
            raise StopUnknown
        return Stop(ids[0], ids[1], what)

    def _ready(self) -> URLSafeSerializer:
        if self._serializer is None:
            raise RuntimeError("no secret key is set")
        return self._serializer


signer = Signer()
