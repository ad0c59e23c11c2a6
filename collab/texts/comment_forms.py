"""The form in which people say something about a task, a page and so on."""

from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from collab.core import i18n
from collab.texts.fields import RichTextField
from collab.texts.nodes import Node


class Said(Protocol):
    """A comment, as its form shows it."""

    content: Any
    language: Any


class CommentForm(FlaskForm):
    """What somebody says about something."""

    content = RichTextField(_l("Comment"), is_required=True)
    language = SelectField(
        _l("Language of the comment"),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose a language."))],
    )

    def offer(self, reader: str, comment: Said | None = None) -> None:
        """Fill in what can be chosen; a new comment is in the reader's language."""
        known = list(i18n.offered_languages())
        if comment is not None and comment.language not in known:
            known.append(comment.language)
        self.language.choices = [(each, i18n.language_name(each)) for each in known]
        if not self.language.data:
            self.language.data = comment.language if comment else reader

    @property
    def words(self) -> tuple[Node, str]:
        """What was said, and in which language; of a form that was right."""
        return self.content.data, self.language.data


def comment_form(reader: str, comment: Said | None = None, **options: Any) -> CommentForm:
    """The form of a comment, with what it says now."""
    form = CommentForm(obj=comment, **options)
    form.offer(reader, comment)
    return form
