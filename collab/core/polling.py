"""Long-polling of one transport: one request each way at a time, and no more than it may send."""

from typing import Any, Final

import gevent
from engineio.exceptions import ContentTooLongError, EngineIOError

#: between two empty answers while a client changes over to a websocket
_UPGRADE_PAUSE: Final = 0.05


def set_largest(transport: Any, size: int) -> None:
    """Say how long a message or a body of this transport may be, in bytes."""
    transport.largest = size
    websocket = getattr(transport, "websocket", None)
    if websocket is not None:
        websocket.take_up_to(size)


def end_transport(transport: Any) -> None:
    """End a connection with all its namespaces, without waiting for the client to hear of it."""
    transport.close(wait=False, reason=transport.server.reason.SERVER_DISCONNECT)
    transport.server.sockets.pop(transport.sid, None)


class Polling:
    """Stands in front of a transport's own handlers of requests."""

    __slots__ = ("_get", "_is_asking", "_is_sending", "_post", "_transport")

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._get, self._post = transport.handle_get_request, transport.handle_post_request
        self._is_asking = self._is_sending = False
        transport.handle_get_request, transport.handle_post_request = self.get, self.post

    def get(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer with what there is, or upgrade; EngineIOError ends the transport."""
        if "HTTP_UPGRADE" in environ:
            return self._get(environ, start_response)
        if self._is_asking:
            end_transport(self._transport)
            raise EngineIOError("asked twice")
        self._is_asking = True
        try:
            self._mind_upgrade()
            return self._get(environ, start_response)
        finally:
            self._is_asking = False

    def _mind_upgrade(self) -> None:
        """Go on as before while a websocket is open through which nothing comes.

        Engine.IO would answer every poll at once and with nothing from its handshake on, so that
        a network which lets only that through would have no connection at all.
        """
        if not self._transport.upgrading:
            return
        if self._transport.websocket.is_heard:
            gevent.sleep(_UPGRADE_PAUSE)
        else:
            self._transport.upgrading = False

    def post(self, environ: dict[str, Any]) -> None:
        """Take in what the client sends; EngineIOError ends the transport."""
        is_first, self._is_sending = not self._is_sending, True
        try:
            if not is_first or int(environ.get("CONTENT_LENGTH") or 0) > self._transport.largest:
                raise ContentTooLongError
            self._post(environ)
        except (ValueError, LookupError, OSError, EngineIOError) as error:
            end_transport(self._transport)
            raise EngineIOError("not a payload") from error
        finally:
            if is_first:
                self._is_sending = False
