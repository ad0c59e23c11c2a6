"""What every template may call: icons, initials, light or dark, what was typed."""

from flask import Flask, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.exceptions import RequestEntityTooLarge

THEME_COOKIE = "theme"
THEMES = ("light", "dark", "auto")
#: never shown or sent again
SECRET_FIELDS = ("csrf_token", "password", "current", "new", "again", "code", "answer")


def icon(name: str, extra_class: str = "") -> Markup:
    """A drawing from the sprite (names in frontend/icons.txt), hidden from screen readers."""
    sprite = url_for("static", filename="dist/icons.svg")
    classes = f"icon {extra_class}".strip()
    return Markup(  # noqa: S704 every part is escaped
        f'<svg class="{escape(classes)}" aria-hidden="true" focusable="false">'
        f'<use href="{escape(sprite)}#{escape(name)}"></use></svg>'
    )


def initials(name: str) -> str:
    """One or two letters that stand for a person: "Ana Pérez" → "AP", "李雷" → "李"."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def theme() -> str:
    """`light`, `dark` or `auto`: the reader's preference, else the cookie, else as the device."""
    if current_user and current_user.is_authenticated:
        wished = str(current_user.theme)
    else:
        wished = request.cookies.get(THEME_COOKIE, "")
    return wished if wished in THEMES else "auto"


def typed_fields() -> list[tuple[str, str]]:
    """What the reader sent with this form, without tokens and passwords, unless it is too much."""
    if request.method != "POST":
        return []
    try:
        sent = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    return [pair for pair in sent if pair[0] not in SECRET_FIELDS]


def init_app(app: Flask) -> None:
    """Give templates these functions."""
    app.jinja_env.globals.update(
        icon=icon,
        initials=initials,
        theme=theme,
        typed_fields=typed_fields,
    )
