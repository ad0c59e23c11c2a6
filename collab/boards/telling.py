"""Tells the viewers of a board what changed: once for each language, right after the commit."""

import logging
from collections import defaultdict
from datetime import date
from typing import Any, Final
from uuid import UUID

import gevent
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from collab.boards.drawing import draw_card, today_of
from collab.boards.messages import say_author, say_patch
from collab.boards.models import Board
from collab.boards.news import say_change
from collab.boards.rooms import Room, Rooms, Viewer
from collab.boards.service.changes import BoardChange
from collab.boards.service.patches import Patch, read_patch
from collab.core.actor import Actor
from collab.core.db import Scope, session, unit_of_work
from collab.core.sockets import emit_all

NAMESPACE: Final = "/boards"
_LOOK_SECONDS: Final = 3.0
_log = logging.getLogger(__name__)
#: readers for whom cards look the same
_Readers = tuple[str, date]


class Teller:
    """Brings every room up to the board's present version, one step after the other."""

    def __init__(self, app: Flask, rooms: Rooms) -> None:
        self._app = app
        self._rooms = rooms

    def on_board_change(self, change: BoardChange) -> None:
        """After a commit, in this process or in another."""
        room = self._rooms.find(change.board_id)
        is_here = room is not None and room.cooperation_id == change.cooperation_id
        if room is not None and is_here and change.version > room.version:
            room.changes.append(change)
            self.wake(room)

    def wake(self, room: Room) -> None:
        """Tell the room what it does not know yet."""
        if not room.is_telling:
            room.is_telling = True
            gevent.spawn(self._tell_all, room)

    def _tell_all(self, room: Room) -> None:
        try:
            self._tell(room)
            while room.changes and room.viewers:
                self._tell(room)
        except Exception:  # noqa: BLE001 the next change tells it all
            _log.exception("cannot tell the viewers of a board")
        finally:
            room.is_telling = False

    def _tell(self, room: Room) -> None:
        changes, room.changes = room.changes, []
        groups = _group(room)
        since = room.version
        with unit_of_work(Scope(cooperation_id=room.cooperation_id), writes=False):
            board = session().get(Board, room.board_id)
            if board is None or board.version <= since:
                return
            patch = read_patch(board, {language for language, _day in groups}, since=since)
        last = changes[-1] if changes else None
        room.version = patch.version
        for readers, viewers in groups.items():
            message = self._say(room, readers, patch, last)
            sids = [viewer.sid for viewer in viewers if viewer.board_id == room.board_id]
            wire = {**message, "board": str(room.board_id), "from": since}
            emit_all("changed", sids, NAMESPACE, wire)

    def _say(
        self, room: Room, readers: _Readers, patch: Patch, change: BoardChange | None
    ) -> dict[str, Any]:
        language, today = readers
        message = self.draw(patch, room.slug, language, today)
        with self._app.test_request_context(), force_locale(language):
            words = say_change(change) if change else ""
        return {**message, "by": say_author(change.by if change else None), "words": words}

    def draw(self, patch: Patch, slug: str, language: str, today: date) -> dict[str, Any]:
        """What changed, with its cards drawn for these readers."""
        with self._app.test_request_context(), force_locale(language):
            draw = draw_card(slug, today)
            drawn = [(card, draw(card)) for card in patch.cards.get(language, ())]
        return say_patch(patch, drawn)

    def draw_for(self, patch: Patch, actor: Actor) -> dict[str, Any]:
        """The same for one reader."""
        return self.draw(patch, actor.cooperation_slug, actor.language, today_of(actor.timezone))

    def look_for_changes(self) -> None:
        """Find what other processes changed and could not say; never returns."""
        while True:
            gevent.sleep(_LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """Compare what the rooms were told with the boards."""
        try:
            self._look()
        except Exception:  # noqa: BLE001 the next look may go well
            _log.exception("cannot see which boards have changed")

    def _look(self) -> None:
        rooms: defaultdict[UUID, dict[UUID, Room]] = defaultdict(dict)
        for room in self._rooms.list_rooms():
            rooms[room.cooperation_id][room.board_id] = room
        for cooperation_id, own in rooms.items():
            with unit_of_work(Scope(cooperation_id=cooperation_id), writes=False):
                wanted = select(Board.id, Board.version).where(Board.id.in_(own))
                versions = dict(session().execute(wanted).all())
            for board_id, version in versions.items():
                if version > own[board_id].version:
                    self.wake(own[board_id])


def _group(room: Room) -> dict[_Readers, list[Viewer]]:
    groups: defaultdict[_Readers, list[Viewer]] = defaultdict(list)
    for viewer in room.viewers.values():
        if viewer.actor is not None:
            groups[viewer.actor.language, today_of(viewer.actor.timezone)].append(viewer)
    return groups
