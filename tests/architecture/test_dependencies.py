"""What is installed for serving is used, and ARCHITECTURE.md says what for."""

import re
import tomllib
from pathlib import Path

from tests.architecture.house import list_files

ROOT = Path(__file__).resolve().parents[2]
#: distribution → what is imported, where the names differ
MODULES = {
    "argon2-cffi": "argon2",
    "python-engineio": "engineio",
    "python-socketio": "socketio",
    "flask-wtf": "flask_wtf",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
    "pystemmer": "Stemmer",
    "python-docx": "docx",
}
#: used without an import of ours
IMPLICIT = {
    "email-validator": "WTForms asks for it to check addresses",
    "psycopg": "SQLAlchemy loads it for PostgreSQL",
    "tzdata": "zoneinfo reads it where the system has none",
}


def runtime_dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [re.split(r"[\[<>=~ ]", one)[0] for one in project["dependencies"]]


def test_each_dependency_is_used() -> None:
    sources = "\n".join(file.read_text("utf-8") for file in list_files(".py"))
    for name in runtime_dependencies():
        module = MODULES.get(name, name.replace("-", "_"))
        used = re.search(rf"^(from|import) {module}\b", sources, re.MULTILINE)
        assert used or name in IMPLICIT, f"{name} is not used"


def test_each_dependency_is_explained() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text().lower().split("## dependencies")[1]
    for name in runtime_dependencies():
        assert name in table, f"{name} has no row"
