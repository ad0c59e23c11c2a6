"""What programs bring: spooled and looked into before anything is locked for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from flask_babel import lazy_gettext as _l

from collab.core.actor import Actor
from collab.core.db import new_id
from collab.core.errors import DomainError
from collab.core.spool import append
from collab.core.storage import storage
from collab.files.errors import TooLarge
from collab.files.limits import MB, limits
from collab.files.service import Received, receive
from collab.inspection import Checked
from collab.inspection.formats import UNKNOWN
from collab.inspection.names import clean_name

_ONE_MORE: Final = 1
#: bytes of XML; programs say nothing longer
MAX_WORDS: Final = 200_000


class CutOff(DomainError):
    """Less came than was announced."""

    code = "cut_off"
    message = _l("The upload was cut off. Nothing was saved.")


class BadWords(DomainError):
    """What a program says is no XML that anybody writes."""

    code = "bad_words"
    message = _l("The program said something that cannot be understood.")


def check_words(environ: dict[str, Any]) -> None:
    """Read what a program says, which is little and declares nothing; TooLarge, BadWords."""
    size = announced_size(environ) or 0
    if size > MAX_WORDS:
        raise BadWords
    body = environ["wsgi.input"].read(size) if size else b""
    environ["wsgi.input"] = BytesIO(body)
    try:
        if body:
            fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadWords from error
    except ParseError:
        return  # wsgidav says so, where it wanted XML


def announced_size(environ: Mapping[str, Any]) -> int | None:
    """Bytes that the program says it brings; None when it does not say, TooLarge."""
    said = str(environ.get("CONTENT_LENGTH") or "")
    size = int(said) if said.isascii() and said.isdigit() else None
    if size is not None and size > limits.file:
        raise TooLarge(limits.file // MB)
    return size


@contextmanager
def received_from(environ: Mapping[str, Any], actor: Actor, name: str) -> Iterator[Received]:
    """The file that the request brings, stored; removed again unless a version is made of it."""
    size = announced_size(environ)
    with _spooled(environ, size) as path:
        if path.stat().st_size == 0:
            yield receive_empty(actor, name)
            return
        with receive(actor, name, path) as received:
            yield received


@contextmanager
def _spooled(environ: Mapping[str, Any], size: int | None) -> Iterator[Path]:
    path = storage.spool() / str(new_id())
    try:
        with path.open("xb") as file:
            if size != 0:
                most = limits.file + _ONE_MORE if size is None else size
                count = append(file, 0, _reader(environ, size), most)
                _check(count, size)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _reader(environ: Mapping[str, Any], size: int | None) -> Any:
    is_chunked = str(environ.get("HTTP_TRANSFER_ENCODING", "")).casefold() == "chunked"
    if size is None and not (is_chunked or environ.get("wsgi.input_terminated")):
        return lambda _most: b""
    return partial(_read, environ["wsgi.input"])


def _read(stream: Any, most: int) -> bytes:
    piece: bytes = stream.read(most)
    return piece


def _check(count: int, size: int | None) -> None:
    if size is not None and count != size:
        raise CutOff
    if count > limits.file:
        raise TooLarge(limits.file // MB)


def receive_empty(actor: Actor, name: str) -> Received:
    """A file with nothing in it: programs make the name first and bring the content later."""
    file_id = new_id()
    stored = storage.put(actor.cooperation_id, file_id, BytesIO())
    return Received(file_id, Checked(clean_name(name), UNKNOWN, False, 0), stored.digest)
