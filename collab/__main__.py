"""`collab` and `python -m collab`: the server by itself, every other command through click.

gevent has to patch the standard library before anything else is imported, so `collab serve` must
not load what the other commands need.
"""

import runpy
import sys


def main() -> None:
    """Run the program that the first word names."""
    if sys.argv[1:2] == ["serve"]:
        sys.argv[:2] = ["collab serve"]
        runpy.run_module("collab.server", run_name="__main__", alter_sys=True)
    else:
        runpy.run_module("collab.cli", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
