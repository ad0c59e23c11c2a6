"""Pages of a browser with the real provider in them, in a Node process that does as it is told."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from select import select
from typing import Any

ROOT = Path(__file__).parents[3]
FRONT = ROOT / "collab" / "frontend"
sys.path.insert(0, str(ROOT / ".ci"))

from front_end import find_node  # noqa: E402 a program of the build, not of the package

PATIENCE = 20.0


def pack(word: Any) -> Any:
    return {"bytes": base64.b64encode(word).decode()} if isinstance(word, bytes) else word


def unpack(word: Any) -> Any:
    is_bytes = isinstance(word, dict) and set(word) == {"bytes"}
    return base64.b64decode(word["bytes"]) if is_bytes else word


class Stage:
    """The Node process. Each command returns when everything that it began has come to rest."""

    def __init__(self, folder: Path) -> None:
        node, _npm, _path = find_node()
        vite = FRONT / "node_modules" / "vite" / "bin" / "vite.js"
        words = ["build", "--config", "vite.stage.ts", "--logLevel", "error"]
        subprocess.run(
            [node, vite, *words, "--outDir", folder, "--emptyOutDir"], cwd=FRONT, check=True
        )
        self._process = subprocess.Popen(
            [node, FRONT / "tests" / "stage" / "stage.mjs", folder / "page.cjs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        #: what the pages did and nobody has looked at yet
        self.heard: list[dict[str, Any]] = []

    def tell(self, command: str, **words: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command} | words).encode() + b"\n")
        self._process.stdin.flush()
        ready, _write, _error = select([self._process.stdout], [], [], PATIENCE)
        assert ready, f"the pages are still busy with {command} {words}"
        said = json.loads(self._process.stdout.readline())
        for word in said["out"]:
            assert word["kind"] != "error", word["error"]
        self.heard += said["out"]
        return said["answer"]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.kill()
        self._process.wait(timeout=10)
        self._process.stdout.close()
