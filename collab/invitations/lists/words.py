"""What columns, roles and languages are called in the six languages."""

from functools import cache

from babel import Locale

from collab.core.actor import Role
from collab.core.delimited import plain
from collab.core.i18n import RELEASED, find_language, offered_languages

COLUMNS = {
    "email": """email emailaddress mail mailaddress address emailadresse mailadresse adresse
        courriel adressecourriel adresseemail adressemail adresseelectronique mel
        correo correoelectronico direcciondecorreo direcciondecorreoelectronico
        correu correuelectronic adrecaelectronica adrecadecorreu adrecadecorreuelectronic
        postaelettronica indirizzoemail indirizzomail indirizzodipostaelettronica""",
    "given": "firstname givenname forename vorname prenom nombredepila",
    "name": """name fullname vollername vorundnachname nom nomcomplet nometprenom nomprenom
        prenometnom prenomnom nome nomecompleto nomeecognome nominativo nombre nombrecompleto
        nombreyapellidos nomicognoms""",
    "family": """lastname surname familyname nachname familienname zuname nomdefamille cognome
        apellido apellidos cognom cognoms""",
    "role": "role rolle funktion function fonction ruolo funzione rol funcion funcio",
    "groups": """group groups workinggroup workinggroups gruppe gruppen arbeitsgruppe
        arbeitsgruppen groupe groupes groupedetravail groupesdetravail gruppo gruppi
        gruppodilavoro gruppidilavoro grupo grupos grupodetrabajo gruposdetrabajo grup grups
        grupdetreball grupsdetreball""",
    "language": "language lang sprache langue lingua idioma llengua lengua",
}
_ROLES = {
    Role.COORDINATOR: """coordinator koordinator koordinatorin koordination coordinateur
        coordinatrice coordinatore coordinador coordinadora""",
    Role.CHAIR: """chair chairperson chairman chairwoman vorsitz vorsitzende vorsitzender
        president presidente presidenta presidence presidencia presidenza""",
    Role.SECRETARY: """secretary schriftfuhrung schriftfuhrer schriftfuhrerin sekretar sekretarin
        sekretariat protokoll secretaire segretario segretaria secretario secretaria secretari""",
    Role.MEMBER: "member mitglied membre membro miembro",
    Role.GUEST: "guest gast invite invitee ospite invitado invitada convidat convidada",
}
_COLUMN_OF = {word: column for column, words in COLUMNS.items() for word in words.split()}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}


def find_column(heading: str) -> str | None:
    """Which column a heading names: email, given, name, family, role, groups or language."""
    return _COLUMN_OF.get(plain(heading))


def find_role(text: str) -> Role | None:
    """The role that a word in one of the six languages means."""
    return _ROLE_OF.get(plain(text))


@cache
def _language_names() -> dict[str, str]:
    names = {}
    for reader in RELEASED:
        for language in offered_languages():
            name = Locale.parse(language).get_display_name(reader)
            names[plain(name or language)] = language
    return names


def find_spoken(text: str) -> str | None:
    """The offered language that a tag (`fr-CH`) or a name in one of the six languages means."""
    return find_language(text, offered_languages()) or _language_names().get(plain(text))
