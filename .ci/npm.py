"""Run npm in the front end with Node 20.19 or newer: this machine's, else the one from PyPI."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hatch_build import find_node  # noqa: E402 - it lies beside this folder, not on the path

node, npm, folder = find_node()
environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
os.chdir(ROOT / "collab" / "frontend")
os.execve(node, [node, npm, *sys.argv[1:]], environment)
