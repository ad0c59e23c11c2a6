"""Footnotes, which a page does not have: they stand as a list at the end of the text."""

from collab.conversion.reading.markup import Element, tag_of


def settle_notes(root: Element) -> None:
    """Set what mammoth made of footnotes apart from the text, without the way back from each."""
    for link in list(root.iter("a")):
        if str(link.get("href") or "").startswith(("#footnote-ref-", "#endnote-ref-")):
            link.text = ""
    first = next((each for each in root.iter("li") if _is_note(each)), None)
    parent = first.getparent() if first is not None else None
    if parent is not None and tag_of(parent) == "ol":
        parent.addprevious(parent.makeelement("hr", {}))


def _is_note(item: Element) -> bool:
    return str(item.get("id") or "").startswith(("footnote-", "endnote-"))
