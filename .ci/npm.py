"""Run npm in the front end with Node 20.19 or newer: this machine's, else the one from PyPI."""

import os
import sys
from pathlib import Path

from front_end import find_node

ROOT = Path(__file__).resolve().parent.parent
node, npm, folder = find_node()
environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
os.chdir(ROOT / "collab" / "frontend")
os.execve(node, [node, npm, *sys.argv[1:]], environment)
