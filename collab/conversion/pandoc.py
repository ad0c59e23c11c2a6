"""A child process: becomes pandoc, which makes an ODT of an HTML file of ours, with everything inside.

Run by collab.conversion.files, never imported by the server.
"""

import os

from collab.core.confined import limit_self


def main() -> None:
    """Write the ODT to the standard output."""
    program, path, language, *more = limit_self()
    words = ["-f", "html", "-t", "odt", "-o", "-", "-M", f"lang={language}"]
    os.execv(program, [program, *words, *more, path])  # noqa: S606 - no shell: a list of words


if __name__ == "__main__":
    main()
