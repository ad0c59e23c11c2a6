"""Where the pages of boards and those of tasks are."""

from collab.cooperations.web import CooperationBlueprint

#: /c/<cooperation>/boards…
boards = CooperationBlueprint("boards", "collab.boards", at="boards")
#: /c/<cooperation>/tasks…
tasks = CooperationBlueprint("tasks", "collab.boards", at="tasks")
