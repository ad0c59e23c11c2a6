"""People who have minutes open in a browser: what they type, and what they see."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browsing import PATIENCE

#: the text of the minutes, block by block, without what the page draws around and into it
READ_TEXT = """
(root) => {
  const copy = root.cloneNode(true);
  const drawn = ".agenda-item-head, .block-label, .action-item-done, .action-item-fields, " +
    "li > label, .ProseMirror-widget, .ProseMirror-separator, .ProseMirror-trailingBreak";
  for (const each of copy.querySelectorAll(drawn)) each.remove();
  const blocks = copy.querySelectorAll("p, h1, h2, h3, h4, h5, h6, pre, .action-item-text");
  return [...blocks].map((block) => block.textContent.replace(/\\ufeff/g, ""));
}
"""
#: where the caret goes: the end of a block
PUT_CARET = """
(block) => {
  block.closest("[contenteditable=true]").focus();
  const range = document.createRange();
  range.selectNodeContents(block);
  range.collapse(false);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
"""
MOVING = {"Home", "End", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "a"}
NEXT_FRAME = "async () => { for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame) }"


def eventually(look: Callable[[], Any], wanted: Any, page: Page, *, within: float = 0) -> None:
    """Look again and again, as `expect` does, until what is seen is `wanted`."""
    until = time.monotonic() + (within or PATIENCE / 1000)
    seen = look()
    while seen != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
        seen = look()
    assert seen == wanted, f"{seen!r} is not {wanted!r}"


class Writer:
    """Somebody at the minutes of a meeting."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        self.path = path
        self._devtools: CDPSession | None = None
        page.goto(path)
        self.wait_until_open()

    @property
    def text(self) -> Locator:
        """The text of the minutes."""
        return self.page.locator("[data-surface] .minutes-text")

    @property
    def line(self) -> Locator:
        """The line that tells what is saved."""
        return self.page.locator("[data-status]")

    @property
    def decisions(self) -> Locator:
        """The decisions in the text."""
        return self.text.locator("[data-type=decision]")

    @property
    def actions(self) -> Locator:
        """The actions in the text."""
        return self.text.locator("[data-type=action-item]")

    def item(self, title: str) -> Locator:
        """What was noted under an agenda item."""
        heading = self.page.locator(".agenda-item-title").get_by_text(title, exact=True)
        return self.text.locator(".agenda-item").filter(has=heading)

    def wait_until_open(self) -> None:
        """Return once the text is there."""
        expect(self.text).to_be_visible()

    def go_to(self, block: Locator) -> None:
        """Click into a block and put the caret at its end; a hand needs a moment for that.

        A caret that a script puts somewhere before the editor has noticed the focus may be taken
        back, and what is typed then lands where the caret was before.
        """
        block.click()
        self.page.evaluate(NEXT_FRAME)
        block.evaluate(PUT_CARET)
        self.page.evaluate(NEXT_FRAME)

    def go_to_item(self, title: str) -> None:
        """Put the caret under an agenda item."""
        self.go_to(self.item(title).locator(".agenda-item-body > p").last)

    def press(self, *keys: str) -> None:
        """Press keys, no faster than a hand: the caret has moved in between."""
        for key in keys:
            self.page.keyboard.press(key)
            if key.split("+")[-1] in MOVING:
                self.page.evaluate(NEXT_FRAME)

    def type(self, words: str) -> None:
        """Type where the caret is, key by key."""
        self.page.keyboard.type(words)

    @property
    def devtools(self) -> CDPSession:
        """The protocol that can do what input methods do."""
        if self._devtools is None:
            self._devtools = self.page.context.new_cdp_session(self.page)
        return self._devtools

    def hold(self, preview: str) -> None:
        """Begin or go on with a composition: a dead key, or letters that become a character."""
        at = len(preview.encode("utf-16-le")) // 2
        composition = {"text": preview, "selectionStart": at, "selectionEnd": at}
        self.devtools.send("Input.imeSetComposition", composition)

    def commit(self, words: str) -> None:
        """End a composition with these words, or insert them as an emoji panel does."""
        self.devtools.send("Input.insertText", {"text": words})

    def compose(self, *previews: str, into: str) -> None:
        """Type with an input method."""
        for preview in previews:
            self.hold(preview)
        self.commit(into)

    def read(self) -> list[str]:
        """The text, block by block; blocks without text are left out."""
        return [one for one in self.text.evaluate(READ_TEXT) if one.strip()]

    def expect_text(self, *blocks: str) -> None:
        """The text becomes exactly this."""
        eventually(self.read, list(blocks), self.page)

    def state(self) -> str:
        """What the status line stands for: saved, saving, offline …"""
        return self.line.get_attribute("data-state") or ""

    def expect_saved(self) -> None:
        """Everything typed here gets its receipt."""
        expect(self.line).to_have_attribute("data-state", "saved")

    def expect_state(self, state: str) -> None:
        """The status line comes to this."""
        expect(self.line).to_have_attribute("data-state", state)


def expect_same_text(*writers: Writer) -> list[str]:
    """Everybody comes to see the same; returns what it is."""
    first, *others = writers
    for each in others:
        eventually(lambda each=each: each.read() == first.read(), True, first.page)
    return first.read()
