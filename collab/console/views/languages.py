"""The languages a cooperation works in, and its name and description in each."""

from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from collab.console.forms import LanguagesForm, texts_form
from collab.console.views.blueprint import bp, current_coordinator
from collab.cooperations import policy, service
from collab.cooperations.service import Settings
from collab.core.actor import Actor
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors


@dataclass(frozen=True, slots=True)
class Completeness:
    """What there is in one working language."""

    language: str
    is_original: bool
    has_name: bool
    has_description: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.has_name and self.has_description


def list_completeness(settings: Settings) -> list[Completeness]:
    """The working languages in their order; what the original lacks is missing nowhere."""
    found = []
    for language in settings.languages:
        is_original = language == settings.language
        given = settings.texts.get(language, {})
        has_description = bool(given.get("description")) or not settings.description
        found.append(
            Completeness(
                language,
                is_original,
                is_original or bool(given.get("name")),
                is_original or has_description,
            )
        )
    return found


def _page(actor: Actor, form: LanguagesForm | None = None, texts: FlaskForm | None = None) -> str:
    settings = service.read_settings(actor)
    chosen = {"languages": list(settings.languages), "first": next(iter(settings.languages), None)}
    return render_template(
        "console/languages.html",
        settings=settings,
        rows=list_completeness(settings),
        form=form or LanguagesForm(formdata=None, data=chosen),
        texts=texts or texts_form(settings, formdata=None),
        may_govern=policy.can_govern(actor),
    )


@bp.get("/languages")
def show_languages() -> ResponseReturnValue:
    """Working languages, and what is written in which."""
    return _page(current_coordinator())


@bp.post("/languages")
def save_languages() -> ResponseReturnValue:
    """Choose the working languages."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    form = LanguagesForm()
    if not form.validate_on_submit():
        return _page(actor, form), 422
    settings = replace(service.read_settings(actor), languages=form.order)
    service.change_settings(actor, settings)
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".show_languages"))


@bp.post("/languages/texts")
def save_texts() -> ResponseReturnValue:
    """Write name and description in further languages; other languages keep theirs."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    settings = service.read_settings(actor)
    form = texts_form(settings)
    if not form.validate_on_submit():
        return _page(actor, texts=form), 422
    written = {language: dict(given) for language, given in settings.texts.items()}
    for field in form:
        prefix, _dash, rest = field.short_name.partition("-")
        language, _dash, part = rest.rpartition("-")
        if prefix == "texts":
            written.setdefault(language, {})[part] = field.data or ""
    try:
        service.change_settings(actor, replace(settings, texts=written))
    except Invalid as error:
        note_errors(form, error)
        return _page(actor, texts=form), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".show_languages"))
