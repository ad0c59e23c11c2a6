"""Files that are to become pages, between their preview and the moment they do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class PageImport(CooperationOwned, Base):
    """What was read from some files; nobody but who sent them sees it, and it goes after a day."""

    __tablename__ = "page_import"
    __table_args__ = owned(
        ref("working_group", "group_id"),
        ref("document", "parent_id"),
        ref("membership", "created_by"),
    )

    #: where the pages go, see collab.documents.service.Spot
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    parent_id: Mapped[UUID | None] = mapped_column(index=True)
    #: membership
    created_by: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]
    #: forgotten from then on, imported or not
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: set by whoever imports it, so that it is imported once
    imported_at: Mapped[datetime | None]
    #: as collab.pages.service.drafts.Batch; emptied once it is imported
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
