"""Gives a member another label wherever a document names them. Runs only in the reader process."""

from collections.abc import Collection
from typing import Final

from pycrdt import XmlFragment

from collab.live.content import list_elements, raw_attrs

#: node → the attribute that says who is meant, and the one with the words that are shown
_LABELS: Final = {
    "mention": ("id", "label"),
    "actionItem": ("assignee", "assigneeLabel"),
    "agendaItem": ("agendaId", "presenter"),
}


def relabel(
    fragment: XmlFragment, member: str, label: str, presented: Collection[str] = ()
) -> None:
    """Let mentions and actions of this membership show `label`, and so the agenda items named."""
    for element in list_elements(fragment):
        name = str(element.tag)
        if name not in _LABELS:
            continue
        who, words = _LABELS[name]
        attrs = raw_attrs(element)
        meant = presented if name == "agendaItem" else (member,)
        if attrs.get(who) in meant and attrs.get(words) not in (None, label):
            element.attributes[words] = label
