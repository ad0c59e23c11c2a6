"""What templates of other pages ask about files."""

from collections.abc import Collection
from uuid import UUID

from collab.cooperations.web import current_actor
from collab.files import service
from collab.files.limits import MB, limits
from collab.files.service import Usage
from collab.files.service.locking import find_locks
from collab.files.views.blueprints import bp


@bp.app_template_global()
def storage_usage() -> Usage:
    """How much the cooperation stores, and how much it may; in a unit of work of it."""
    return service.measure(current_actor())


@bp.app_template_global()
def most_megabytes() -> int:
    """How large one file may be."""
    return limits.file // MB


@bp.app_template_global()
def locks_of(document_ids: Collection[UUID]) -> dict[UUID, str]:
    """Who has locked which of these files, in one query."""
    held = find_locks(current_actor(), document_ids)
    return {document_id: shown.by for document_id, shown in held.items()}
