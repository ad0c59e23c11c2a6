"""Each table that says something of a person is in the copy of their data, or says why not."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, inspect

from collab.privacy import explanations, own_account, own_work
from tests.databases import Address

#: table → the parts of data.json that tell of it
EXPORTED = {
    "activity": {"activity"},
    "app_password": {"app_passwords"},
    "agenda_item": {"presentations"},
    "attendance": {"attendance"},
    "authenticator_app": {"second_factors"},
    "checklist_item": {"checklist_steps"},
    "cooperation": {"cooperation"},
    "data_export": {"requests"},
    "deputy": {"deputies"},
    "document": {"documents_created", "documents_trashed"},
    "document_link": {"public_links"},
    "erasure_request": {"requests"},
    "file_lock": {"file_locks"},
    "file_version": {"file_versions"},
    "founding": {"foundings"},
    "group_member": {"groups"},
    "invitation": {"invitations"},
    "invitation_list": {"invitations"},
    "known_device": {"devices"},
    "live_update": {"writing"},
    "mail": {"mails"},
    "meeting": {"meetings_created"},
    "meeting_guest": {"shared_meetings"},
    "membership": {"membership"},
    "minutes_action": {"actions"},
    "minutes_mention": {"mentions"},
    "notification": {"notifications"},
    "notification_choice": {"notification_choices"},
    "one_time_link": {"links"},
    "page_comment": {"page_comments"},
    "page_image": {"page_images"},
    "page_thread": {"page_threads"},
    "page_version": {"page_versions"},
    "passkey": {"second_factors"},
    "person": {"account", "preferences"},
    "presidency_term": {"presidency"},
    "recovery_code": {"second_factors"},
    "saved_filter": {"saved_filters"},
    "signed_in_session": {"sessions"},
    "task": {"tasks_created"},
    "task_comment": {"task_comments"},
    "task_feed": {"calendar_addresses"},
    "task_file": {"task_files"},
    "task_owner": {"tasks_owed"},
    "upload": {"uploads"},
}
#: tables that point at people and are not in the copy, each with the reason
REVIEWED = {
    "challenge": "random bytes of a sign-in that is under way, for minutes",
    "live_client": "numbers by which the engine tells authors apart; live_update is told of",
    "page_import": "files between upload and pages, which only they see and are gone in a day",
    "task_import": "a file between upload and import, which only they see and is gone in a day",
    "dav_lock": "a lock on a folder that a program holds, for an hour at most",
    "live_operation": "an edit that the server makes within seconds",
}
#: what a column is called that holds an address or points at somebody
TELLING = ("email", "address", "person_id", "membership_id", "invited_by", "created_by")


@pytest.fixture
def engine(database_address: Address) -> Iterator[Engine]:
    made = create_engine(database_address.owner)
    yield made
    made.dispose()


def tables_about_people(engine: Engine) -> set[str]:
    found = {"person"}
    look = inspect(engine)
    for table in look.get_table_names():
        keys = look.get_foreign_keys(table)
        names = {column["name"] for column in look.get_columns(table)}
        if any(key["referred_table"] in {"person", "membership"} for key in keys):
            found.add(table)
        if names & set(TELLING):
            found.add(table)
    return found


def test_each_table_about_people_is_exported_or_reviewed(engine: Engine) -> None:
    assert tables_about_people(engine) == set(EXPORTED) | set(REVIEWED)


def test_each_table_is_in_a_part_that_exists() -> None:
    parts = {*own_account.PARTS, *own_work.PARTS}
    assert set().union(*EXPORTED.values()) <= parts


def test_each_part_is_explained() -> None:
    assert set(own_account.PARTS) == set(explanations.ACCOUNT)
    assert set(own_work.PARTS) == set(explanations.WORK)
