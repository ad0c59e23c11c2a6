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
import collab.pages.models
import collab.privacy.models  # noqa: F401
from collab.core.db import Base


def run() -> None:
    """Upgrade or compare the database that the caller named."""
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
