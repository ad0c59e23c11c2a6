"""Conversations beside a page: they stay with their words, whatever happens to those."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import find_overflow
from tests.browser.writers import Writer, eventually
from tests.served import LiveServer

Person = Callable[..., Page]
Check = Callable[[Page], None]
FOUR_MOTORS = "/c/four-motors"
NARROW = {"width": 390, "height": 844}
#: the first of these words in the text is selected, as by a finger
SELECT = """
(root, words) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}
"""
NEXT_FRAMES = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
)


def make_page(page: Page, title: str, place: str = "") -> str:
    """A page of the cooperation, or of a group; its path."""
    page.goto(f"{FOUR_MOTORS}/pages/new{place}")
    page.locator("#title").fill(title)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/pages/*-*")
    return page.url.removeprefix(page.url.split("/c/")[0])


class Commenter(Writer):
    """Somebody at a page with its margin."""

    @property
    def text(self) -> Locator:
        """The text of the page, not that of a comment."""
        return self.page.locator("#text .minutes-text")

    @property
    def margin(self) -> Locator:
        """All conversations."""
        return self.page.locator("[data-margin]")

    @property
    def threads(self) -> Locator:
        """Those about words that are there."""
        return self.margin.locator("[data-list=text] > [data-thread]")

    @property
    def words(self) -> list[str]:
        """The words that open threads are about."""
        return self.text.locator(".comment-words").all_text_contents()

    def wait_until_open(self) -> None:
        """Return once text and margin are there."""
        super().wait_until_open()
        expect(self.page.locator("[data-margin][data-state=open]")).to_have_count(1)

    def select(self, words: str) -> None:
        """Select these words of the text."""
        self.text.evaluate(SELECT, words)
        self.page.evaluate(NEXT_FRAMES)

    def act(self, what: str) -> Locator:
        """The button that deletes, resolves or takes that back."""
        return self.margin.locator(f"form[action$='/{what}'] button")

    def say(self, words: str, mentioned: str = "") -> None:
        """Write it into the form that is open, and send it."""
        expect(self.margin.locator("[data-comment-form] .ProseMirror-focused")).to_have_count(1)
        self.type(words)
        if mentioned:
            self.type(f"@{mentioned}")
            expect(self.margin.locator("[role=option]")).to_have_count(1)
            self.press("Enter")
        self.press("Control+Enter")
        expect(self.margin.locator("[data-comment-form]:visible")).to_have_count(0)


def written(katrin: Commenter, words: str) -> None:
    """The page says this, on disk."""
    katrin.go_to(katrin.text.locator("p").first)
    katrin.type(words)
    katrin.expect_saved()


def split_wrap_and_undo(katrin: Commenter, helene: Commenter) -> None:
    """In front of the words and in the middle of them, made a list, and all taken back."""
    katrin.go_to(katrin.text.locator("p").first)
    katrin.press("Home", *["ArrowRight"] * 7, "Enter")
    expect(helene.text.locator("p")).to_have_text(["We meet", " in Lyon in May."])
    katrin.press(*["ArrowRight"] * 5, "Enter")
    eventually(lambda: "".join(helene.words), "in Lyon", helene.page)
    expect(helene.text.locator("p")).to_have_text(["We meet", " in L", "yon in May."])
    katrin.press("Control+Shift+8")
    expect(helene.text.locator("li")).to_have_count(1)
    eventually(lambda: "".join(helene.words), "in Lyon", helene.page)
    while katrin.text.locator("p").count() > 1 or katrin.text.locator("li").count():
        katrin.press("Control+z")
    expect(helene.text.locator("p")).to_have_text(["We meet in Lyon in May."])
    for someone in (katrin, helene):
        eventually(lambda one=someone: one.words, ["in Lyon"], someone.page)


def lose_and_undo(katrin: Commenter, helene: Commenter) -> None:
    """Without its words a thread is beside the text no more, and comes back with them."""
    katrin.press("Control+a", "Delete")
    expect(katrin.margin.locator("[data-shows=other]")).to_be_visible()
    katrin.press("Control+z")
    expect(katrin.threads).to_have_count(1)
    eventually(lambda: helene.words, ["in Lyon"], helene.page)


@pytest.mark.both_ways
def test_a_thread_stays_with_its_words(
    shared_server: LiveServer, person: Person, check_accessibility: Check
) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    katrin = Commenter(ours, make_page(ours, "Where we meet"))
    written(katrin, "We meet in Lyon in May.")
    helene = Commenter(theirs, katrin.path)
    katrin.select("in Lyon")
    katrin.press("Control+Alt+m")
    check_accessibility(ours)
    katrin.say("Why not Milan, ", "Hélène")
    for someone in (katrin, helene):
        expect(someone.threads).to_contain_text("Why not Milan, @Hélène")
        eventually(lambda one=someone: one.words, ["in Lyon"], someone.page)

    split_wrap_and_undo(katrin, helene)
    lose_and_undo(katrin, helene)

    # an answer is seen at once; what is resolved is not shown in the text
    helene.threads.locator("[data-opens-form]").first.click()
    helene.say("Because of the trains.")
    expect(katrin.threads.locator(".comment")).to_have_count(2)
    check_accessibility(theirs)
    katrin.act("resolution").click()
    eventually(lambda: helene.words, [], theirs)
    helene.margin.locator("[data-shows=resolved]").click()
    helene.act("resolution/undo").click()
    eventually(lambda: katrin.words, ["in Lyon"], ours)


def test_who_may_only_read_comments_on_a_small_screen(
    shared_server: LiveServer, person: Person, check_accessibility: Check
) -> None:
    ours = person(shared_server, "coordinator.bw")
    path = make_page(ours, "Read by many", "?group=technology")
    katrin = Commenter(ours, path)
    written(katrin, "The grid is weak between Ulm and Lyon.")
    ours.goto(f"{FOUR_MOTORS}/documents/{path.rsplit('/', 1)[1]}/sharing")
    ours.locator("[name=audience][value=cooperation]").check()
    ours.locator("main form button.btn-primary").click()
    phone = person(shared_server, "chair.bw", viewport=NARROW, has_touch=True)
    nuria = Commenter(phone, path)
    expect(nuria.text).to_have_attribute("contenteditable", "false")
    nuria.select("Ulm and Lyon")
    nuria.margin.locator("[data-comment]").tap()
    expect(nuria.margin.locator(".is-new .thread-quote")).to_have_text("Ulm and Lyon")
    check_accessibility(phone)
    assert find_overflow(phone) == []
    nuria.say("How weak?")
    eventually(lambda: nuria.words, ["Ulm and Lyon"], phone)
    # deleted, and taken back
    nuria.act("deletion").tap()
    eventually(lambda: nuria.words, [], phone)
    nuria.act("deletion/undo").tap()
    eventually(lambda: nuria.words, ["Ulm and Lyon"], phone)
    # the sheet goes, and comes back with the words that one touches
    nuria.margin.locator("[data-sheet]").tap()
    expect(nuria.threads.first).to_be_hidden()
    nuria.text.locator(".comment-words").tap()
    expect(nuria.threads.first).to_be_visible()
    phone.goto(f"{path}/read")
    expect(phone.locator("#comments")).to_contain_text("How weak?")
