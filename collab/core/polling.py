"""Long-polling of one transport: one request each way at a time, and no more than it may send."""

from typing import Any

from engineio.exceptions import ContentTooLongError, EngineIOError


def set_largest(transport: Any, size: int) -> None:
    """Say how long a message or a body of this transport may be, in bytes."""
    transport.largest = size
    websocket = getattr(transport, "websocket", None)
    if websocket is not None:
        websocket.take_up_to(size)


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
            raise EngineIOError("asked twice")
        self._is_asking = True
        try:
            return self._get(environ, start_response)
        finally:
            self._is_asking = False

    def post(self, environ: dict[str, Any]) -> None:
        """Take in what the client sends; EngineIOError ends the transport."""
        if self._is_sending:
            raise EngineIOError("sends twice")
        self._is_sending = True
        try:
            if int(environ.get("CONTENT_LENGTH") or 0) > self._transport.largest:
                raise ContentTooLongError
            self._post(environ)
        except (ValueError, LookupError, OSError) as error:
            raise EngineIOError("not a payload") from error
        finally:
            self._is_sending = False
