"""What a page says in its own language, and whether that is left in English."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Page

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
#: every text and label on the page that is not marked as being in another language
READ_WORDS = """
() => {
  const own = document.documentElement.lang;
  const isOurs = (at) => at.closest("[lang]").lang === own && !at.closest("script, style, svg");
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: at, textContent } = walker.currentNode;
    if (isOurs(at)) found.push(textContent);
  }
  const names = ["aria-label", "title", "placeholder", "data-placeholder", "alt", "label"];
  for (const at of document.querySelectorAll("body *")) {
    if (!isOurs(at)) continue;
    for (const name of names) if (at.getAttribute(name)) found.push(at.getAttribute(name));
  }
  found.push(document.title.split(" · ")[0]);
  return [...new Set(found.map((each) => each.replace(/\\s+/g, " ").trim()))].filter(Boolean);
}
"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
WORD = re.compile("[A-Za-z]{2,}")
Pattern = re.Pattern[str]


def _is_telling(english: str) -> bool:
    """Whether nothing but this text looks like it; "… on …" may be the title of something."""
    fixed = PLACEHOLDER.sub("", english)
    return len(WORD.findall(fixed)) >= (1 if fixed == english else 2)


def _pattern(english: str) -> Pattern:
    parts = (re.escape(part) for part in PLACEHOLDER.split(english))
    return re.compile("(?s:.+)".join(parts).replace(r"\ ", " "))


@cache
def english_patterns(language: str) -> tuple[Pattern, ...]:
    """What must not be read in this language: English that is said differently there."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    ids, translated = set(), set()
    for message in catalog:
        english = message.id if isinstance(message.id, tuple | list) else (message.id,)
        there = message.string if isinstance(message.string, tuple | list) else (message.string,)
        ids.update(each for each in english if _is_telling(each))
        translated.update(there)
    assert len(ids) > 200, "the catalogue is there"
    return tuple(_pattern(each) for each in sorted(ids - translated))


def read_words(page: Page) -> list[str]:
    """Everything the page says in its own language, labels included."""
    found: list[str] = page.evaluate(READ_WORDS)
    return found


def find_english(page: Page) -> list[str]:
    """What a page in another language says in English."""
    language = page.locator("html").get_attribute("lang") or ""
    patterns = english_patterns(language)
    return [each for each in read_words(page) if any(one.fullmatch(each) for one in patterns)]
