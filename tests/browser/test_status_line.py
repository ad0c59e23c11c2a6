"""The line under the text always tells what is saved."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.meetings import plan_meeting, send
from tests.browser.writers import Writer
from tests.browsing import Troubles, sign_in_with_form
from tests.served import LiveServer

Person = Callable[..., Page]
UNREACHABLE = ("WebSocket connection to", "net::ERR_")


def open_minutes(page: Page) -> Writer:
    writer = Writer(page, plan_meeting(page, agenda=["Budget"]).path)
    writer.go_to_item("Budget")
    return writer


def test_it_tells_when_the_last_change_was_saved_in_the_readers_clock(
    shared_server: LiveServer, person: Person
) -> None:
    katrin = open_minutes(person(shared_server, "coordinator.bw", locale="de-DE"))
    katrin.expect_saved()
    katrin.type("Gespeichert?")
    expect(katrin.line).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
    katrin.expect_saved()


@pytest.mark.websockets
def test_it_tells_that_something_is_on_the_way(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    path = plan_meeting(page, agenda=["Budget"]).path
    swallowed: list[bytes | str] = []
    is_deaf = False

    def pass_on(socket):
        server = socket.connect_to_server()

        def receive(message):
            if is_deaf:
                swallowed.append(message)
            else:
                socket.send(message)

        server.on_message(receive)
        socket.on_message(server.send)

    page.route_web_socket("**/socket.io/**", pass_on)
    katrin = Writer(page, path)
    katrin.go_to_item("Budget")
    katrin.expect_saved()
    is_deaf = True
    katrin.type("x")
    katrin.expect_state("saving")
    page.wait_for_timeout(1_500)
    katrin.expect_state("saving")  # whatever the server did: without its receipt it is not saved
    expect(katrin.line).to_have_attribute("data-state", "delayed", timeout=10_000)
    expect(katrin.line).to_contain_text("1")
    assert swallowed


def test_offline_it_counts_what_is_kept_on_this_device(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin = open_minutes(person(shared_server, "coordinator.bw"))
    katrin.expect_saved()
    katrin.page.context.set_offline(True)
    katrin.expect_state("offline")
    expect(katrin.line).not_to_contain_text(re.compile(r"\d"))
    katrin.type("abc")
    expect(katrin.line).to_contain_text("3")
    katrin.type("defghijklmno")
    expect(katrin.line).to_contain_text("15")
    katrin.page.context.set_offline(False)
    katrin.expect_saved()


def test_going_offline_and_back_is_said_aloud_but_not_every_save(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin = open_minutes(person(shared_server, "coordinator.bw"))
    spoken = katrin.page.locator("[data-live-editor] [role=status]")
    katrin.type("one two")
    katrin.expect_saved()
    expect(spoken).to_have_text("")
    katrin.page.context.set_offline(True)
    expect(spoken).not_to_have_text("")
    words = spoken.text_content()
    katrin.page.context.set_offline(False)
    expect(spoken).not_to_have_text(words or "")


def test_who_may_only_read_is_told_so(shared_server: LiveServer, person: Person) -> None:
    path = plan_meeting(person(shared_server, "coordinator.bw"), agenda=["Budget"]).path
    owain = Writer(person(shared_server, "guest.wales"), path)
    owain.expect_state("read-only")


def test_leaving_with_unsaved_text_asks_first(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin = open_minutes(person(shared_server, "coordinator.bw"))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    katrin.page.on("dialog", stay)
    katrin.page.context.set_offline(True)
    katrin.expect_state("offline")
    katrin.type("not saved yet")
    expect(katrin.line).to_contain_text("13")
    katrin.page.close(run_before_unload=True)
    katrin.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    katrin.page.context.set_offline(False)
    katrin.expect_saved()
    katrin.page.goto("/")
    assert asked == ["beforeunload"], "nothing is asked once everything is saved"


def test_what_is_not_saved_when_somebody_else_signs_in_waits_for_its_author(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE, "status of 401", "status of 400")
    page = person(shared_server, "member.catalunya", session="own")
    path = plan_meeting(person(shared_server, "coordinator.bw"), agenda=["Budget"]).path
    nuria = Writer(page, path)
    nuria.go_to_item("Budget")
    nuria.expect_saved()
    second = page.context.new_page()
    send(page.context.request, "/logout", "/account/sessions")
    nuria.expect_state("signed-out")
    nuria.type("written before")
    expect(nuria.line).to_contain_text("14")
    sign_in_with_form(second, "member.lombardia@collab.example")
    nuria.expect_state("other-person")
    expect(nuria.line).to_contain_text("14")
    expect(nuria.text).to_have_attribute("contenteditable", "false")
    nuria.page.close()
    Writer(second, path).expect_text()
    send(page.context.request, "/logout", "/account/sessions")
    sign_in_with_form(second, "member.catalunya@collab.example")
    again = Writer(second, path)
    again.expect_saved()
    again.expect_text("written before")
