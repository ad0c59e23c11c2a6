"""What the editor can do, by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.meetings import plan_meeting
from tests.browser.writers import Writer, eventually
from tests.served import LiveServer

Person = Callable[..., Page]
BLOCK_IDS = """
(root) => {
  const ids = [];
  root.editor.state.doc.descendants((node) => {
    if (node.isBlock) ids.push(node.attrs.id);
    return true;
  });
  return ids;
}
"""


@pytest.fixture
def katrin(shared_server: LiveServer, person: Person) -> Writer:
    """Somebody whose caret is under the only agenda item of a new meeting."""
    page = person(shared_server, "coordinator.bw")
    writer = Writer(page, plan_meeting(page, agenda=["Budget"]).path)
    writer.go_to_item("Budget")
    return writer


@pytest.fixture
def helene(shared_server: LiveServer, person: Person, katrin: Writer) -> Writer:
    """Somebody else who has the same minutes open."""
    return Writer(person(shared_server, "secretary.ara"), katrin.path)


def insert_table(writer: Writer) -> None:
    """With the slash menu; what is typed finds it in German."""
    writer.type("/tab")
    expect(writer.page.get_by_role("listbox").get_by_role("option")).to_have_text(["Tabelle"])
    writer.press("Enter")
    expect(writer.text.locator("table")).to_be_visible()


def test_undo_takes_back_only_what_i_wrote(katrin: Writer, helene: Writer) -> None:
    katrin.type("mine ")
    helene.expect_text("mine ")
    helene.go_to_item("Budget")
    helene.type("theirs ")
    katrin.expect_text("mine theirs ")
    katrin.press("Control+z")
    katrin.expect_text("theirs ")
    helene.expect_text("theirs ")
    katrin.press("Control+z", "Control+z")
    katrin.expect_text("theirs ")
    katrin.press("Control+y")
    helene.expect_text("mine theirs ")
    helene.press("Control+z")
    katrin.expect_text("mine ")


def test_undo_does_not_touch_the_agenda_that_the_server_wrote(katrin: Writer) -> None:
    katrin.press("Control+z", "Control+z")
    expect(katrin.item("Budget")).to_be_visible()


def test_the_slash_menu_turns_the_line_into_something_else(katrin: Writer) -> None:
    katrin.type("/")
    choices = katrin.page.get_by_role("listbox").get_by_role("option")
    expect(choices.first).to_have_attribute("aria-selected", "true")
    assert katrin.text.get_attribute("aria-activedescendant") == choices.first.get_attribute("id")
    katrin.press("ArrowDown")
    expect(choices.nth(1)).to_have_attribute("aria-selected", "true")
    katrin.press("ArrowUp", "Enter")
    katrin.type("We go on")
    expect(katrin.decisions).to_contain_text("We go on")
    katrin.press("Enter", "Enter")
    katrin.type("/")
    expect(choices.first).to_be_visible()
    katrin.press("Escape")
    expect(choices).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "selector"),
    [
        ("# Heading", "h4"),
        ("## Subheading", "h5"),
        ("- entry", "ul:not([data-type]) > li"),
        ("1. entry", "ol > li"),
        ("[ ] entry", "ul[data-type=taskList] li"),
        ("> entry", "blockquote"),
        ("**entry** ", "strong"),
        ("*entry* ", "em"),
        ("`entry` ", "code"),
    ],
)
def test_markdown_makes_it_while_typing(katrin: Writer, typed: str, selector: str) -> None:
    katrin.type(typed)
    word = re.findall(r"[A-Za-z]+", typed)[0]
    expect(katrin.text.locator(selector)).to_contain_text(word)


def test_a_key_makes_a_decision_and_takes_it_back(katrin: Writer, helene: Writer) -> None:
    katrin.type("The budget is adopted")
    katrin.press("Control+Alt+d")
    expect(helene.decisions).to_contain_text("The budget is adopted")
    katrin.press("Control+Alt+d")
    expect(helene.decisions).to_have_count(0)
    helene.expect_text("The budget is adopted")


def test_an_action_gets_who_and_until_when_by_keyboard(katrin: Writer, helene: Writer) -> None:
    katrin.type("Send the letter")
    katrin.press("Control+Alt+a")
    action = katrin.actions
    expect(action).to_contain_text("Send the letter")
    katrin.press("Tab")
    expect(action.locator("select")).to_be_focused()
    katrin.type("H")
    expect(action.locator("select option:checked")).to_have_text("Hélène Chabanel")
    katrin.press("Tab")
    expect(action.locator("input[type=date]")).to_be_focused()
    katrin.type("12312026")
    katrin.press("Escape")
    expect(katrin.text).to_be_focused()
    katrin.type(" today")
    expect(helene.actions).to_contain_text("Send the letter today")
    expect(helene.actions.locator("input[type=date]")).to_have_value("2026-12-31")
    expect(helene.actions.locator("select option:checked")).to_have_text("Hélène Chabanel")
    helene.actions.locator("input[type=checkbox]").focus()
    helene.press("Space")
    expect(action.locator("input[type=checkbox]")).to_be_checked()
    katrin.expect_saved()


def test_a_member_is_mentioned(katrin: Writer, helene: Writer) -> None:
    katrin.type("Thanks to @nuria")  # without the accent
    choices = katrin.page.get_by_role("listbox").get_by_role("option")
    expect(choices).to_have_count(1)
    katrin.press("Enter")
    katrin.type("!")
    expect(helene.text.locator(".mention")).to_have_text("@Núria Casadevall")


def test_a_check_list_is_ticked_for_everybody(katrin: Writer, helene: Writer) -> None:
    katrin.type("[ ] water")
    katrin.press("Enter")
    katrin.type("coffee")
    boxes = helene.text.locator("ul[data-type=taskList] input[type=checkbox]")
    expect(boxes).to_have_count(2)
    boxes.nth(1).focus()
    helene.press("Space")
    expect(katrin.text.locator("li[data-checked=true]")).to_contain_text("coffee")


def test_a_table_grows_with_tab_and_with_its_tools(katrin: Writer, helene: Writer) -> None:
    insert_table(katrin)
    table = helene.text.locator("table")
    expect(table.locator("tr")).to_have_count(3)
    katrin.type("Region")
    for word in ("Budget", "Share", "BW", "38"):
        katrin.press("Tab")
        katrin.type(word)
    expect(table.locator("th").first).to_have_text("Region")
    expect(table.locator("tr").nth(1)).to_have_text("BW38")
    katrin.press("Alt+F10")
    katrin.page.locator("[data-command=row-after]").focus()
    katrin.press("Enter")
    expect(table.locator("tr")).to_have_count(4)


def test_selected_words_become_a_link(katrin: Writer, helene: Writer) -> None:
    katrin.type("see the call")
    katrin.press("Control+Shift+ArrowLeft")
    katrin.page.locator("[data-command=link]").focus()
    katrin.press("Enter")
    field = katrin.page.get_by_role("dialog").locator("input")
    expect(field).to_be_focused()
    katrin.type("not an address")
    katrin.press("Enter")
    expect(katrin.page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    field.fill("example.org/call")
    katrin.press("Enter")
    link = helene.text.locator("a")
    expect(link).to_have_text("call")
    expect(link).to_have_attribute("href", "https://example.org/call")
    expect(katrin.text).to_be_focused()


def test_every_block_has_an_id_of_its_own(katrin: Writer, helene: Writer) -> None:
    katrin.type("- one")
    katrin.press("Enter")
    katrin.type("two")
    katrin.press("Enter", "Enter")
    katrin.type("three")
    katrin.press("Enter")
    katrin.type("four")
    katrin.press("Control+Alt+d", "Home", "Enter", "Control+a", "Control+c", "End", "Enter")
    katrin.press("Control+v")
    katrin.expect_saved()
    ids = katrin.text.evaluate(BLOCK_IDS)
    assert all(ids)
    assert len(set(ids)) == len(ids)
    eventually(lambda: helene.text.evaluate(BLOCK_IDS), ids, katrin.page)


def test_enter_replaces_several_selected_blocks_by_a_line(katrin: Writer, helene: Writer) -> None:
    katrin.type("- one")
    katrin.press("Enter", "Enter")
    katrin.type("two")
    katrin.press("Control+Alt+d")
    katrin.press("Control+a", "Enter")
    katrin.type("three")
    helene.expect_text("three")


def test_the_reading_page_shows_what_was_written(katrin: Writer) -> None:
    katrin.type("The call is open")
    katrin.press("Control+Alt+d", "Enter", "Enter")
    katrin.type("Write to all consortia")
    katrin.press("Control+Alt+a", "Enter")
    katrin.press("Control+Alt+a")
    insert_table(katrin)
    katrin.type("Zürich 10 €")
    katrin.expect_saved()
    page = katrin.page.context.new_page()
    reading = page.locator(".reading-text")

    def read() -> bool:
        page.goto(f"{katrin.path}/minutes")
        return reading.count() == 1 and "Zürich 10 €" in (reading.text_content() or "")

    eventually(read, True, page)  # the projection follows within about a second
    expect(page.get_by_role("heading", name="Budget")).to_be_visible()
    expect(reading.locator("table")).to_contain_text("Zürich 10 €")
    outcomes = page.locator("nav.outcomes a")
    expect(outcomes).to_have_text(["The call is open", "Write to all consortia"])
    for link in outcomes.all():
        anchor = link.get_attribute("href")
        assert anchor
        expect(page.locator(f"[id='{anchor[1:]}']")).to_contain_text(link.inner_text())
