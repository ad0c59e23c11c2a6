"""The application: the only module that knows every package."""

import logging
from dataclasses import replace
from typing import Any

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from collab.accounts import service as accounts
from collab.accounts import views as account_views
from collab.accounts.identity import Identity
from collab.accounts.sealing import sealer
from collab.accounts.views import people as account_operator_pages
from collab.boards import duties as board_duties
from collab.boards import sockets as board_sockets
from collab.boards import views as board_pages
from collab.boards.imports import duties as import_duties
from collab.boards.views import feeds as calendar_pages
from collab.boards.views import task_pages
from collab.config import Settings
from collab.console import views as console_pages
from collab.cooperations import duties as cooperation_duties
from collab.cooperations import stored_files
from collab.cooperations import web as cooperation_pages
from collab.core import (
    addresses,
    assets,
    catalogue,
    error_pages,
    formats,
    i18n,
    keeping,
    pages,
    relays,
    sockets,
    web,
)
from collab.core.bus import bus
from collab.core.db import GLOBAL, Scope, database, unit_of_work
from collab.core.spool import SpoolingRequest
from collab.core.storage import storage
from collab.demo import DEMO_PASSWORD, demo_people
from collab.documents import duties as document_duties
from collab.documents import views as document_pages
from collab.files import duties as file_duties
from collab.files import views as file_pages
from collab.files.limits import limits
from collab.files.views import operators as storage_pages
from collab.foundings import listeners as founding_listeners
from collab.foundings import views as founding_pages
from collab.foundings.views import emblems as emblem_pages
from collab.foundings.views import inside as founding_inside
from collab.foundings.views import operators as founding_operators
from collab.groups import views as group_pages
from collab.inspection.scanner import scanner
from collab.invitations import duties as invitation_duties
from collab.invitations import views as invitation_pages
from collab.invitations.views import answering as invited_pages
from collab.live import sockets as live_sockets
from collab.mail import outbox, post
from collab.mail import views as mail_pages
from collab.meetings import views as meeting_pages
from collab.minutes import duties as minutes_duties
from collab.minutes import listeners as minutes_listeners
from collab.minutes import views as minutes_pages
from collab.notifications import duties as notification_duties
from collab.notifications import listeners as notification_listeners
from collab.notifications import sockets as bell_sockets
from collab.notifications import views as notification_pages
from collab.notifications.tokens import signer
from collab.notifications.views import choosing as notice_pages
from collab.overview import views as overview_pages
from collab.pages import duties as page_duties
from collab.pages import sockets as page_sockets
from collab.pages import views as page_pages
from collab.privacy import duties as privacy_duties
from collab.privacy.views import account as data_pages
from collab.privacy.views import operators as keeping_pages
from collab.privacy.views import retention as retention_pages
from collab.publishing import views as publishing_pages
from collab.publishing.views import public_pages as shared_pages
from collab.search import duties as search_duties
from collab.search import listeners as search_listeners
from collab.search import views as search_pages
from collab.start import bp as start_pages
from collab.webdav import duties as webdav_duties
from collab.webdav.mount import mount as mount_webdav

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: a form is never larger, unless its view takes files
MAX_FORM_BYTES = 2_000_000

#: each has `bp`, its pages
PAGES = (
    account_views,
    account_operator_pages,
    overview_pages,
    group_pages,
    board_pages,
    task_pages,
    calendar_pages,
    document_pages,
    file_pages,
    storage_pages,
    page_pages,
    publishing_pages,
    shared_pages,
    meeting_pages,
    minutes_pages,
    notification_pages,
    notice_pages,
    search_pages,
    mail_pages,
    console_pages,
    invitation_pages,
    invited_pages,
    founding_pages,
    founding_inside,
    founding_operators,
    emblem_pages,
    data_pages,
    retention_pages,
    keeping_pages,
)
#: have duties, which the worker sees to as soon as they are imported
DUTIES = (
    outbox,
    cooperation_duties,
    stored_files,
    invitation_duties,
    founding_listeners,
    privacy_duties,
    board_duties,
    document_duties,
    import_duties,
    file_duties,
    page_duties,
    minutes_duties,
    notification_duties,
    webdav_duties,
    search_duties,
)
#: react to what happens as soon as they are imported
LISTENERS = (minutes_listeners, notification_listeners, founding_listeners, search_listeners)

login_manager = LoginManager()
_log = logging.getLogger(__name__)


class Collab(Flask):
    """Resolves who asks and where, and runs each view in one unit of work."""

    request_class = SpoolingRequest

    def dispatch_request(self) -> ResponseReturnValue:
        """Let people in or send them to the sign-in; commit what the view did unless it raises."""
        request_ = request
        if request_.routing_exception is not None:
            self.raise_routing_exception(request_)
        if request_.endpoint == "static":
            return super().dispatch_request()
        if "\0" in request_.path:
            abort(404)  # nothing is called so, and PostgreSQL does not even take the question
        if not current_user.is_authenticated and not web.is_public(self, request_.endpoint):
            return _to_sign_in()
        if not web.is_in_unit_of_work(self, request_.endpoint):
            return super().dispatch_request()
        with unit_of_work(_scope_of_request(), writes=request_.method not in SAFE_METHODS):
            return super().dispatch_request()


def _to_sign_in() -> ResponseReturnValue:
    if request.method not in SAFE_METHODS:
        abort(401)  # the page shows what was typed, so that it can be sent again
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def _scope_of_request() -> Scope:
    arguments = request.view_args or {}
    if "cooperation" in arguments:
        actor = cooperation_pages.enter(arguments.pop("cooperation"))
        if web.may_write_archived(current_app, request.endpoint):
            return Scope(cooperation_id=actor.cooperation_id)
        return actor.scope
    if current_user.is_authenticated:
        return Scope(person_id=current_user.person_id)
    return GLOBAL


@login_manager.user_loader
def _load_identity(token: str) -> Identity | None:
    with unit_of_work(GLOBAL, writes=False):
        identity = accounts.find_identity(token)
    if identity is not None and not identity.is_use_noted:
        _note_use(identity)
    return identity


def _note_use(identity: Identity) -> None:
    """Whoever comes every day stays signed in; not writing it down closes no page."""
    try:
        with unit_of_work(GLOBAL):
            accounts.touch_session(identity.session_id, web.client_address())
    except SQLAlchemyError:
        _log.exception("cannot note that a session is in use")


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-collab" if settings.is_secure else "collab",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=accounts.LIFETIME,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _connect(settings: Settings) -> None:
    database.connect(settings.database_url)
    bus.connect(settings.redis_url, settings.secret_key)
    relays.attach(bus)
    scanner.use(settings.clamav)
    storage.use(settings.files_at, settings.spool)


def create_app(settings: Settings | None = None, **changes: Any) -> Flask:
    """The application with these settings (the environment's by default), changed where said."""
    settings = replace(settings or Settings.from_environment(), **changes)
    app = Collab(__name__)
    app.url_map.strict_slashes = False  # an address typed with a slash at its end is the same page
    _configure(app, settings)
    _connect(settings)
    addresses.set_base(settings.public_url)
    sealer.use(settings.secret_key)
    signer.use(settings.secret_key)
    post.use(settings.mail)
    keeping.use(settings.keeping)
    limits.use(settings.max_file_mb, settings.quota_gb)
    app.before_request(web.make_room_for_files)
    web.csrf.init_app(app)
    login_manager.init_app(app)
    for part in (i18n, formats, pages, assets, catalogue, cooperation_pages, error_pages):
        part.init_app(app)
    sockets.init_app(app, settings.origins, settings.process, settings.proxies)
    live_sockets.init_app(app, settings.live)
    board_sockets.init_app(app)
    bell_sockets.init_app(app)
    page_sockets.init_app(app)
    app.after_request(web.add_security_headers)
    app.jinja_env.globals.update(
        asset=web.asset, asset_styles=web.asset_styles, csp_nonce=web.csp_nonce
    )
    if settings.is_demo:
        app.config.update(DEMO_PEOPLE=demo_people, DEMO_PASSWORD=DEMO_PASSWORD)
    app.register_blueprint(start_pages)
    for module in PAGES:
        app.register_blueprint(module.bp)
    mount_webdav(app, settings.proxies)
    return app
