"""Where a result leads, and which picture stands for it."""

from flask import url_for

from collab.search.kinds import Kind
from collab.search.service import Hit

ICONS = {
    Kind.MEETING: "calendar-event",
    Kind.MINUTES: "file-text",
    Kind.DECISION: "gavel",
    Kind.PAGE: "file-text",
    Kind.FILE: "files",
    Kind.FOLDER: "folder",
    Kind.TASK: "checkbox",
    Kind.COMMENT: "message-circle",
    Kind.PERSON: "users",
}


def address_of(slug: str, hit: Hit) -> str:
    """The page of the result, at its place where it has one."""
    target, _sign, fragment = hit.anchor.partition("#")
    anchor = fragment or None
    if hit.source == "tasks":
        return url_for("tasks.show", cooperation=slug, number=target, _anchor=anchor)
    if hit.source == "meetings":
        if hit.kind is Kind.MEETING:
            return url_for("minutes.show", cooperation=slug, meeting_id=hit.subject)
        return url_for("minutes.read", cooperation=slug, meeting_id=hit.subject, _anchor=target)
    if hit.kind is Kind.COMMENT:
        return url_for("pages.read", cooperation=slug, page_id=hit.subject, _anchor=anchor)
    if hit.kind is Kind.PAGE:
        return url_for("pages.show", cooperation=slug, page_id=hit.subject)
    return url_for("documents.open", cooperation=slug, document_id=hit.subject)
