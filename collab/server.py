"""The server that `collab serve` starts: pages and live connections in one gevent process."""

from gevent import monkey

if __name__ == "__main__":
    # before anything else is imported, so that nobody keeps an unpatched lock or socket
    monkey.patch_all()

import argparse
import gc
import io
import logging
import os
import signal
import socket
import time
from dataclasses import replace
from typing import Any, Final

import gevent
from gevent import pywsgi
from gevent.event import Event

from collab.app import create_app
from collab.config import Settings, SettingsError, WorkerPlace
from collab.core import draining
from collab.core.bus import bus
from collab.core.doors import PatientHandler
from collab.core.websocket import LAST_KEY, SOCKET_KEY
from collab.core.worker import Worker
from collab.live.engine import Engine, start

BACKLOG: Final = 1024
#: from SIGTERM to the end, whatever stalls
DRAIN_SECONDS: Final = 8.0
_FLUSH_SECONDS: Final = 3.5
_GOODBYE_SECONDS: Final = 1.0
_REQUESTS_SECONDS: Final = 2.0
_log = logging.getLogger("collab.server")
#: where a connection has been read to its end
_END: Final = io.BytesIO()
_END.close()


class Server(pywsgi.WSGIServer):
    """Knows which requests are under way."""

    def __init__(self, listener: socket.socket, app: Any) -> None:
        super().__init__(listener, app, handler_class=Handler, log=None)
        self.under_way: set[Handler] = set()


class Handler(PatientHandler):
    """Hands the connection's socket to whoever upgrades it to a websocket."""

    server: Server
    response_headers: list[Any]

    def get_environ(self) -> dict[str, Any]:
        """Return the environment of a request, with its socket."""
        environ: dict[str, Any] = super().get_environ()
        environ[SOCKET_KEY] = self.socket
        environ[LAST_KEY] = self.read_no_more
        return environ

    def read_no_more(self) -> None:
        """No request follows on this connection: what reads them need not stay as long as it."""
        reading: Any = self
        reading.rfile.close()
        reading.rfile = reading.wsgi_input.rfile = _END

    def handle_one_response(self) -> None:
        """Answer a request; a server that is about to end waits for it."""
        self.server.under_way.add(self)
        try:
            super().handle_one_response()
        finally:
            self.server.under_way.discard(self)
        if self.status is None:
            self.close_connection = True  # it was a websocket: what it still says is no request

    def finalize_headers(self) -> None:
        """Complete the head of an answer; the last one says that no further request is read."""
        super().finalize_headers()
        if draining.is_draining() and not self.connection_upgraded:
            self.close_connection = True
            self.response_headers.append((b"Connection", b"close"))


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; what it accepts sends small frames at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener


def own_origins(host: str, port: int) -> tuple[str, ...]:
    """Return where browsers on this machine find a server on the loopback interface."""
    if host not in {"127.0.0.1", "localhost", "::1"}:
        return ()
    return tuple(f"http://{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; then finish what has begun, and write everything to disk."""
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise SystemExit(str(error)) from error
    if not settings.origins:
        settings = replace(settings, origins=own_origins(host, port))
    if not settings.origins:
        raise SystemExit("COLLAB_ORIGINS must name the web origins that people come from.")
    app = create_app(settings)
    live = start()
    bus.start()
    worker = Worker()
    if settings.worker is WorkerPlace.EMBEDDED:
        worker.start()
    server = Server(listen(host, port), app)
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping.set)
    settle_memory()
    server.start()
    _log.info("serving on http://%s:%s", host, port)
    stopping.wait()
    drain(server, live, worker)


def settle_memory() -> None:
    """Let the garbage collector pass over all that has been imported and stays for good.

    It would look through it again and again, and everybody who types would wait 0.3 s each time.
    """
    gc.collect()
    gc.freeze()


def drain(server: Server, live: Engine, worker: Worker) -> None:
    """Bring to disk what has begun, tell everybody when to come back, and end within 10 s."""
    end = time.monotonic() + DRAIN_SECONDS
    # the kernel sees to it, should the loop itself stand still
    signal.alarm(int(DRAIN_SECONDS) + 1)
    draining.begin()
    worker.ask_to_stop()
    draining.give(_FLUSH_SECONDS, "writing to the journal", live.flush, _FLUSH_SECONDS)
    draining.give(_GOODBYE_SECONDS + 0.5, "the goodbye", draining.say_goodbye, _GOODBYE_SECONDS)
    server.close()
    draining.give(0.5, "letting go", draining.let_go)
    if not draining.wait_until(lambda: not server.under_way, _REQUESTS_SECONDS):
        _log.warning("%s requests are cut", len(server.under_way))
    draining.give(end - time.monotonic() - 0.5, "a duty", worker.stop)
    draining.give(max(0.5, end - time.monotonic()), "the upkeep", live.stop)
    draining.give(0.5, "the bus", bus.stop)


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="collab serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    serve(arguments.host, arguments.port)
    logging.shutdown()
    # what stalls, as a reader or a query, would hold up the end of the interpreter
    os._exit(0)


if __name__ == "__main__":
    main()
