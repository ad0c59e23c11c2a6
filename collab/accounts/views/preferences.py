"""How pages are shown to me, and the switches of every page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from collab.accounts import service
from collab.accounts.forms import PreferencesForm
from collab.accounts.views.blueprint import back_to, bp, remember
from collab.core import i18n, pages
from collab.core.web import public


@bp.get("/account/preferences")
def preferences() -> ResponseReturnValue:
    """Name, language, time zone and appearance."""
    return render_template("accounts/preferences.html", form=PreferencesForm(obj=current_user))


@bp.post("/account/preferences")
def save_preferences() -> ResponseReturnValue:
    """Change them, or say which one is not right."""
    form = PreferencesForm()
    if not form.validate():
        return render_template("accounts/preferences.html", form=form), 422
    service.change_preferences(
        current_user.person_id,
        name=form.name.data or "",
        language=form.language.data,
        timezone=form.timezone.data,
        theme=form.theme.data,
    )
    with force_locale(form.language.data):
        flash(_("Your preferences are saved."), "success")
    return redirect(url_for(".preferences"))


@bp.post("/language")
@public
def switch_language() -> ResponseReturnValue:
    """Show pages in this language from now on, also before signing in."""
    wished = i18n.find_language(request.form.get("language", ""), i18n.offered_languages())
    answer = back_to(request.form.get("next"))
    if wished is None:
        return answer
    if current_user.is_authenticated:
        service.change_language(current_user.person_id, wished)
    return remember(answer, i18n.LANGUAGE_COOKIE, wished)


@bp.post("/theme")
@public
def switch_theme() -> ResponseReturnValue:
    """Show pages light, dark or as the device does from now on, also before signing in."""
    wished = request.form.get("theme", "")
    answer = back_to(request.form.get("next"))
    if wished not in pages.THEMES:
        return answer
    if current_user.is_authenticated:
        service.change_theme(current_user.person_id, wished)
    return remember(answer, pages.THEME_COOKIE, wished)
