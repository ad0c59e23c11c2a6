"""The documents of the demonstration, as people would make them. Runs in the unit of work of their
cooperation; the engine writes what the pages say.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from collab.core.actor import Actor
from collab.core.db import session
from collab.demo.calendar import Calendar, morning
from collab.demo.cooperations import DemoCooperation
from collab.demo.documents import DemoDocument
from collab.demo.notation import Notation
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.documents.service import Rules, Spot
from collab.files import service as files
from collab.pages import service as pages


class Shelving:
    """Adds the documents of one cooperation, one after the other."""

    def __init__(
        self,
        cooperation: DemoCooperation,
        calendar: Calendar,
        find_actor: Callable[[DemoCooperation, str], Actor],
    ) -> None:
        self._cooperation, self._calendar = cooperation, calendar
        self._find_actor = find_actor
        self._made: dict[str, UUID] = {}

    def add(self, each: DemoDocument) -> None:
        """Make it, share it, and let it be as old as it says."""
        actor = self._find_actor(self._cooperation, each.by)
        document = self._make(actor, each)
        self._made[each.key] = document.id
        rules = self._rules(each)
        if rules != Rules():
            documents.change_sharing(actor, document.id, rules)
        if each.changed:
            document.changed_at = morning(self._calendar.day(each.changed))
            session().flush()

    def _spot(self, each: DemoDocument) -> Spot:
        if each.place:
            return Spot(parent_id=self._made[each.place])
        return Spot(self._cooperation.id_of("group", each.group) if each.group else None)

    def _make(self, actor: Actor, each: DemoDocument) -> Document:
        spot = self._spot(each)
        if each.kind is Kind.FOLDER:
            return documents.create_folder(actor, spot, each.title, each.language)
        if each.kind is Kind.PAGE:
            content = self._write(each) if each.text else None
            return pages.create_page(
                actor, spot, each.title, each.language, template=each.template, content=content
            )
        document = self._store(actor, spot, each)
        document.language = each.language
        return document

    def _write(self, each: DemoDocument) -> list[dict[str, object]]:
        notation = Notation(
            each.language,
            self._calendar,
            self._cooperation.find_member,
            lambda number: self._cooperation.id_of("page", each.key, str(number)),
        )
        return notation.blocks(each.text)

    @staticmethod
    def _store(actor: Actor, spot: Spot, each: DemoDocument) -> Document:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_text(each.content, "utf-8")
            return files.add_file(actor, spot, each.title, path)

    def _rules(self, each: DemoDocument) -> Rules:
        group_ids = (self._cooperation.id_of("group", slug) for slug in each.shares)
        return Rules(
            audience=each.audience,
            is_for_guests=each.is_for_guests,
            shares=dict.fromkeys(group_ids, True),
        )
