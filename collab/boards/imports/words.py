"""What headings and states are called in the six languages, by us, Kanboard and Deck."""

from functools import cache
from typing import Final

from collab.core.delimited import plain
from collab.core.i18n import offered_languages
from collab.core.phrases import phrase as _l
from collab.core.phrases import translate

#: of columns that are known, and not taken over
OTHER: Final = "other"
#: the headings of our own export, by what they mean here
OWN: Final = {
    "title": (_l("Title"),),
    "column": (_l("Column"),),
    "owners": (_l("Owed by"),),
    "labels": (_l("Labels"),),
    "starts_on": (_l("Start"),),
    "due_on": (_l("Due"),),
    "done_on": (_l("Done on"),),
    "description": (_l("Description"),),
    OTHER: (_l("Number"), _l("Board"), _l("Delegations"), _l("Overdue"), _l("Created")),
}
_HEADINGS: Final = {
    "title": """title task name subject cardtitle cardname titel aufgabe betreff titelderkarte
        titre tache titredelacarte titolo attivita compito titoloscheda titulo tarea
        titulodelatarjeta titol tasca titoldelatargeta""",
    "column": """column list stack listname spalte liste listenname colonne nomdelaliste colonna
        elenco lista nomeelenco columna nombredelalista nomdelallista""",
    "owners": """owner owners owedby assignee assigneename assignees assignedto assignedusers
        responsible members member zustandig verantwortlich zugewiesen namedeszustandigen
        zugewiesenebenutzer responsable responsables nomdelassigne utilisateursassignes
        responsabile responsabili assegnatario nomedellassegnatario utentiassegnati asignado
        nombredelasignado usuariosasignados nomassignat usuarisassignats""",
    "username": """assigneeusername benutzernamedeszustandigen utilisateurassigne
        nomeutentedellassegnatario usuarioasignado nomdusuariassignat""",
    "labels": """label labels tag tags schlagwort schlagworte etikett etiketten libelle libelles
        etiquette etiquettes etichetta etichette etiqueta etiquetas etiquetes""",
    "category": "category kategorie categorie categoria",
    "starts_on": """start startdate startson begin beginn startdatum debut datededebut inizio
        datadiinizio inicio fechadeinicio inici datadinici""",
    "due_on": """due duedate dueon deadline fallig falligam falligkeitsdatum frist echeance
        datedecheance scadenza datadiscadenza vencimiento fechalimite fechadevencimiento venciment
        datadevenciment datadecaducitat""",
    "done_on": """doneon done completed completiondate erledigtam abschlussdatum termine
        datedecompletion datadicompletamento dataditermine fechadefin datadefinalitzacio""",
    "state": "status state zustand etat stato estado estat",
    "description": """description text notes beschreibung notizen descrizione note descripcion
        descripcio""",
    "steps": "checklist steps checkliste schritte listedecontrole pasos passos",
    "position": "position posizione posicion posicio",
    OTHER: """number no id taskid board project reference swimlane color creator creatorname
        complexity creationdate modificationdate timeestimated timespent priority created modified
        overdue nummer projekt referenz farbe erstelltvon namedeserstellers komplexitat
        erstellungsdatum anderungsdatum geschatztezeit aufgewendetezeit prioritat erstellt geandert
        aufgabenid numero projet couleur createur nomducreateur complexite datedecreation
        datedemodification tempsestime tempspasse priorite creee modifiee identifiantdelatache
        progetto riferimento corsia colore creatore nomedelcreatore complessita datadicreazione
        datadimodifica tempostimato tempotrascorso priorita creatoil modificato iddelcompito
        proyecto referencia carril creador nombredelcreador complejidad fechadecreacion
        fechademodificacion horaspresupuestadas horasejecutadas prioridad creado modificado
        iddetarea projecte nomcreador dificultat datadecreacio datademodificacio tempsestimat
        eltempsdedicat prioritat creat darreramodificacio iddetasca""",
}
#: states, and names of columns
_DONE: Final = """done closed completed complete finished erledigt fertig abgeschlossen geschlossen
    fait termine ferme fatto completato chiuso concluso hecho terminado completado cerrado fet
    acabat completat tancat"""
#: a table that has two of these was written by that program
_KANBOARD: Final = """taskid assigneeusername aufgabenid benutzernamedeszustandigen
    identifiantdelatache utilisateurassigne iddelcompito nomeutentedellassegnatario iddetarea
    usuarioasignado iddetasca nomdusuariassignat"""
_DECK: Final = """cardtitle listname titelderkarte listenname titredelacarte nomdelaliste
    titoloscheda nomeelenco titulodelatarjeta nombredelalista titoldelatargeta nomdelallista"""


@cache
def _known() -> dict[str, str]:
    found = {plain(word): name for name, words in _HEADINGS.items() for word in words.split()}
    for name, headings in OWN.items():
        for language in offered_languages():
            for heading in headings:
                found[plain(translate(heading, language))] = name
    return found


def find_heading(text: str) -> str | None:
    """What a heading means: a field of a line, or OTHER; None when nobody knows."""
    return _known().get(plain(text))


def says_done(text: str) -> bool:
    """Whether a state, or the name of a column, says that it is done."""
    return plain(text) in set(_DONE.split())


def is_of_kanboard(headings: list[str]) -> bool:
    """Whether Kanboard wrote a table with these headings."""
    return len(set(_KANBOARD.split()) & {plain(each) for each in headings}) > 1


def is_of_deck(headings: list[str]) -> bool:
    """Whether Deck wrote a table with these headings."""
    return len(set(_DECK.split()) & {plain(each) for each in headings}) > 1
