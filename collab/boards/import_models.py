"""Files with tasks, between their preview and the moment they are imported."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class TaskImport(CooperationOwned, Base):
    """What somebody wants to import into a board; nobody else sees it, and it goes after a day."""

    __tablename__ = "task_import"
    __table_args__ = owned(ref("board", "board_id"), ref("membership", "created_by"))

    board_id: Mapped[UUID] = mapped_column(index=True)
    #: membership
    created_by: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]
    #: forgotten from then on, imported or not
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: set by whoever imports it, so that it is imported once
    imported_at: Mapped[datetime | None]
    #: what the file was called; empty when its text was pasted
    name: Mapped[str] = mapped_column(String(200), default="")
    #: as collab.boards.imports.plans.Reading; emptied once it is imported
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
