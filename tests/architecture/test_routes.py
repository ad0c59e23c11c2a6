"""Each route is of a cooperation, public on purpose, or of the signed-in person alone."""

from flask import Flask

from collab.core.web import is_public

#: open to anybody, each with the reason
PUBLIC = {
    "accounts.sign_in": "the way in",
    "accounts.sign_in_submit": "the way in",
    "accounts.second_step": "the way in, after the password",
    "accounts.second_step_submit": "the way in, after the password",
    "accounts.second_step_options": "the way in, after the password",
    "accounts.passkey_options": "the way in, without a password",
    "accounts.passkey_sign_in": "the way in, without a password",
    "accounts.forgotten": "whoever forgot the password is not signed in",
    "accounts.forgotten_submit": "whoever forgot the password is not signed in",
    "accounts.reset": "whoever has the link of the mail",
    "accounts.reset_submit": "whoever has the link of the mail",
    "accounts.email_undo": "whoever has the link of the mail",
    "accounts.undo_email": "whoever has the link of the mail",
    "accounts.show_session": "says only whether the asker is signed in",
    "accounts.sign_out": "also for a session that has ended already",
    "accounts.switch_language": "before signing in too",
    "accounts.switch_theme": "before signing in too",
    "calendars.read": "a calendar program cannot sign in, and knows a secret token",
    "data.notice": "whoever has no account yet may read how data is protected",
    "data.show_stop_link": "whoever has the link of the mail",
    "data.stop_by_link": "whoever has the link of the mail",
    "i18n.show": "the words of the sign-in page",
    "invited.accept": "sends to the sign-in whoever is not signed in, and knows a secret token",
    "invited.ask_for_other": "likewise",
    "invited.decline": "whoever is invited may have no account",
    "invited.show": "whoever is invited may have no account",
    "invited.sign_up": "whoever is invited may have no account",
    "invited.switch": "whoever is invited may have no account",
    "notifications.resume": "whoever has the link of the mail",
    "notifications.stop": "whoever has the link of the mail",
    "notifications.stop_now": "whoever has the link of the mail, or their mail program",
    "shared.download": "whoever has a public link to a document",
    "shared.image": "whoever has a public link to a document",
    "shared.picture": "whoever has a public link to a document",
    "shared.show": "whoever has a public link to a document",
    "shared.show_inside": "whoever has a public link to a document",
    "shared.unlock": "whoever has a public link to a document, and its password",
    "start.home": "says what this is",
    "start.live": "is the process alive",
    "start.ready": "is the database there",
    "static": "built files, the same for everybody",
}
COOPERATION = "/c/<cooperation>"


def test_public_routes_are_the_reviewed_ones(bare_app: Flask) -> None:
    public = {
        rule.endpoint
        for rule in bare_app.url_map.iter_rules()
        if is_public(bare_app, rule.endpoint)
    }
    assert public == set(PUBLIC)


def test_no_page_of_a_cooperation_is_public(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        if "cooperation" in rule.arguments:
            assert rule.rule.startswith(COOPERATION), rule.rule
            assert not is_public(bare_app, rule.endpoint), rule.rule


def test_what_takes_an_id_is_of_a_cooperation_an_operators_or_ones_own(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        if rule.arguments - {"filename", "language"} and rule.endpoint not in PUBLIC:
            own = (COOPERATION, "/account/", "/operator/", "/foundings/")
            assert rule.rule.startswith(own), rule.rule


def test_a_page_that_shows_changes_nothing(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods == {"GET"} or "GET" not in methods, f"{rule.rule} shows and changes"
