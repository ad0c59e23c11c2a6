"""Runs migrations, as the owner of the tables."""

from alembic import context
from sqlalchemy import create_engine, pool

# every table must be known before models and database are compared
import collab.accounts.models
import collab.activity.models
import collab.boards.import_models
import collab.boards.models
import collab.cooperations.directory
import collab.cooperations.models
import collab.core.duty_runs
import collab.documents.models
import collab.files.models
import collab.foundings.models
import collab.groups.models
import collab.invitations.models
import collab.live.models
import collab.mail.models
import collab.meetings.models
import collab.minutes.models
import collab.notifications.models
import collab.pages.import_models
import collab.pages.models
import collab.privacy.models
import collab.search.models
import collab.webdav.models  # noqa: F401
from collab.core.db import Base

#: made by hand in migrations, as no model describes them
BY_HAND = ("search_words", "ix_search_passage_words")


def _is_of_models(_item: object, name: str | None, *_rest: object) -> bool:
    return not (name or "").startswith(BY_HAND)


def run() -> None:
    """Upgrade or compare the database that the caller named."""
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            include_object=_is_of_models,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
