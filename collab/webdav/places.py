"""Cooperations, libraries and folders as wsgidav asks for what is in them."""

from typing import Any

from wsgidav.dav_error import HTTP_FORBIDDEN, DAVError
from wsgidav.dav_provider import DAVCollection

from collab.core.actor import Actor
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.documents.service.placing import check_spot
from collab.webdav import changes, properties
from collab.webdav.arriving import receive_empty
from collab.webdav.asking import actor_in, asked_in
from collab.webdav.errors import translated
from collab.webdav.tree import Shelf, dav_name, find_entry, find_shelf, list_entries, list_shelves


class Place(DAVCollection):
    """A folder that is none of a library: it cannot be changed."""

    def prevent_locking(self) -> bool:
        """Nobody locks it."""
        return True

    def set_property_value(self, name: str, value: Any, *, dry_run: bool = False) -> None:
        """Nothing is kept at it."""
        raise DAVError(HTTP_FORBIDDEN)

    def delete(self) -> None:
        """It stays."""
        raise DAVError(HTTP_FORBIDDEN)

    def handle_delete(self) -> bool:
        """It stays, with everything in it."""
        raise DAVError(HTTP_FORBIDDEN)

    def handle_copy(self, dest_path: str, *, depth_infinity: bool) -> bool:
        """Whole libraries are not copied."""
        raise DAVError(HTTP_FORBIDDEN)

    def handle_move(self, dest_path: str) -> bool:
        """It stays."""
        raise DAVError(HTTP_FORBIDDEN)

    def copy_move_single(self, dest_path: str, *, is_move: bool) -> None:
        """It stays."""
        raise DAVError(HTTP_FORBIDDEN)


class Home(Place):
    """All cooperations of a person."""

    def get_member_names(self) -> list[str]:
        """Their names in addresses."""
        return list(asked_in(self.environ).memory.get("cooperations", ()))

    def get_member(self, name: str) -> "CooperationPlace":
        """One of them, by its name."""
        return CooperationPlace(f"/{name}/", self.environ)


class CooperationPlace(Place):
    """All libraries of a cooperation."""

    def get_member_names(self) -> list[str]:
        """What programs call the libraries."""
        return [each.name for each in list_shelves(actor_in(self.environ))]

    def get_member(self, name: str) -> "Entries | None":
        """A library, if the person may look into it."""
        shelf = find_shelf(actor_in(self.environ), name)
        return (
            ShelfPlace(f"{self.path.rstrip('/')}/{name}/", self.environ, shelf) if shelf else None
        )


class Entries(DAVCollection):
    """Something in which folders and files lie."""

    spot: Spot

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_in(self.environ)

    def support_etag(self) -> bool:
        """What lies in it changes without it."""
        return False

    def get_etag(self) -> None:
        """See support_etag."""
        return

    def check_writable(self) -> None:
        """Forbidden unless the person may put something into it."""
        check_spot(self.actor, self.spot)

    def get_member_names(self) -> list[str]:
        """The names of what lies in it."""
        return [dav_name(each) for each in self._entries()]

    def _entries(self) -> list[Document]:
        return list_entries(self.actor, self.spot.group_id, self.spot.parent_id)

    def get_member_list(self) -> list[Any]:
        """What lies in it, in as many queries as for one."""
        found = self._entries()
        kept = properties.read_values([each.id for each in found])
        return [self._as_entry(each, kept[each.id]) for each in found]

    def get_member(self, name: str) -> Any:
        """What is called so in it."""
        found = find_entry(self.actor, self.spot.group_id, self.spot.parent_id, name)
        return self._as_entry(found) if found else None

    def _as_entry(self, document: Document, kept: Any = None) -> Any:
        return self.provider.as_entry(self, document, kept)

    @translated
    def create_collection(self, name: str) -> None:
        """Make a folder in it."""
        changes.add_folder(self.actor, self.spot, name)

    @translated
    def create_empty_resource(self, name: str) -> Any:
        """Make a file in it, of what the program has brought."""
        received = asked_in(self.environ).received or receive_empty(self.actor, name)
        return self._as_entry(changes.add_empty(self.actor, self.spot, name, received))


class ShelfPlace(Entries):
    """A library: folders and files lie in it, but it stays as it is."""

    def __init__(self, path: str, environ: Any, shelf: Shelf) -> None:
        super().__init__(path, environ)
        self.shelf = shelf
        self.spot = Spot(group_id=shelf.group_id)

    def get_display_name(self) -> str:
        """What people call it."""
        return self.shelf.title

    prevent_locking = Place.prevent_locking
    set_property_value = Place.set_property_value
    delete = Place.delete
    handle_delete = Place.handle_delete
    handle_copy = Place.handle_copy
    handle_move = Place.handle_move
    copy_move_single = Place.copy_move_single
