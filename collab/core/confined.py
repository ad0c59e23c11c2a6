"""What a child process does first: give up everything it does not need; imports next to nothing."""

import resource
import sys
from typing import Final

_FILES: Final = 64


def limit_self() -> list[str]:
    """Set the limits that run_child gave, for good; the arguments that are left."""
    memory, seconds, answer, *rest = sys.argv[1:]
    for what, most in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, int(answer)),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    return rest
