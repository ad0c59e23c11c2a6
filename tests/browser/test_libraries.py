"""Libraries in a browser: ordered, named and moved by key and pointer; public links."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looks import find_overflow
from tests.browser.meetings import find_token
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
Check = Callable[[Page], None]
DOCUMENTS = "/c/four-motors/documents"
PHONE = {"width": 390, "height": 800}


def make_folder(page: Page, title: str, parent: str = "") -> str:
    """A folder of the cooperation's own documents; its id."""
    form = {
        "csrf_token": find_token(page.content()),
        "title": title,
        "group": "",
        "parent": parent,
    }
    page.context.request.post(f"{DOCUMENTS}/folders", form=form)
    page.goto(f"{DOCUMENTS}/folders/{parent}" if parent else f"{DOCUMENTS}/in/common")
    row = page.locator("[data-document]", has_text=title)
    return row.get_attribute("data-document") or ""


def names(page: Page) -> list[str]:
    return page.locator("[data-rows] [data-title]").all_inner_texts()


def drag(page: Page, title: str, to: str, height: float) -> None:
    """Drag the row to that height (0 to 1) of the other row."""
    ends = [page.locator("[data-document]", has_text=each).bounding_box() for each in (title, to)]
    start, end = (each or {} for each in ends)
    page.mouse.move(start["x"] + 300, start["y"] + start["height"] / 2)
    page.mouse.down()
    for step in (0.3, 0.6, 1.0):
        target = end["y"] + end["height"] * height
        page.mouse.move(end["x"] + 300, start["y"] + (target - start["y"]) * step, steps=4)
    page.mouse.move(end["x"] + 302, end["y"] + end["height"] * height)
    page.mouse.up()


def open_ordered(page: Page, name: str) -> None:
    """Show a new folder with First, Second and Third in it."""
    page.goto(f"{DOCUMENTS}/in/common")
    folder = make_folder(page, name)
    for title in ("First", "Second", "Third"):
        make_folder(page, title, folder)
    page.goto(f"{DOCUMENTS}/folders/{folder}")


def test_documents_are_ordered_named_and_thrown_away_by_key(
    shared_server: LiveServer, person: Person, check_accessibility: Check, troubles: Troubles
) -> None:
    page = person(shared_server, "coordinator.bw")
    open_ordered(page, "By key")
    title = page.locator("[data-title]", has_text="First")
    title.press("Alt+ArrowDown")
    expect(page.locator("[data-title]").nth(1)).to_have_text("First")
    expect(page.locator("[data-words]")).to_contain_text("First")
    expect(title).to_be_focused()
    title.press("F2")
    page.keyboard.type("Renamed")
    page.keyboard.press("Enter")
    expect(page.locator("[data-title]").nth(1)).to_have_text("Renamed")
    troubles.allow("status of 409")
    page.locator("[data-title]", has_text="Renamed").press("F2")
    page.keyboard.type("second")
    page.keyboard.press("Enter")
    expect(page.locator(".document-refusal")).to_be_visible()
    page.keyboard.press("Escape")
    check_accessibility(page)
    page.locator("[data-title]", has_text="Third").press("Delete")
    expect(page.locator("[data-document]")).to_have_count(2)
    page.locator(".alert-success button").click()
    expect(page.locator("[data-document]")).to_have_count(3)


def test_documents_are_dragged_between_others_and_into_folders(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    open_ordered(page, "By hand")
    drag(page, "Third", "First", 0.05)
    expect(page.locator("[data-title]").first).to_have_text("Third")
    expect(page.locator("[data-words]")).to_contain_text("Third")
    page.reload()
    assert names(page) == ["Third", "First", "Second"]
    drag(page, "Second", "First", 0.5)
    expect(page.locator("[data-document]")).to_have_count(2)
    page.reload()
    assert names(page) == ["Third", "First"]
    page.set_viewport_size(PHONE)
    page.locator(".row-menu summary").first.click()
    expect(page.locator(".row-menu .menu-list").first).to_be_visible()
    assert find_overflow(page) == []


def test_anybody_opens_a_public_link_with_its_password(
    shared_server: LiveServer, person: Person, check_accessibility: Check
) -> None:
    page = person(shared_server, "coordinator.bw", color_scheme="dark")
    page.goto(f"{DOCUMENTS}/in/common")
    folder = make_folder(page, "Shown to all")
    make_folder(page, "Inside", folder)
    page.goto(f"{DOCUMENTS}/{folder}/sharing")
    check_accessibility(page)
    page.locator(".view-tabs a").nth(1).click()
    page.locator("#password").fill("open sesame")
    page.locator("form.form-card button").click()
    address = page.locator(".public-address").input_value()
    check_accessibility(page)
    reader = person(shared_server, viewport=PHONE)
    reader.goto(address)
    reader.locator("#password").fill("open sesame")
    reader.locator("#password").press("Enter")
    expect(reader.get_by_role("link", name="Inside")).to_be_visible()
    check_accessibility(reader)
    assert find_overflow(reader) == []
