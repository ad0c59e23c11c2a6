"""The application for WSGI servers. Live minutes need `collab serve`."""

from collab.app import create_app

app = create_app()
