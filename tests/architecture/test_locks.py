"""A fresh clone installs what was tried here, from the public registries and nowhere else."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NPM_LOCK = ROOT / "collab" / "frontend" / "package-lock.json"
PYTHON_HOSTS = {"pypi.org", "files.pythonhosted.org"}


def hosts(text: str) -> set[str]:
    return set(re.findall(r"\b[a-z+]+://([^/\s\"']+)", text))


def npm_packages() -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads(NPM_LOCK.read_text())["packages"]
    return {name: package for name, package in packages.items() if name}


def test_uv_lock_names_only_public_hosts() -> None:
    assert hosts((ROOT / "uv.lock").read_text()) == PYTHON_HOSTS


def test_npm_lock_names_no_registry_or_only_the_public_one() -> None:
    for name, package in npm_packages().items():
        resolved = package.get("resolved", "")
        assert not resolved or resolved.startswith("https://registry.npmjs.org/"), name


def test_npm_lock_knows_the_content_of_each_package() -> None:
    for name, package in npm_packages().items():
        assert package.get("integrity", "").startswith("sha512-"), name


def test_npm_keeps_registries_out_of_its_lock_and_runs_no_scripts() -> None:
    settings = (NPM_LOCK.parent / ".npmrc").read_text().split()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)


def test_each_direct_npm_dependency_has_one_exact_version() -> None:
    project = json.loads((NPM_LOCK.parent / "package.json").read_text())
    for name, version in (project["dependencies"] | project["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} {version}"


def test_nothing_sends_installers_elsewhere() -> None:
    for name in ("pyproject.toml", "Makefile", ".ci/run"):
        text = (ROOT / name).read_text()
        for word in ("index-url", "find-links", "registry=", "tool.uv.sources"):
            assert word not in text, f"{word} in {name}"
