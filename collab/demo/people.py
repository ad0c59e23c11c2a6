"""The people of the demonstration. All of them are invented."""

from dataclasses import dataclass
from uuid import UUID, uuid5

DEMO_PASSWORD = "Zusammenarbeit-2026"  # noqa: S105 it is shown on the start page
DOMAIN = "collab.example"

_NAMESPACE = UUID("6f2c1d9e-0a57-5b1e-9c61-0d4f3a7be2c8")
_COLORS = 12


def demo_id(*names: str) -> UUID:
    """The id of what has this name in the demonstration: the same on every machine."""
    return uuid5(_NAMESPACE, "/".join(names))


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in; `handle` is their e-mail's part before the @."""

    handle: str
    name: str
    language: str
    timezone: str
    is_operator: bool = False
    #: may propose new cooperations
    may_found: bool = False

    @property
    def id(self) -> UUID:
        """The person's id."""
        return demo_id("person", self.handle)

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.handle}@{DOMAIN}"

    @property
    def color(self) -> int:
        """Index of their colour, different for people who meet often."""
        return list(PEOPLE).index(self.handle) % _COLORS


_ALL = (
    DemoPerson("coordinator.bw", "Katrin Vogelsang", "de", "Europe/Berlin", may_found=True),
    DemoPerson("secretary.ara", "Hélène Chabanel", "fr", "Europe/Paris"),
    DemoPerson("chair.lombardia", "Chiara Brambilla", "it", "Europe/Rome"),
    DemoPerson("member.catalunya", "Núria Casadevall", "ca", "Europe/Madrid"),
    DemoPerson("member.alliance", "Orla Keane", "en", "Europe/Berlin"),
    DemoPerson("chair.bw", "Jürgen Häberle", "de", "Europe/Berlin"),
    DemoPerson("member.bw", "Selin Aydın", "de", "Europe/Berlin"),
    DemoPerson("coordinator.lombardia", "Lorenzo Galimberti", "it", "Europe/Rome"),
    DemoPerson("member.lombardia", "Federica Rota", "it", "Europe/Rome"),
    DemoPerson("coordinator.catalunya", "Marcel·lí Ferrer", "ca", "Europe/Madrid"),
    DemoPerson("secretary.catalunya", "Laia Rocamora", "ca", "Europe/Madrid"),
    DemoPerson("coordinator.ara", "Benoît Faure", "fr", "Europe/Paris"),
    DemoPerson("member.ara", "Inès Bouzid", "fr", "Europe/Paris"),
    DemoPerson("guest.wales", "Owain Prichard", "en", "Europe/London"),
    DemoPerson("coordinator.germany", "Jannik Petersen", "de", "Europe/Berlin"),
    DemoPerson("secretary.germany", "Miriam Lenz", "de", "Europe/Berlin"),
    DemoPerson("coordinator.france", "Gwenaëlle Le Goff", "fr", "Europe/Paris"),
    DemoPerson("chair.france", "Thibault Maréchal", "fr", "Europe/Paris"),
    DemoPerson("chair.hevy", "Sabine Thoma", "de", "Europe/Berlin"),
    DemoPerson("secretary.hevy", "Íñigo Arrieta", "es", "Europe/Madrid"),
    DemoPerson("coordinator.aragon", "Pilar Lizarraga", "es", "Europe/Madrid"),
    DemoPerson("operator", "Rui Meireles", "en", "Europe/Lisbon", is_operator=True),
)
#: by handle, in the order in which they get their colours
PEOPLE = {person.handle: person for person in _ALL}
