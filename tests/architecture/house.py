"""The rules of the house that no ready-made tool knows: what breaks them, and where.

Run as `python -m tests.architecture.house`; `make lint` does. ARCHITECTURE.md says why.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300
VAGUE = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
EDGES = {"forms", "listeners", "sockets", "views"}
RULES = {"models", "policy", "service"}
#: the only modules that know every feature
WIRING = {"collab/app.py", "collab/cli.py", "collab/server.py", "collab/start/views.py"}


@dataclass(frozen=True)
class Breach:
    """Where a rule is broken, and which."""

    path: PurePosixPath
    line: int
    rule: str
    words: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.words}"


def is_core(path: PurePosixPath) -> bool:
    """Whether the file may speak to the database directly."""
    return path.parts[:2] == ("collab", "core") or path.parts[0] == "migrations"


def called(node: ast.AST) -> str | None:
    """The last name of what is called: `commit` for `session().commit()`."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None


def check_commits(path: PurePosixPath, tree: ast.Module) -> Iterator[Breach]:
    """Only core/db.py ends a transaction."""
    if path == PurePosixPath("collab/core/db.py"):
        return
    for node in ast.walk(tree):
        name = called(node)
        if name in {"commit", "rollback"} and isinstance(node, ast.Call):
            yield Breach(path, node.lineno, "commit", f".{name}() belongs in core/db.py")


def check_sql(path: PurePosixPath, tree: ast.Module) -> Iterator[Breach]:
    """Outside of core every statement goes through mapped classes, for only those are scoped."""
    if is_core(path):
        return
    banned = {"connection", "exec_driver_sql", "sessionmaker", "ScopedSession", "create_engine"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found = ast.unparse(node) if node.attr == "engine" else node.attr
            if found in {"__table__", "database.engine"}:
                yield Breach(path, node.lineno, "sql", f"`{found}` goes around the scope")
        name = called(node)
        if name in banned and isinstance(node, ast.Call):
            yield Breach(path, node.lineno, "sql", f"{name}() goes around the scope")


def check_sql_imports(path: PurePosixPath, tree: ast.Module) -> Iterator[Breach]:
    """What statements without mapped classes are made of stays in core and in migrations."""
    banned = {"Session", "Table", "create_engine", "table", "text"}
    for node in () if is_core(path) else ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            for name in sorted(banned & {alias.name for alias in node.names}):
                words = f"sqlalchemy's {name} goes around the scope"
                yield Breach(path, node.lineno, "sql", words)


def check_late_imports(path: PurePosixPath, tree: ast.Module) -> Iterator[Breach]:
    """Imports stand at the top of a file."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield Breach(path, node.lineno, "import", "imports stand at the top of a file")


def check_foreign_imports(path: PurePosixPath, tree: ast.Module) -> Iterator[Breach]:
    """Nobody reaches for another feature's edges: what it offers is its service."""
    if str(path) in WIRING or path.parts[0] != "collab":
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for name in (f"{node.module}.{alias.name}" for alias in node.names):
            package, feature, module, *_rest = *name.split("."), "", ""
            foreign = package == "collab" and feature not in {path.parts[1], "core"}
            if foreign and module in EDGES:
                words = f"collab.{feature}.{module} is an edge of another feature"
                yield Breach(path, node.lineno, "import", words)


def check_words(path: PurePosixPath, tree: ast.Module) -> Iterator[Breach]:
    """Models, policies and services name their errors lazily: they do not know the reader."""
    if path.stem not in RULES and path.parent.name not in RULES:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel":
            for alias in node.names:
                if not alias.name.startswith("lazy_"):
                    words = f"{alias.name} needs a reader; use lazy_gettext"
                    yield Breach(path, node.lineno, "words", words)


def check_name(path: PurePosixPath, _tree: ast.Module) -> Iterator[Breach]:
    """A file is named after what it is about."""
    if path.stem in VAGUE:
        yield Breach(path, 1, "name", f"`{path.stem}` says nothing; name what it is about")


SOURCE_CHECKS = (
    check_commits,
    check_sql,
    check_sql_imports,
    check_late_imports,
    check_foreign_imports,
    check_words,
    check_name,
)


def check_source(path: PurePosixPath, text: str) -> Iterator[Breach]:
    """Every breach in one Python file; `path` is relative to the project."""
    tree = ast.parse(text)
    for check in SOURCE_CHECKS:
        yield from check(path, tree)
    lines = text.count("\n")
    if lines > LONGEST_FILE and path.parts[0] == "collab":
        words = f"{lines} lines; at {LONGEST_FILE} a file becomes a folder"
        yield Breach(path, lines, "size", words)


#: what the content security policy forbids, and what would go around escaping
IN_TEMPLATES = {
    r"""\sstyle\s*=\s*["'{]""": "a style attribute is blocked; use a class",
    r"""\son[a-z]+\s*=\s*["'{]""": "an inline handler is blocked; use an island",
    r"""<style\b""": "inline styles are blocked; use collab/frontend/styles",
    r"""<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>""": "inline scripts are blocked",
    r"""["']\s*javascript:""": "a javascript: address is blocked",
    r"""\|\s*safe\b""": "`safe` goes around escaping; return Markup from Python",
    r"""autoescape\s+false""": "escaping stays on",
}


def check_template(path: PurePosixPath, text: str) -> Iterator[Breach]:
    """Every breach in one template."""
    for pattern, words in IN_TEMPLATES.items():
        for found in re.finditer(pattern, text):
            yield Breach(path, text.count("\n", 0, found.end()) + 1, "template", words)


def list_files(suffix: str) -> Iterator[Path]:
    """The house's own files with this suffix, without what is built or installed."""
    for folder in ("collab", "migrations"):
        for file in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if not {"node_modules", "dist", "__pycache__"} & set(file.parts):
                yield file


def check_house() -> list[Breach]:
    """Every breach in the project."""
    breaches: list[Breach] = []
    for suffix, check in ((".py", check_source), (".html", check_template)):
        for file in list_files(suffix):
            path = PurePosixPath(file.relative_to(ROOT))
            breaches += check(path, file.read_text("utf-8"))
    return breaches


if __name__ == "__main__":
    found = check_house()
    print("\n".join(map(str, found)) or "The house is in order.")
    sys.exit(bool(found))
