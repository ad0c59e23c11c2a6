"""Where the pages of boards and those of tasks are."""

from collab.cooperations.web import CooperationBlueprint

#: /c/<cooperation>/boards…
boards = CooperationBlueprint("boards", __name__.rpartition(".")[0], at="boards")
#: /c/<cooperation>/tasks…
tasks = CooperationBlueprint("tasks", __name__.rpartition(".")[0], at="tasks")
