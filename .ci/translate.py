"""Gather every string on screen into messages.pot and bring the named catalogues up to date.

`python .ci/translate.py de fr …`; with `--pot FILE` only the template is written, to that file.
Catalogues name the file of a string, not its line, so that moving code changes none of them.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from front_end import find_node

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "translations"
DOMAIN = Path("LC_MESSAGES") / "messages.po"
HEADER = {"Project-Id-Version": "collab", "MIME-Version": "1.0"}
HEADER |= {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
KEYWORDS = ("_l", "lazy_gettext", "_n:1,2", "_ln:1,2", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")


def run_babel(*words: str | Path) -> None:
    """Run pybabel in the project's folder; it prints what is wrong."""
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True)


def extract_python(pot: Path) -> None:
    """The strings of Python and of templates."""
    keywords = [part for keyword in KEYWORDS for part in ("--keyword", keyword)]
    style = ("--add-location=file", "--no-wrap", "--sort-by-file", "--add-comments=Translators:")
    run_babel("extract", "--mapping", "pyproject.toml", *keywords, *style, "--output", pot, ".")


def extract_typescript(pot: Path) -> None:
    """The strings of the islands."""
    node, _npm, _folder = find_node()
    script = ROOT / "collab" / "frontend" / "extract.mjs"
    subprocess.run([node, str(script), str(pot)], cwd=script.parent, check=True)


def locate(entry: polib.POEntry) -> list[tuple[str, str]]:
    """The files that use a string, as seen from the project's folder, each once."""
    frontend = "collab/frontend/"
    paths = {path.removeprefix("./") for path, _line in entry.occurrences}
    typescript = {p if p.startswith(frontend) else frontend + p for p in paths if p.endswith(".ts")}
    return [(path, "") for path in sorted({p for p in paths if not p.endswith(".ts")} | typescript)]


def merge(*pots: Path) -> polib.POFile:
    """One template of all of them; a string used on both sides stands in it once."""
    merged = polib.POFile(wrapwidth=100)
    merged.metadata = dict(HEADER)
    for pot in pots:
        for entry in polib.pofile(str(pot)):
            entry.occurrences = locate(entry)
            known = merged.find(entry.msgid, msgctxt=entry.msgctxt or False)
            if known is None:
                merged.append(entry)
                continue
            known.occurrences = sorted({*known.occurrences, *entry.occurrences})
            known.msgid_plural = known.msgid_plural or entry.msgid_plural
            known.msgstr_plural = known.msgstr_plural or entry.msgstr_plural
            known.flags = sorted({*known.flags, *entry.flags})
    merged.sort(key=lambda entry: (entry.occurrences, entry.msgid))
    return merged


def write_template(target: Path) -> None:
    """Write messages.pot."""
    with tempfile.TemporaryDirectory() as folder:
        python, typescript = Path(folder) / "python.pot", Path(folder) / "typescript.pot"
        extract_python(python)
        extract_typescript(typescript)
        merge(python, typescript).save(str(target))


def update(locale: str, template: Path) -> None:
    """Give a catalogue the strings of the template; nothing is guessed, what is gone is dropped."""
    file = CATALOGUES / locale / DOMAIN
    command = "update" if file.exists() else "init"
    words = ["--input-file", template, "--output-file", file, "--locale", locale, "--no-wrap"]
    if file.exists():
        words += ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"]
    file.parent.mkdir(parents=True, exist_ok=True)
    run_babel(command, *words)
    text = file.read_text("utf-8")
    for blank in (" <LL@li.org>", "FULL NAME <EMAIL@ADDRESS>", "EMAIL@ADDRESS"):
        text = text.replace(blank, "")
    file.write_text(text, "utf-8")


def main(words: list[str]) -> None:
    """Do what the command line says."""
    if words[:1] == ["--pot"]:
        write_template(Path(words[1]))
        return
    CATALOGUES.mkdir(exist_ok=True)
    template = CATALOGUES / "messages.pot"
    write_template(template)
    for locale in words:
        update(locale, template)
        catalogue = polib.pofile(str(CATALOGUES / locale / DOMAIN))
        missing = len(catalogue.untranslated_entries())
        print(f"{locale}: {len(catalogue)} strings, {missing} without translation")


if __name__ == "__main__":
    main(sys.argv[1:])
