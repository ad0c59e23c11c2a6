"""Files in a browser: uploaded at once and over a cut line, of the same name, shown, locked."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looks import find_overflow
from tests.browser.meetings import find_token
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
DOCUMENTS = "/c/four-motors/documents"
#: more than one piece
LARGE = b"Words, again and again.\n" * 800_000


def make_pdf(*pages: str) -> bytes:
    """A PDF with one line of words on each page."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, words in zip(numbers, pages, strict=True):
        drawn = f"BT /F1 24 Tf 60 700 Td ({words}) Tj ET"
        parts += [
            (
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
                f"/Contents {number + 1} 0 R>>"
            ),
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF"
    return (text + head + tail).encode()


def open_folder(page: Page, title: str) -> None:
    """Show a new folder of the cooperation's own documents."""
    page.goto(f"{DOCUMENTS}/in/common")
    token = find_token(page.content())
    form = {"csrf_token": token, "title": title, "group": "", "parent": ""}
    page.context.request.post(f"{DOCUMENTS}/folders", form=form)
    page.goto(f"{DOCUMENTS}/in/common")
    page.locator(".row-link", has_text=title).click()
    expect(page.locator("#upload-files")).to_be_visible()


def cut_the_line_once(page: Page) -> list[str]:
    """Let the second piece of an upload get lost; where it began is in the list afterwards."""
    cuts: list[str] = []

    def cut_once(route: Route) -> None:
        at = route.request.headers.get("upload-offset", "0")
        if route.request.method == "PATCH" and at != "0" and not cuts:
            cuts.append(at)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/files/uploads/"), cut_once)
    return cuts


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    """`files(**{"name": content})`: files of this machine."""

    def write(**contents: bytes) -> list[Path]:
        for name, content in contents.items():
            (tmp_path / name).write_bytes(content)
        return [tmp_path / name for name in contents]

    return write


def test_files_come_over_a_line_that_is_cut_and_are_shown(
    shared_server: LiveServer,
    person: Person,
    files: Callable[..., list[Path]],
    troubles: Troubles,
    check_accessibility: Callable[[Page], None],
) -> None:
    troubles.allow(r"uploads")
    page = person(shared_server, "coordinator.bw")
    open_folder(page, "Shelf of files")
    cuts = cut_the_line_once(page)
    chosen = files(
        **{
            "large.txt": LARGE,
            "plan.pdf": make_pdf("First page", "Second page"),
            "lie.png": b"<html><script>alert(1)</script></html>",
        }
    )
    page.locator("#upload-files").set_input_files(chosen)
    rows = page.locator(".upload-row")
    expect(rows.filter(has_text="lie.png")).to_contain_text("der Inhalt ist aber etwas anderes")
    expect(rows.filter(has_text="large.txt")).to_contain_text("Hochgeladen")
    expect(rows.filter(has_text="plan.pdf")).to_contain_text("Hochgeladen")
    assert len(cuts) == 1
    check_accessibility(page)
    page.get_by_role("link", name="Die neuen Dateien zeigen").click()
    expect(page.locator(".row-link", has_text="large.txt")).to_be_visible()

    # the same name again: whoever brings it says what is to become of it
    page.locator("#upload-files").set_input_files(files(**{"large.txt": b"Short now."}))
    page.get_by_role("button", name="Neue Version: large.txt").click()
    expect(page.locator(".upload-row")).to_have_count(0)  # the page was loaded again
    page.locator(".row-link", has_text="large.txt").click()
    expect(page.locator(".file-text")).to_have_text("Short now.")
    expect(page.locator(".file-versions li")).to_have_count(2)
    page.get_by_role("button", name="Sperren", exact=True).click()
    expect(page.get_by_text("Sie haben diese Datei gesperrt.")).to_be_visible()
    check_accessibility(page)


def test_a_pdf_is_read_by_key_and_by_ear(
    shared_server: LiveServer,
    person: Person,
    files: Callable[..., list[Path]],
    check_accessibility: Callable[[Page], None],
) -> None:
    page = person(shared_server, "coordinator.bw")
    open_folder(page, "Shelf of PDFs")
    chosen = files(**{"plan.pdf": make_pdf("First page", "Second page", "Third page")})
    page.locator("#upload-files").set_input_files(chosen)
    page.locator(".row-link", has_text="plan.pdf").click()
    shown = page.locator(".pdf-page")
    expect(shown.locator(".textLayer")).to_have_text("First page")
    shown.focus()
    page.keyboard.press("PageDown")
    expect(shown.locator(".textLayer")).to_have_text("Second page")
    expect(shown).to_have_attribute("aria-label", "Seite 2 von 3")
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Nächste Seite")).to_be_disabled()
    check_accessibility(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(shown.locator(".textLayer")).to_have_text("First page")
    assert find_overflow(page) == []
