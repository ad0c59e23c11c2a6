"""Headers under which uploaded files are sent, so that nothing in them ever runs as ours."""

import unicodedata
from typing import Final
from urllib.parse import quote

_TEXT: Final = "text/plain; charset=utf-8"
#: may be shown in the browser: nothing in them can run, and the browser does not guess
SHOWN: Final = {
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/webp": "image/webp",
    "application/pdf": "application/pdf",
    "text/plain": _TEXT,
}
_SANDBOX: Final = "default-src 'none'; sandbox"
#: the reader of PDFs in browsers does not start in a sandbox of ours; it has its own
_FOR_PDF: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'"
)


def can_be_shown(media_type: str) -> bool:
    """Whether such a file may open in the browser instead of being saved."""
    return media_type in SHOWN


def serving_headers(
    name: str, media_type: str, *, inline: bool = False, size: int | None = None
) -> dict[str, str]:
    """The headers of an answer that is this file: to be saved, or shown if asked and harmless."""
    shown = SHOWN.get(media_type) if inline else None
    is_pdf = shown == "application/pdf"
    headers = {
        "Content-Type": shown or media_type,
        "Content-Disposition": _disposition("inline" if shown else "attachment", name),
        "Content-Security-Policy": _FOR_PDF if is_pdf else _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if size is not None:
        headers["Content-Length"] = str(size)
    return headers


def _disposition(kind: str, name: str) -> str:
    """The name for all browsers, and for old programs what ASCII has of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    safe = "".join(one for one in plain if one.isprintable() and one not in '"\\')
    if safe == name:
        return f'{kind}; filename="{name}"'
    return f"{kind}; filename=\"{safe}\"; filename*=UTF-8''{quote(name, safe='')}"
