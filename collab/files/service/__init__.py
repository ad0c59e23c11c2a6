"""Files: versions, locks, uploads, archives, quotas."""

from collab.files.errors import FileLocked, OtherKind, QuotaFull, TooLarge, UploadGone
from collab.files.service.adding import (
    add_file,
    add_received,
    add_version,
    check_replaceable,
    replace_with,
    restore_version,
)
from collab.files.service.archives import Archive, archive_of, pack, plan_archive
from collab.files.service.bringing import Aim, OnTaken, choose_aim, put_received
from collab.files.service.locking import (
    ShownLock,
    can_unlock,
    check_unlocked,
    find_lock,
    find_locks,
    lock,
    refresh_lock,
    unlock,
)
from collab.files.service.lookups import (
    FoundFile,
    ShownVersion,
    find_file,
    find_version,
    list_versions,
    newest_of,
    open_file,
    open_version_for_link,
)
from collab.files.service.reading import on_words_read
from collab.files.service.receiving import Received, receive, take_in
from collab.files.service.spots import FileThere, find_named, open_folders
from collab.files.service.uploads import (
    UploadPlan,
    begin_upload,
    cancel_upload,
    find_upload,
    take_piece,
)
from collab.files.service.usage import (
    Usage,
    check_room,
    measure,
    measure_cooperation,
    set_quota,
)

__all__ = [
    "Aim",
    "Archive",
    "FileLocked",
    "FileThere",
    "FoundFile",
    "OnTaken",
    "OtherKind",
    "QuotaFull",
    "Received",
    "ShownLock",
    "ShownVersion",
    "TooLarge",
    "UploadGone",
    "UploadPlan",
    "Usage",
    "add_file",
    "add_received",
    "add_version",
    "archive_of",
    "begin_upload",
    "can_unlock",
    "cancel_upload",
    "check_replaceable",
    "check_room",
    "check_unlocked",
    "choose_aim",
    "find_file",
    "find_lock",
    "find_locks",
    "find_named",
    "find_upload",
    "find_version",
    "list_versions",
    "lock",
    "measure",
    "measure_cooperation",
    "newest_of",
    "on_words_read",
    "open_file",
    "open_folders",
    "open_version_for_link",
    "pack",
    "plan_archive",
    "put_received",
    "receive",
    "refresh_lock",
    "replace_with",
    "restore_version",
    "set_quota",
    "take_in",
    "take_piece",
    "unlock",
]
