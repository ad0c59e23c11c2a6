"""What the activity log says about boards and tasks; see `verbs`.

Here %(thing)s is the name of the board or the title of the task, %(part)s that of a column,
swimlane or label.
"""

from flask_babel import lazy_gettext as _l

from collab.console.doings import Doing, Verb

_A, _C, _E, _B = Doing.ADDED, Doing.CHANGED, Doing.ENDED, Doing.BACK
BOARD_VERBS = {
    "board.created": Verb(_A, _l("%(who)s created the board “%(thing)s”.")),
    "board.edited": Verb(_C, _l("%(who)s changed the board “%(thing)s”.")),
    "board.archived": Verb(_E, _l("%(who)s archived the board “%(thing)s”.")),
    "board.restored": Verb(_B, _l("%(who)s brought the board “%(thing)s” back.")),
    "board.imported": Verb(_A, _l("%(who)s imported tasks into the board “%(thing)s”.")),
    "board.column_added": Verb(
        _A, _l("%(who)s added the column “%(part)s” to the board “%(thing)s”.")
    ),
    "board.column_edited": Verb(
        _C, _l("%(who)s changed the column “%(part)s” of the board “%(thing)s”.")
    ),
    "board.column_moved": Verb(
        _C, _l("%(who)s moved the column “%(part)s” of the board “%(thing)s”.")
    ),
    "board.column_deleted": Verb(
        _E, _l("%(who)s deleted the column “%(part)s” of the board “%(thing)s”.")
    ),
    "board.column_restored": Verb(
        _B, _l("%(who)s brought the column “%(part)s” of the board “%(thing)s” back.")
    ),
    "board.lane_added": Verb(
        _A, _l("%(who)s added the swimlane “%(part)s” to the board “%(thing)s”.")
    ),
    "board.lane_edited": Verb(
        _C, _l("%(who)s changed the swimlane “%(part)s” of the board “%(thing)s”.")
    ),
    "board.lane_moved": Verb(
        _C, _l("%(who)s moved the swimlane “%(part)s” of the board “%(thing)s”.")
    ),
    "board.lane_deleted": Verb(
        _E, _l("%(who)s deleted the swimlane “%(part)s” of the board “%(thing)s”.")
    ),
    "board.lane_restored": Verb(
        _B, _l("%(who)s brought the swimlane “%(part)s” of the board “%(thing)s” back.")
    ),
    "board.label_added": Verb(
        _A, _l("%(who)s added the label “%(part)s” to the board “%(thing)s”.")
    ),
    "board.label_edited": Verb(
        _C, _l("%(who)s changed the label “%(part)s” of the board “%(thing)s”.")
    ),
    "board.label_moved": Verb(
        _C, _l("%(who)s moved the label “%(part)s” of the board “%(thing)s”.")
    ),
    "board.label_deleted": Verb(
        _E, _l("%(who)s deleted the label “%(part)s” of the board “%(thing)s”.")
    ),
    "board.label_restored": Verb(
        _B, _l("%(who)s brought the label “%(part)s” of the board “%(thing)s” back.")
    ),
    "task.created": Verb(_A, _l("%(who)s created the task “%(thing)s”.")),
    "task.renamed": Verb(_C, _l("%(who)s renamed the task “%(thing)s”.")),
    "task.edited": Verb(_C, _l("%(who)s changed the task “%(thing)s”.")),
    "task.moved": Verb(_C, _l("%(who)s moved the task “%(thing)s”.")),
    "task.closed": Verb(_E, _l("%(who)s marked the task “%(thing)s” as done.")),
    "task.reopened": Verb(_B, _l("%(who)s reopened the task “%(thing)s”.")),
    "task.archived": Verb(_E, _l("%(who)s archived the task “%(thing)s”.")),
    "task.restored": Verb(_B, _l("%(who)s brought the task “%(thing)s” back.")),
    "task.assigned": Verb(_C, _l("%(who)s changed who owes the task “%(thing)s”.")),
    "task.labelled": Verb(_C, _l("%(who)s changed the labels of the task “%(thing)s”.")),
    "task.commented": Verb(_A, _l("%(who)s commented on the task “%(thing)s”.")),
    "task.comment_edited": Verb(_C, _l("%(who)s changed a comment on the task “%(thing)s”.")),
    "task.comment_deleted": Verb(_E, _l("%(who)s deleted a comment on the task “%(thing)s”.")),
    "task.comment_restored": Verb(
        _B, _l("%(who)s brought a comment on the task “%(thing)s” back.")
    ),
    "task.checklist_changed": Verb(
        _C, _l("%(who)s changed the checklist of the task “%(thing)s”.")
    ),
    "task.linked": Verb(_A, _l("%(who)s linked the task “%(thing)s” to where it comes from.")),
    "task.unlinked": Verb(_E, _l("%(who)s removed a link of the task “%(thing)s”.")),
    "task.blocked": Verb(_A, _l("%(who)s noted what the task “%(thing)s” waits for.")),
    "task.unblocked": Verb(_E, _l("%(who)s noted that the task “%(thing)s” waits for less.")),
    "task.file_added": Verb(_A, _l("%(who)s attached a file to the task “%(thing)s”.")),
    "task.file_removed": Verb(_E, _l("%(who)s took a file off the task “%(thing)s”.")),
    "task.file_restored": Verb(_B, _l("%(who)s put a file back on the task “%(thing)s”.")),
}
