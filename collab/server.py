"""The server that `collab serve` starts: pages and live connections in one gevent process."""

from gevent import monkey

if __name__ == "__main__":
    # before anything else is imported, so that nobody keeps an unpatched lock or socket
    monkey.patch_all()

import argparse
import logging
import signal
import socket
from dataclasses import replace
from typing import Any

import gevent
from gevent import pywsgi

from collab.app import create_app
from collab.config import Settings, WorkerPlace
from collab.core.websocket import SOCKET_KEY
from collab.core.worker import Worker
from collab.live.engine import Engine, start

BACKLOG = 1024
DRAIN_SECONDS = 5.0
_log = logging.getLogger("collab.server")


class Handler(pywsgi.WSGIHandler):
    """Hands the connection's socket to whoever upgrades it to a websocket."""

    def get_environ(self) -> dict[str, Any]:
        """Return the environment of a request, with its socket."""
        environ: dict[str, Any] = super().get_environ()
        environ[SOCKET_KEY] = self.socket
        return environ


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
    settings = Settings.from_environment()
    if not settings.origins:
        settings = replace(settings, origins=own_origins(host, port))
    if not settings.origins:
        raise SystemExit("COLLAB_ORIGINS must name the web origins that people come from.")
    app = create_app(settings)
    live = start()
    worker = Worker()
    if settings.worker is WorkerPlace.EMBEDDED:
        worker.start()
    server = pywsgi.WSGIServer(listen(host, port), app, handler_class=Handler, log=None)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, gevent.spawn, _stop, server, live, worker)
    _log.info("serving on http://%s:%s", host, port)
    server.serve_forever(stop_timeout=DRAIN_SECONDS)


def _stop(server: pywsgi.WSGIServer, live: Engine, worker: Worker) -> None:
    server.stop_accepting()
    worker.ask_to_stop()
    live.stop()
    worker.stop()
    server.stop(timeout=1)


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="collab serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    serve(arguments.host, arguments.port)


if __name__ == "__main__":
    main()
