"""What the activity log says about folders, pages, files and public links; see `verbs`.

Here %(thing)s is the title of the document.
"""

from flask_babel import lazy_gettext as _l

from collab.console.doings import Doing, Verb

_A, _C, _E, _B = Doing.ADDED, Doing.CHANGED, Doing.ENDED, Doing.BACK
DOCUMENT_VERBS = {
    "folder.created": Verb(_A, _l("%(who)s created the folder “%(thing)s”.")),
    "folder.renamed": Verb(_C, _l("%(who)s renamed the folder “%(thing)s”.")),
    "folder.moved": Verb(_C, _l("%(who)s moved the folder “%(thing)s”.")),
    "folder.shared": Verb(_C, _l("%(who)s changed who sees the folder “%(thing)s”.")),
    "folder.trashed": Verb(_E, _l("%(who)s moved the folder “%(thing)s” to the trash.")),
    "folder.restored": Verb(_B, _l("%(who)s brought the folder “%(thing)s” back.")),
    "folder.erased": Verb(_E, _l("The folder “%(thing)s” was deleted for good.")),
    "page.created": Verb(_A, _l("%(who)s created the page “%(thing)s”.")),
    "page.renamed": Verb(_C, _l("%(who)s renamed the page “%(thing)s”.")),
    "page.moved": Verb(_C, _l("%(who)s moved the page “%(thing)s”.")),
    "page.shared": Verb(_C, _l("%(who)s changed who sees the page “%(thing)s”.")),
    "page.trashed": Verb(_E, _l("%(who)s moved the page “%(thing)s” to the trash.")),
    "page.restored": Verb(_B, _l("%(who)s brought the page “%(thing)s” back.")),
    "page.erased": Verb(_E, _l("The page “%(thing)s” was deleted for good.")),
    "page.version_named": Verb(_A, _l("%(who)s named a version of the page “%(thing)s”.")),
    "page.version_restored": Verb(
        _B, _l("%(who)s restored an older version of the page “%(thing)s”.")
    ),
    "page.commented": Verb(_A, _l("%(who)s commented on the page “%(thing)s”.")),
    "page.comment_edited": Verb(_C, _l("%(who)s changed a comment on the page “%(thing)s”.")),
    "page.comment_deleted": Verb(_E, _l("%(who)s deleted a comment on the page “%(thing)s”.")),
    "page.comment_restored": Verb(
        _B, _l("%(who)s brought a comment on the page “%(thing)s” back.")
    ),
    "page.comment_resolved": Verb(_E, _l("%(who)s resolved a comment on the page “%(thing)s”.")),
    "page.comment_reopened": Verb(_B, _l("%(who)s reopened a comment on the page “%(thing)s”.")),
    "file.created": Verb(_A, _l("%(who)s uploaded the file “%(thing)s”.")),
    "file.renamed": Verb(_C, _l("%(who)s renamed the file “%(thing)s”.")),
    "file.moved": Verb(_C, _l("%(who)s moved the file “%(thing)s”.")),
    "file.shared": Verb(_C, _l("%(who)s changed who sees the file “%(thing)s”.")),
    "file.trashed": Verb(_E, _l("%(who)s moved the file “%(thing)s” to the trash.")),
    "file.restored": Verb(_B, _l("%(who)s brought the file “%(thing)s” back.")),
    "file.erased": Verb(_E, _l("The file “%(thing)s” was deleted for good.")),
    "file.version_added": Verb(_A, _l("%(who)s uploaded a new version of the file “%(thing)s”.")),
    "file.version_restored": Verb(
        _B, _l("%(who)s restored an older version of the file “%(thing)s”.")
    ),
    "file.locked": Verb(_C, _l("%(who)s locked the file “%(thing)s”.")),
    "file.unlocked": Verb(_C, _l("%(who)s unlocked the file “%(thing)s”.")),
    "link.created": Verb(_A, _l("%(who)s made a public link to “%(thing)s”.")),
    "link.changed": Verb(_C, _l("%(who)s changed a public link to “%(thing)s”.")),
    "link.revoked": Verb(_E, _l("%(who)s revoked a public link to “%(thing)s”.")),
}
