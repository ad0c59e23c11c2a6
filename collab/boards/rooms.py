"""Who looks at which board in this process."""

import time
from dataclasses import dataclass, field
from uuid import UUID

from collab.accounts.identity import Identity
from collab.boards.service.changes import BoardChange
from collab.core.actor import Actor
from collab.core.revocation import AccessChange


@dataclass(slots=True, eq=False)
class Viewer:
    """One signed-in socket, and the board that it has open."""

    sid: str
    eio_sid: str
    identity: Identity
    #: as whom they joined; None: they have no board open
    actor: Actor | None = None
    board_id: UUID | None = None
    #: monotonic seconds, when their rights were looked up
    checked_at: float = 0.0
    #: goes up whenever rights may have changed: what was looked up before is worth nothing
    checks: int = 0


@dataclass(slots=True, eq=False)
class Room:
    """The viewers of one board, all of whom were told everything up to `version`."""

    board_id: UUID
    cooperation_id: UUID
    #: the cooperation's name in URLs
    slug: str
    version: int
    viewers: dict[str, Viewer] = field(default_factory=dict)
    #: told next
    changes: list[BoardChange] = field(default_factory=list)
    is_telling: bool = False


class Rooms:
    """All sockets of boards, and the rooms they are in."""

    def __init__(self) -> None:
        self.viewers: dict[str, Viewer] = {}
        self._rooms: dict[UUID, Room] = {}

    def find(self, board_id: UUID) -> Room | None:
        """The room of that board, where anybody looks at it."""
        return self._rooms.get(board_id)

    def list_rooms(self) -> list[Room]:
        """All rooms with somebody in them."""
        return list(self._rooms.values())

    def enter(self, viewer: Viewer, actor: Actor, board_id: UUID, version: int) -> Room:
        """Let the viewer be told what happens on the board from `version` on, if nobody was yet."""
        self.leave(viewer)
        room = self._rooms.get(board_id)
        if room is None:
            room = self._rooms[board_id] = Room(
                board_id, actor.cooperation_id, actor.cooperation_slug, version
            )
        room.viewers[viewer.sid] = viewer
        viewer.actor, viewer.board_id = actor, board_id
        viewer.checked_at = time.monotonic()
        return room

    def leave(self, viewer: Viewer) -> None:
        """Tell the viewer nothing more; a room without anybody is gone."""
        room = self._rooms.get(viewer.board_id) if viewer.board_id else None
        viewer.actor = viewer.board_id = None
        if room is not None:
            room.viewers.pop(viewer.sid, None)
            if not room.viewers:
                self._rooms.pop(room.board_id, None)

    def list_concerned(self, change: AccessChange) -> list[Viewer]:
        """Whose rights may be others after this change."""
        if change == AccessChange(document_id=change.document_id):
            return []  # boards are no documents
        return [viewer for viewer in self.viewers.values() if _is_concerned(viewer, change)]


def _is_concerned(viewer: Viewer, change: AccessChange) -> bool:
    identity, actor = viewer.identity, viewer.actor
    return (
        change.session_id in (None, identity.session_id)
        and change.person_id in (None, identity.person_id)
        and (actor is None or change.cooperation_id in (None, actor.cooperation_id))
    )
