"""The forms of pages: a new one, and its name."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from collab.core import i18n
from collab.core.fields import at_most, clean_line
from collab.core.ids import parse_id
from collab.documents.service.placing import MAX_TITLE
from collab.pages.service.templating import TEMPLATES
from collab.pages.service.versions import MAX_NAME


class TitleForm(FlaskForm):
    """What a page is called."""

    title = StringField(
        _l("Title"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a title.")), at_most(MAX_TITLE)],
    )


class VersionForm(FlaskForm):
    """What the present state of a page is called."""

    name = StringField(
        _l("Name"),
        description=_l("For example: “Sent to the ministries”"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a name.")), at_most(MAX_NAME)],
    )


class NewPageForm(TitleForm):
    """A page to be; `parent` and `group` say where."""

    language = SelectField(
        _l("Language"),
        description=_l("The page is written in this language."),
        validators=[InputRequired(_l("Please choose one."))],
    )
    template = RadioField(
        _l("What it begins with"),
        choices=[SelectChoice(each.key, each.name) for each in TEMPLATES],
        default=TEMPLATES[0].key,
    )
    #: folder or page that it goes into
    parent = HiddenField()
    #: short name of the group whose page it is, where there is no parent
    group = HiddenField()

    def offer(self) -> None:
        """Fill in the languages."""
        self.language.choices = [
            SelectChoice(each, i18n.language_name(each)) for each in i18n.offered_languages()
        ]

    @property
    def parent_id(self) -> UUID | None:
        """Folder or page that it goes into."""
        return parse_id(self.parent.data or "")
