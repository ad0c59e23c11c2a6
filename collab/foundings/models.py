"""Who proposes which cooperation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base


class Founding(Base):
    """A cooperation on its way: being written down, proposed to its partners, open or withdrawn.

    Belongs to no cooperation, so that whoever proposes one without being a member finds it again.
    """

    __tablename__ = "founding"

    proposer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: the cooperation it became; None while it is being written down
    cooperation_of: Mapped[UUID | None] = mapped_column(
        ForeignKey("cooperation.id", ondelete="CASCADE"), unique=True
    )
    #: what was typed so far, by step; once proposed: what is to be done when it opens
    draft: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
