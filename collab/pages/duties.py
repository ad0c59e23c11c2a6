"""What has to be done for pages again and again."""

from datetime import timedelta

from collab.cooperations.stored_files import list_cooperation_ids
from collab.core.db import Scope, unit_of_work
from collab.core.duties import duty
from collab.pages.service import forgetting, importing, keeping, saving

__all__ = ["forget_comments", "forget_imports", "keeping", "save_pages"]


@duty("pages.save_versions", every=timedelta(minutes=1))
def save_pages() -> int:
    """Keep a version of pages that somebody wrote in; how many."""
    return saving.save_due_pages()


@duty("pages.forget_imports", every=timedelta(hours=6))
def forget_imports() -> None:
    """Files that were looked at and made no pages stay less than a day."""
    for cooperation_id in list_cooperation_ids():
        with unit_of_work(Scope(cooperation_id)):
            importing.forget_imports()


@duty("pages.forget_comments", every=timedelta(days=1))
def forget_comments() -> None:
    """Comments that were taken back long ago go for good."""
    for cooperation_id in list_cooperation_ids():
        with unit_of_work(Scope(cooperation_id)):
            forgetting.forget_comments()
