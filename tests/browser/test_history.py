"""A page is brought back to what it said, while somebody else goes on writing."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.writers import Writer, eventually
from tests.served import LiveServer

Person = Callable[..., Page]
FOUR_MOTORS = "/c/four-motors"


def make_page(page: Page, title: str) -> str:
    """A page of the cooperation; its path."""
    page.goto(f"{FOUR_MOTORS}/pages/new")
    page.locator("#title").fill(title)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/pages/*-*")
    return page.url.removeprefix(page.url.split("/c/")[0])


def test_a_restore_takes_nobodys_words(shared_server: LiveServer, person: Person) -> None:
    ours = person(shared_server, "coordinator.bw", locale="en-GB")
    theirs = person(shared_server, "secretary.ara", locale="fr-FR")
    path = make_page(ours, "Charter of the corridor")
    begin_text(Writer(ours, path))
    name_version(ours, path)

    katrin = Writer(ours, path)
    katrin.go_to(katrin.text.locator("p").first)
    katrin.type(" No, in Milan.")
    helene = Writer(theirs, path)
    helene.go_to(helene.text.locator("p").nth(1))
    helene.type("the charging ")

    eventually(lambda: inserted(ours, f"{path}/history/1/changes"), [" No, in Milan."], ours)
    helene.type("stations, ")
    helene.expect_saved()
    ours.locator("form[action$=restoration] button").click()
    helene.type("the grid and the money.")

    wanted = ["We meet in Lyon.", "Open points: the grid and the money."]
    eventually(lambda: words_of(helene), wanted, theirs)
    katrin = Writer(ours, path)
    eventually(lambda: words_of(katrin), wanted, ours)
    ours.goto(f"{path}/history/2")
    before = ours.locator("article")
    expect(before).to_contain_text("We meet in Lyon. No, in Milan.")
    expect(before).to_contain_text("Open points: the charging stations,")


def begin_text(writer: Writer) -> None:
    """Two paragraphs, saved."""
    writer.go_to(writer.text.locator("p").first)
    writer.type("We meet in Lyon.")
    writer.press("Enter")
    writer.type("Open points: ")
    expect(writer.line).to_have_attribute("data-state", "saved")


def name_version(page: Page, path: str) -> None:
    """Keep what stands there now, by the form."""
    page.goto(f"{path}/history")
    page.locator("#name").fill("Sent to the ministries")
    page.locator(".history-name button").click()
    expect(page.locator(".history-version")).to_have_count(1)


def inserted(page: Page, path: str) -> list[str]:
    """What came into the text that Katrin wrote, asked for anew."""
    page.goto(path)
    return page.locator("ins").filter(has_not_text="charging").all_text_contents()


def words_of(writer: Writer) -> list[str]:
    """What the page says, paragraph by paragraph."""
    return [each.strip() for each in writer.text.locator("p").all_inner_texts() if each.strip()]
