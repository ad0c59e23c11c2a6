"""The minutes of a meeting."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from collab.core.db import Base, CooperationOwned, owned, ref


class Minutes(CooperationOwned, Base):
    """Says which live document is the minutes of which meeting."""

    __tablename__ = "minutes"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "meeting_id"),
        UniqueConstraint("cooperation_id", "document_id"),
        ref("meeting", "meeting_id"),
        ref("live_document", "document_id", ondelete="RESTRICT"),
    )

    meeting_id: Mapped[UUID]
    document_id: Mapped[UUID]
