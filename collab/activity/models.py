"""The row that says what happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned


class Activity(CooperationOwned, Base):
    """Something a person did in a cooperation: `noun.past_tense`, on which thing, when."""

    __tablename__ = "activity"
    __table_args__ = owned(Index(None, "cooperation_id", "at"))

    #: who did it; stays when the person leaves the cooperation
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    verb: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
