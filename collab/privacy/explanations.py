"""What each part of a copy of somebody's data is, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

ACCOUNT: dict[str, Any] = {
    "account": _l("Your name, your e-mail address and since when you have an account."),
    "preferences": _l("Language, time zone and appearance of the pages."),
    "sessions": _l("The devices you are signed in with, and from which network address."),
    "devices": _l("Browsers in which you have signed in before."),
    "second_factors": _l("Which second factors you have. Secrets are not part of the copy."),
    "app_passwords": _l("Passwords for programs, without the passwords themselves."),
    "mails": _l("Mails to you: subject, date and state. Their text is not kept."),
    "links": _l("One-time links that were sent to you, without the links themselves."),
    "foundings": _l("When you proposed a cooperation."),
    "requests": _l("Copies like this one that you asked for, and whether your account ends."),
}
WORK: dict[str, Any] = {
    "cooperation": _l("The cooperation that the following parts are about."),
    "membership": _l("Your delegation, your role and since when you belong to the cooperation."),
    "deputies": _l("When you stood in for a coordinator, or named somebody who did."),
    "presidency": _l("Terms of the presidency that you handed over."),
    "groups": _l("The working groups you are in."),
    "attendance": _l("Whether you were at meetings."),
    "meetings_created": _l("Meetings you planned."),
    "presentations": _l("Agenda items you present."),
    "shared_meetings": _l("Single meetings that were shared with you, or that you shared."),
    "actions": _l("Actions that the minutes assign to you."),
    "mentions": _l("Places in minutes where you are mentioned."),
    "invitations": _l(
        "Invitations to you, and those you sent. Addresses of other people are left out."
    ),
    "activity": _l(
        "What you did, from the activity log. Details are left out: they may name other people."
    ),
    "writing": _l("How many of your changes each minutes hold, not what they say."),
    "tasks_owed": _l("Tasks on boards that you owe."),
    "tasks_created": _l("Tasks that you added."),
    "checklist_steps": _l("Steps of checklists that you checked."),
    "task_comments": _l("Your comments on tasks."),
    "task_files": _l("Files that you added to tasks, without the files themselves."),
    "saved_filters": _l("Filters of task lists that you saved."),
    "calendar_addresses": _l(
        "Your calendar addresses for tasks, without the secret addresses themselves."
    ),
    "notifications": _l("What you were notified of, and when you read it."),
    "notification_choices": _l("How you want to be notified."),
    "documents_created": _l("Folders, pages and files that you made."),
    "documents_trashed": _l("Documents that you moved to the trash."),
    "public_links": _l("Your public links, without addresses and passwords."),
    "file_versions": _l("Versions of files that you uploaded, without the files themselves."),
    "file_locks": _l("Files that you have locked."),
    "uploads": _l("Your uploads that are not finished."),
    "page_images": _l("Images that you put into pages, without the images themselves."),
    "page_versions": _l("Versions of pages that you wrote in, named or restored."),
    "page_threads": _l("Conversations beside pages that you began or resolved."),
    "page_comments": _l("Your comments on pages."),
}
