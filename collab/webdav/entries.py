"""Folders and files as wsgidav asks for them."""

from typing import Any, Final

from wsgidav.dav_error import HTTP_FORBIDDEN, HTTP_NOT_FOUND, DAVError
from wsgidav.dav_provider import DAVNonCollection
from wsgidav.xml_tools import string_to_xml

from collab.core.actor import Actor
from collab.core.db import session
from collab.documents.models import Document
from collab.documents.service import Spot, trash_document
from collab.documents.service.moving import list_subtree
from collab.files.service.lookups import find_version
from collab.inspection.headers import serving_headers
from collab.webdav import changes, properties
from collab.webdav.asking import actor_in, asked_in
from collab.webdav.contents import StoredContent, Swallowed
from collab.webdav.errors import translated
from collab.webdav.locks import release_locks
from collab.webdav.places import Entries
from collab.webdav.tree import dav_name

_NOT_OVERWRITTEN: Final = frozenset({"Content-Type", "Content-Length"})


class Entry:
    """What folders and files have in common."""

    path: str
    environ: Any
    provider: Any

    def __init__(self, path: str, environ: Any, document: Document, kept: Any = None) -> None:
        super().__init__(path, environ)  # type: ignore[call-arg] # of the class beside it
        self.document = document
        self._kept = kept

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_in(self.environ)

    def get_creation_date(self) -> float:
        """Seconds since 1970."""
        return self.document.created_at.timestamp()

    def get_last_modified(self) -> float:
        """Seconds since 1970."""
        return self.document.changed_at.timestamp()

    def get_display_name(self) -> str:
        """Its title."""
        return self.document.title

    def support_modified(self) -> bool:
        """It is known when it changed."""
        return True

    def get_property_names(self, *, is_allprop: bool) -> list[str]:
        """What is known of it, and what programs keep at it."""
        live: list[str] = super().get_property_names(  # type: ignore[misc]
            is_allprop=is_allprop
        )
        return live + (list(self._kept) if self._kept is not None else self._names())

    def _names(self) -> list[str]:
        return properties.list_names(self.document)

    def get_property_value(self, name: str) -> Any:
        """One of them."""
        if name.startswith("{DAV:}"):
            return super().get_property_value(name)  # type: ignore[misc]
        kept = self._kept
        value = kept.get(name) if kept is not None else self._value(name)
        if value is None:
            raise DAVError(HTTP_NOT_FOUND)
        return string_to_xml(value)

    def _value(self, name: str) -> str | None:
        return properties.read_value(self.document.id, name)

    @translated
    def set_property_value(self, name: str, value: Any, *, dry_run: bool = False) -> None:
        """Keep it; what is known of it by itself cannot be set."""
        if name.startswith("{DAV:}"):
            raise DAVError(HTTP_FORBIDDEN)
        properties.keep(self.actor, self.document, name, value, is_trial=dry_run)

    def _above(self, dest_path: str) -> tuple[Entries, str]:
        """What a path lies in, and the name there."""
        above, _slash, name = dest_path.rstrip("/").rpartition("/")
        parent = self.provider.get_resource_inst(f"{above}/", self.environ)
        if not isinstance(parent, Entries):
            raise DAVError(HTTP_FORBIDDEN)
        return parent, name

    def support_recursive_move(self, dest_path: str) -> bool:
        """It goes with everything in it."""
        return True

    @translated
    def move_recursive(self, dest_path: str) -> list[Any]:
        """Put it there with everything in it."""
        parent, name = self._above(dest_path)
        changes.move(self.actor, self.document, parent.spot, name)
        release_locks([each.id for each in list_subtree(self.document)])
        return []

    @translated
    def delete(self) -> list[Any]:
        """Throw it away with everything in it."""
        release_locks([each.id for each in list_subtree(self.document)])
        trash_document(self.actor, self.document.id)
        session().flush()
        return []


class FolderEntry(Entry, Entries):
    """A folder."""

    @property
    def spot(self) -> Spot:  # type: ignore[override]
        """Where things in it lie."""
        return Spot(self.document.group_id, self.document.id)

    def support_recursive_delete(self) -> bool:
        """It goes with everything in it."""
        return True

    @translated
    def copy_move_single(self, dest_path: str, *, is_move: bool) -> None:
        """Make a folder like it, without what is in it."""
        parent, name = self._above(dest_path)
        if parent.get_member(name) is None:
            changes.copy_folder(self.actor, self.document, parent.spot, name)


class FileEntry(Entry, DAVNonCollection):
    """A file: the version of it that counts."""

    def get_content_length(self) -> int:
        """Bytes."""
        return self.document.size or 0

    def get_content_type(self) -> str:
        """What its content is."""
        return self.document.media_type or "application/octet-stream"

    def get_etag(self) -> str:
        """Another one for each version."""
        return f"{self.document.id}-{self.document.version}"

    def support_etag(self) -> bool:
        """See get_etag."""
        return True

    def support_ranges(self) -> bool:
        """It can be read from anywhere."""
        return True

    def get_content(self) -> StoredContent:
        """What is in it."""
        version = find_version(self.document)
        return StoredContent(version.cooperation_id, version.id, version.size)

    def finalize_headers(self, environ: Any, response_headers: list[tuple[str, str]]) -> None:
        """A browser that gets here saves it."""
        safe = serving_headers(dav_name(self.document), self.get_content_type())
        response_headers += [each for each in safe.items() if each[0] not in _NOT_OVERWRITTEN]

    def begin_write(self, *, content_type: str | None = None) -> Swallowed:
        """What the program has brought was received before, so that nobody waits for it."""
        return Swallowed()

    @translated
    def end_write(self, *, with_errors: bool) -> None:
        """Make a version of what was received."""
        received = asked_in(self.environ).received
        if received is not None and not received.is_noted and not with_errors:
            changes.put(self.actor, self.document, received)

    @translated
    def handle_move(self, dest_path: str) -> bool:
        """Programs save beside a file and then put that in its place: it is a version of it."""
        return self._replace(dest_path, is_move=True)

    @translated
    def handle_copy(self, dest_path: str, *, depth_infinity: bool) -> bool:
        """A copy in the place of another file is a version of that one."""
        return self._replace(dest_path, is_move=False)

    def _replace(self, dest_path: str, *, is_move: bool) -> bool:
        parent, name = self._above(dest_path)
        there = parent.get_member(name)
        if not isinstance(there, FileEntry):
            return False
        changes.replace_by(self.actor, there.document, self.document)
        if is_move:
            self.delete()
        return True

    @translated
    def copy_move_single(self, dest_path: str, *, is_move: bool) -> None:
        """Make a file like it."""
        parent, name = self._above(dest_path)
        changes.copy_file(self.actor, self.document, parent.spot, name)
