"""The form of an import, and what its preview says."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import HiddenField

from collab.conversion.results import Loss
from collab.pages.service.converting import MAX_FILES

#: bytes of a whole request
MAX_UPLOAD: Final = 100_000_000
ACCEPTED: Final = ".docx,.odt,.md,.markdown,.txt,.html,.htm,.png,.jpg,.jpeg,.webp,.gif"


class ImportForm(FlaskForm):
    """Files of which pages are to be made; `parent` and `group` say where."""

    files = MultipleFileField(
        _l("Files"),
        description=_l(
            "DOCX, ODT, Markdown or HTML, up to %(num)d at once. Pictures that belong to a Markdown"
            " or HTML file can be chosen together with it.",
            num=MAX_FILES,
        ),
        validators=[FileRequired(_l("Please choose a file."))],
    )
    parent = HiddenField()
    group = HiddenField()


def say_losses(losses: Mapping[Loss, int]) -> list[Any]:
    """What of a file is not in the page, in words."""
    return [_SAYINGS[loss](count) for loss, count in losses.items() if count]


def _footnotes(num: int) -> Any:
    return _ln(
        "%(num)d footnote stands at the end of the text.",
        "%(num)d footnotes stand at the end of the text.",
        num,
    )


def _comments(num: int) -> Any:
    return _ln("%(num)d comment is not taken over.", "%(num)d comments are not taken over.", num)


def _changes(num: int) -> Any:
    return _ln(
        "%(num)d tracked change counts as accepted.",
        "%(num)d tracked changes count as accepted.",
        num,
    )


def _pictures(num: int) -> Any:
    return _ln(
        "%(num)d picture is missing or cannot be shown.",
        "%(num)d pictures are missing or cannot be shown.",
        num,
    )


def _drawings(num: int) -> Any:
    return _ln(
        "%(num)d drawing or diagram is not taken over.",
        "%(num)d drawings or diagrams are not taken over.",
        num,
    )


def _formulas(num: int) -> Any:
    return _ln("%(num)d formula is not taken over.", "%(num)d formulas are not taken over.", num)


def _forms(num: int) -> Any:
    return _ln(
        "%(num)d field to fill in is not taken over.",
        "%(num)d fields to fill in are not taken over.",
        num,
    )


def _objects(num: int) -> Any:
    return _ln(
        "%(num)d embedded object or video is not taken over.",
        "%(num)d embedded objects or videos are not taken over.",
        num,
    )


def _links(num: int) -> Any:
    return _ln(
        "%(num)d link leads to a place that only some computers have; its words stay.",
        "%(num)d links lead to places that only some computers have; their words stay.",
        num,
    )


def _levels(num: int) -> Any:
    return _ln(
        "%(num)d heading below the fourth level is now of the fourth.",
        "%(num)d headings below the fourth level are now of the fourth.",
        num,
    )


_SAYINGS: Final = {
    Loss.FOOTNOTES: _footnotes,
    Loss.COMMENTS: _comments,
    Loss.CHANGES: _changes,
    Loss.PICTURES: _pictures,
    Loss.DRAWINGS: _drawings,
    Loss.FORMULAS: _formulas,
    Loss.FORMS: _forms,
    Loss.OBJECTS: _objects,
    Loss.MARGINS: lambda _num: _l("What stands at the top or bottom of each page is left out."),
    Loss.LINKS: _links,
    Loss.CONTENTS: lambda _num: _l("The table of contents is left out: the page makes its own."),
    Loss.LEVELS: _levels,
}
