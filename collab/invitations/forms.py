"""Forms to invite people, and to answer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (  # type: ignore[attr-defined]
    EmailField,
    Field,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired

from collab.accounts.fields import new_password_field
from collab.cooperations.words import ROLE_NAMES
from collab.core import i18n
from collab.core.actor import Role
from collab.core.fields import at_most, clean_line, clean_lines
from collab.groups.models import GROUP_ROLES, WorkingGroup
from collab.invitations.lists.checking import Defaults
from collab.invitations.plans import MAX_NAME, MAX_NOTE, GroupPlace, InvitationPlan

MAX_REASON = 500
NO_PLACE = ""


class _OfferForm(FlaskForm):
    """In which role, language and groups somebody is invited."""

    role = SelectField(
        _l("Role"),
        description=_l("In the cooperation as a whole; working groups give roles of their own."),
        validators=[InputRequired(_l("Please choose a role."))],
    )
    language = SelectField(
        _l("Language of the mail"), validators=[InputRequired(_l("Please choose a language."))]
    )
    note = TextAreaField(
        _l("Your words"),
        description=_l("A personal line or two; they stand in the mail as you write them."),
        filters=[clean_lines],
        validators=[at_most(MAX_NOTE)],
    )

    def __init__(
        self, groups: Sequence[WorkingGroup], roles: Sequence[Role], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.role.choices = [SelectChoice(role.value, ROLE_NAMES[role]) for role in roles]
        self.language.choices = [
            SelectChoice(each, i18n.language_name(each)) for each in i18n.offered_languages()
        ]

    @property
    def group_choices(self) -> list[SelectChoice]:
        """What somebody can be in a group; the first: not in it."""
        places = [SelectChoice(role.value, ROLE_NAMES[role]) for role in GROUP_ROLES]
        return [SelectChoice(NO_PLACE, _l("Not in this group")), *places]

    def places(self, given: Any) -> tuple[GroupPlace, ...]:
        """The groups chosen in the fields `group-<id>` of what was sent."""
        chosen = ((group.id, given.get(f"group-{group.id}", NO_PLACE)) for group in self.groups)
        known = set(GROUP_ROLES)
        return tuple(GroupPlace(id_, Role(role)) for id_, role in chosen if role in known)


class InvitationForm(_OfferForm):
    """Whom to invite, and as what."""

    email = EmailField(
        _l("E-mail"),
        filters=[clean_line],
        validators=[DataRequired(_l("Please enter an e-mail.")), at_most(254)],
    )
    name = StringField(
        _l("Name"),
        description=_l("For the greeting; they can change it when they accept."),
        filters=[clean_line],
        validators=[at_most(MAX_NAME)],
    )

    def plan(self, given: Any) -> InvitationPlan:
        """What the form says."""
        return InvitationPlan(
            email=self.email.data or "",
            name=self.name.data or "",
            role=Role(self.role.data),
            language=self.language.data,
            groups=self.places(given),
            note=self.note.data or "",
        )


class ListForm(_OfferForm):
    """A list of people, pasted or in a file, and what holds for all who do not say otherwise."""

    list = TextAreaField(
        _l("List"),
        description=_l(
            "One person a line: an e-mail, or Name <name@example.org>, or columns for e-mail, "
            "name, role, groups and language, separated by commas, semicolons or tabs."
        ),
    )
    file = FileField(
        _l("Or a file"),
        description=_l("A table saved as CSV, with or without headings. At most 5,000 people."),
    )

    def validate_list(self, field: Field) -> None:
        """One of both."""
        if not (field.data or "").strip() and not self.file.data:
            raise ValidationError(_l("Please paste a list or choose a file."))

    def defaults(self, given: Any) -> Defaults:
        """What holds for lines that do not say it themselves."""
        return Defaults(
            role=Role(self.role.data),
            language=self.language.data,
            groups=self.places(given),
            note=self.note.data or "",
        )


class NewcomerForm(FlaskForm):
    """How somebody without an account wants to be called, and their password."""

    name = StringField(
        _l("Your name"),
        description=_l("As others see it, in meetings and in what you write."),
        filters=[clean_line],
        validators=[DataRequired(_l("Please enter your name.")), at_most(MAX_NAME)],
    )
    password = new_password_field(_l("Password"), _l("Please choose a password."))


class DeclineForm(FlaskForm):
    """Why somebody does not want to join."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("Whoever invited you reads it."),
        filters=[clean_lines],
        validators=[at_most(MAX_REASON)],
    )
