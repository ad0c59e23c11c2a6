"""Every string on screen is in every released language."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "translations"
RELEASED = ["de", "fr", "it", "es", "ca"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}")


def find_catalogue(locale: str) -> Path:
    return CATALOGUES / locale / "LC_MESSAGES" / "messages.po"


def run_babel(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "babel.messages.frontend", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """messages.pot as the sources of this moment make it."""
    file = tmp_path_factory.mktemp("pot") / "messages.pot"
    command = [sys.executable, str(ROOT / ".ci" / "translate.py"), "--pot", str(file)]
    subprocess.run(command, cwd=ROOT, check=True)
    return file


def strings(file: Path) -> set[tuple[str | None, str, str]]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(file))}


def test_the_template_has_every_string_of_the_sources(template: Path) -> None:
    known, used = strings(CATALOGUES / "messages.pot"), strings(template)
    assert used - known == set(), "run `make translate`"
    assert known - used == set(), "run `make translate`"


def test_no_folder_of_the_front_end_is_passed_over() -> None:
    known = {text for _context, text, _plural in strings(CATALOGUES / "messages.pot")}
    front_end = ROOT / "collab" / "frontend"
    files = [
        file
        for file in front_end.rglob("*.ts")
        if not {"node_modules", "tests"} & set(file.relative_to(front_end).parts)
    ]
    said = {
        text for file in files for text in re.findall(r'\b_\("([^"\\]+)"', file.read_text("utf-8"))
    }
    assert len(said) > 100
    assert said - known == set()


@pytest.mark.parametrize("locale", RELEASED)
def test_the_catalogue_is_up_to_date(template: Path, locale: str, tmp_path: Path) -> None:
    # `update --check` never finds a string that has a context, and calls every catalogue old
    copy = shutil.copy(find_catalogue(locale), tmp_path / "messages.po")
    words = ("--input-file", template, "--output-file", copy, "--no-wrap")
    quiet = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
    done = run_babel("update", "--locale", locale, *words, *quiet)
    assert done.returncode == 0, done.stderr
    assert strings(copy) == strings(find_catalogue(locale)), "run `make translate`"


@pytest.mark.parametrize("locale", RELEASED)
def test_nothing_is_untranslated_or_fuzzy(locale: str) -> None:
    catalogue = polib.pofile(str(find_catalogue(locale)))
    assert len(catalogue) > 0
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("locale", RELEASED)
def test_gettext_itself_accepts_the_catalogue(locale: str, tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("msgfmt is not installed; `apt-get install gettext` has it")
    command = [msgfmt, "--check", "--output-file", tmp_path / "checked.mo", find_catalogue(locale)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("locale", RELEASED)
def test_translations_keep_the_placeholders(locale: str) -> None:
    for entry in polib.pofile(str(find_catalogue(locale))):
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in filter(None, texts):
            found = set(PLACEHOLDER.findall(text))
            # a singular may spell its number out
            assert found <= wanted, f"{entry.msgid!r} → {text!r}"
            assert entry.msgid_plural or found == wanted, f"{entry.msgid!r} → {text!r}"


@pytest.mark.parametrize("locale", RELEASED)
def test_translations_bring_no_markup_of_their_own(locale: str) -> None:
    for entry in polib.pofile(str(find_catalogue(locale))):
        wanted = set(re.findall(r"<[^>]*>", entry.msgid + entry.msgid_plural))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(re.findall(r"<[^>]*>", text)) <= wanted, text
