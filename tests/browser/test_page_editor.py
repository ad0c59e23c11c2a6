"""Two people write a page: headings, images, links, tasks, and what the page becomes."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.test_history import make_page
from tests.browser.writers import Writer, eventually
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
Check = Callable[[Page], None]


def add_picture(page: Page, words: str, check_accessibility: Check = lambda _page: None) -> None:
    """As somebody does who has it on the device."""
    made = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(made, "PNG")
    with page.expect_file_chooser() as chooser:
        page.locator("[data-command=image]").click()
    file = {"name": "a.png", "mimeType": "image/png", "buffer": made.getvalue()}
    chooser.value.set_files([file])
    page.locator("dialog [name=alt]").fill(words)
    check_accessibility(page)
    page.locator("dialog .btn-primary").click()


def write_headings_and_a_link(katrin: Writer, words: str) -> None:
    """By keys alone."""
    katrin.go_to(katrin.text.locator("p").first)
    katrin.type("# Aims")
    katrin.press("Enter")
    katrin.type(f"See [[{words}")
    expect(katrin.page.get_by_role("option")).to_have_count(2)  # or a new page of that name
    katrin.press("Enter")
    katrin.type("for more.")
    katrin.press("Enter")
    katrin.type("# Steps")
    katrin.press("Enter")


def read_headings(page: Page, path: str) -> list[str]:
    """Of the page to read, which is about a second behind."""
    page.goto(f"{path}/read")
    return page.locator("article h2").all_text_contents()


def test_two_people_write_a_page_with_everything_in_it(
    shared_server: LiveServer, person: Person, check_accessibility: Check
) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    make_page(ours, "Figures of the corridor")
    katrin = Writer(ours, make_page(ours, "Report on the corridor"))
    helene = Writer(theirs, katrin.path)
    # what minutes have is not offered here
    expect(ours.locator("[data-command=decision]")).to_have_count(0)
    write_headings_and_a_link(katrin, "figures corr")
    for page in (ours, theirs):
        expect(page.locator("[data-contents] button")).to_have_text(["Aims", "Steps"])
    expect(helene.text.locator("a.document-link")).to_have_text("Figures of the corridor")
    # an image is described before it stands in the text
    add_picture(ours, "Two charging stations", check_accessibility)
    seen = helene.text.get_by_alt_text("Two charging stations")
    expect(seen).to_be_visible()
    assert seen.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 300
    # a task is found and shown as it stands
    ours.locator("[data-command=embed-task]").click()
    expect(ours.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    katrin.press("ArrowDown", "Enter")
    expect(helene.text.locator(".embed-detail")).to_contain_text("·")
    # contents lead to their heading, and the other goes on there
    theirs.locator("[data-contents] button").last.click()
    helene.type("Next ")
    expect(katrin.text.locator("[data-heading]").last).to_have_text("Next Steps")
    katrin.expect_saved()
    check_accessibility(ours)


def test_a_page_is_renamed_in_place_read_and_linked_back(
    shared_server: LiveServer, person: Person, check_accessibility: Check
) -> None:
    ours = person(shared_server, "coordinator.bw")
    target = make_page(ours, "Prices of energy")
    katrin = Writer(ours, make_page(ours, "Report on energy"))
    write_headings_and_a_link(katrin, "prices")
    # what is not there yet is made, below this page
    katrin.type("[[Tariffs of Lombardia")
    expect(ours.get_by_role("option")).to_have_count(1)
    katrin.press("Enter")
    expect(katrin.text.locator("a.document-link")).to_have_count(2)
    katrin.expect_saved()
    ours.locator("[data-rename] > summary").click()
    expect(ours.locator("#page-title")).to_be_focused()
    ours.keyboard.type("Report of 2027")
    ours.keyboard.press("Enter")
    expect(ours.locator("h1")).to_have_text("Report of 2027")
    expect(ours.locator(".page-tree .page-tree a")).to_have_text("Tariffs of Lombardia")
    eventually(lambda: read_headings(ours, katrin.path), ["Aims", "Steps"], ours)
    check_accessibility(ours)
    ours.locator("article a.document-link").first.click()
    ours.wait_for_url(f"**{target}")
    expect(ours.locator(".linked-from a")).to_have_text("Report of 2027")
    expect(ours.locator(".page-tree [aria-current]")).to_have_text("Prices of energy")


def test_an_image_is_copied_into_another_page(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("404")  # until the copy is there
    ours = person(shared_server, "coordinator.bw")
    katrin = Writer(ours, make_page(ours, "One with an image"))
    katrin.go_to(katrin.text.locator("p").first)
    add_picture(ours, "Two charging stations")
    image = katrin.text.get_by_alt_text("Two charging stations")
    image.click()
    katrin.press("Control+c")
    katrin = Writer(ours, make_page(ours, "One without"))
    katrin.go_to(katrin.text.locator("p").first)
    katrin.press("Control+v")
    width = "(image) => image.naturalWidth"
    eventually(lambda: image.count() and image.evaluate(width), 300, ours)
    assert image.evaluate("(image) => image.src").startswith(ours.url)
