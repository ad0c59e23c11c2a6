"""Where wsgidav finds what is at a path."""

import logging
import unicodedata
from collections.abc import Mapping
from typing import Any

from wsgidav import util
from wsgidav.dav_provider import DAVProvider
from wsgidav.error_printer import ErrorPrinter
from wsgidav.request_resolver import RequestResolver
from wsgidav.wsgidav_app import WsgiDAVApp

from collab.documents.models import Document, Kind
from collab.webdav.asking import COOPERATION
from collab.webdav.entries import FileEntry, FolderEntry
from collab.webdav.locks import Locks, note_path
from collab.webdav.places import CooperationPlace, Entries, Home
from collab.webdav.tree import dav_name

#: where the tree begins
AT = "/dav"


class Provider(DAVProvider):
    """The tree of the person and the cooperation that the request is of."""

    def get_resource_inst(self, path: str | None, environ: dict[str, Any]) -> Any:
        """What is there; None when there is nothing that the person may see."""
        if path is None:
            return None  # asked for what is above the beginning
        names = [unicodedata.normalize("NFC", each) for each in path.split("/") if each]
        if not names:
            return Home("/", environ)
        if environ[COOPERATION] != names[0]:
            return None
        found: Any = CooperationPlace(f"/{names[0]}/", environ)
        for name in names[1:]:
            if found is None or not found.is_collection:
                return None
            found = found.get_member(name)
        return found

    def as_entry(
        self, above: Entries, document: Document, kept: Mapping[str, str] | None
    ) -> FolderEntry | FileEntry:
        """The folder or file that lies in that one; `kept`: its properties, if they are known."""
        path = f"{above.path.rstrip('/')}/{dav_name(document)}"
        made: FolderEntry | FileEntry
        if document.kind == Kind.FOLDER:
            made = FolderEntry(f"{path}/", above.environ, document, kept)
        else:
            made = FileEntry(path, above.environ, document, kept)
        note_path(made.get_ref_url(), document)
        return made


def make_dav_app() -> WsgiDAVApp:
    """The application of wsgidav over our documents; who asks is known before it is called."""
    logging.getLogger("wsgidav").setLevel(logging.ERROR)
    util.public_wsgidav_info = "WebDAV"  # nobody outside needs to know which version
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": Provider()},
            "mount_path": AT,
            "middleware_stack": [ErrorPrinter, RequestResolver],
            "lock_storage": None,
            "property_manager": None,
            "logging": {"enable": False},
            "verbose": 1,
        }
    )
    app.lock_manager = Locks()
    for provider in app.provider_map.values():
        provider.set_lock_manager(app.lock_manager)
    return app
