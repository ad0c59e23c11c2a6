"""Who is where in a room right now: people of this process, and of others on the same document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from collab.live.awareness import Awareness, end_of, parse_awareness
from collab.live.entries import RefusedError
from collab.live.lib0 import MalformedError
from collab.live.members import Member


class Word(NamedTuple):
    """What somebody's browser says of itself: the last word counts."""

    person_id: UUID
    awareness: Awareness


@dataclass(frozen=True, slots=True)
class _Away:
    """Somebody who has the document open in another process."""

    process: bytes
    word: Word


class Presence:
    """Keeps everybody's last word, and what of it is still to be told here and elsewhere."""

    __slots__ = ("_away", "_is_shared", "_members", "_said", "_waiting")

    def __init__(self, members: dict[str, Member], *, is_shared: bool) -> None:
        self._members = members
        self._is_shared = is_shared
        self._away: dict[int, _Away] = {}
        self._waiting: dict[int, bytes] = {}
        self._said: dict[int, Word] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether there is anything to tell in this process."""
        return bool(self._waiting)

    def list_all(self) -> list[bytes]:
        """Return the last word of everybody who is here, wherever they are connected."""
        away = [each.word.awareness for each in self._away.values()]
        here = [word.awareness for word in self.list_here()]
        return [each.blob for each in (*here, *away)]

    def list_here(self) -> list[Word]:
        """Return the last word of everybody who is connected to this process."""
        present = ((each.person_id, each.awareness) for each in self._members.values())
        return [Word(who, word) for who, word in present if word is not None and not word.is_gone]

    def may_speak(self, member: Member, client: int) -> bool:
        """Whether nobody else speaks with this id, here or elsewhere."""
        away = self._away.get(client)
        others = {each.person_id for each in self._members.values() if _speaks(each, client)}
        if away is not None:
            others.add(away.word.person_id)
        return others <= {member.person_id}

    def admit(self, member: Member, blob: bytes, owners: Mapping[int, UUID | None]) -> None:
        """Take in what somebody here says; raises RefusedError.

        One id a socket, and nobody speaks with the id of somebody else.
        """
        try:
            awareness = parse_awareness(blob)
        except MalformedError as error:
            raise RefusedError("invalid") from error
        client = awareness.client
        if member.awareness is not None:
            is_own = member.awareness.client == client
        else:
            is_free = owners.get(client, member.person_id) == member.person_id
            is_own = is_free and self.may_speak(member, client)
        if not is_own:
            raise RefusedError("foreign_client")
        self.take(member, awareness)

    def take(self, member: Member, awareness: Awareness) -> None:
        """Note the word of somebody who is here."""
        if member.awareness is None:
            self._take_over(awareness.client)
        member.awareness = awareness
        self._say(member.person_id, awareness)

    def _take_over(self, client: int) -> None:
        """The same page, back on a new socket, or in this process."""
        self._away.pop(client, None)
        for other in self._members.values():
            if _speaks(other, client):
                other.awareness = None

    def _say(self, person_id: UUID, awareness: Awareness) -> None:
        self._waiting[awareness.client] = awareness.blob
        if self._is_shared:
            self._said[awareness.client] = Word(person_id, awareness)

    def end(self, member: Member) -> None:
        """Somebody has gone, unless another socket speaks with their id."""
        gone = member.awareness
        if gone is not None and not self._is_spoken(gone.client):
            self._say(member.person_id, Awareness(gone.client, gone.clock, True, end_of(gone)))

    def _is_spoken(self, client: int) -> bool:
        return any(_speaks(other, client) for other in self._members.values())

    def hear(self, process: bytes, words: Iterable[Word]) -> None:
        """Note what another process says about those who are connected there."""
        for word in words:
            client = word.awareness.client
            if word.awareness.is_gone:
                if self._is_away(client, process):
                    self._forget(client, word.awareness.blob)
                continue
            self._take_over(client)
            self._away[client] = _Away(process, word)
            self._waiting[client] = word.awareness.blob

    def _is_away(self, client: int, process: bytes) -> bool:
        away = self._away.get(client)
        return away is not None and away.process == process

    def _forget(self, client: int, last_word: bytes) -> None:
        del self._away[client]
        self._waiting[client] = last_word

    def forget_process(self, process: bytes) -> None:
        """Another process has ended: nobody is connected there any more."""
        for client, away in list(self._away.items()):
            if away.process == process:
                self._forget(client, end_of(away.word.awareness))

    def drain(self) -> list[bytes]:
        """Return what is to be told here, once."""
        waiting, self._waiting = self._waiting, {}
        return list(waiting.values())

    def drain_said(self) -> list[Word]:
        """Return what is to be told to other processes, once."""
        said, self._said = self._said, {}
        return list(said.values())


def _speaks(member: Member, client: int) -> bool:
    return member.awareness is not None and member.awareness.client == client
