"""Several people type into the same minutes at once."""

from collections.abc import Callable, Iterator
from itertools import zip_longest

import pytest
from playwright.sync_api import Page, expect

from tests.browser.meetings import plan_meeting
from tests.browser.writers import Writer, eventually, expect_same_text
from tests.served import LiveServer

Person = Callable[..., Page]
GERMAN = "Größenwahn überläßt Flüsse dem Fuß. "
FRENCH = "Où l'été s'achève, ça gêne Noël. "
#: character → what an input method shows before
DEAD_KEYS = {
    "é": "´", "ê": "^", "è": "`", "à": "`", "ù": "`", "ü": "¨", "ö": "¨", "ä": "¨", "ë": "¨",
    "ç": "¸",
}  # fmt: skip


def strokes(writer: Writer, words: str) -> Iterator[None]:
    """Type letter by letter; whoever asks for the next stroke decides who types in between."""
    for letter in words:
        if letter in DEAD_KEYS:
            writer.hold(DEAD_KEYS[letter])
            yield
            writer.commit(letter)
        else:
            writer.type(letter)
        yield


def take_turns(*typing: Iterator[None]) -> None:
    """Everybody makes a stroke, then everybody the next: what one composes is open meanwhile."""
    for _strokes in zip_longest(*typing):
        pass


@pytest.mark.both_ways
def test_two_regions_type_at_once_with_dead_keys_characters_and_emoji(
    shared_server: LiveServer, person: Person
) -> None:
    ours = person(shared_server, "coordinator.bw", locale="de-DE")
    theirs = person(shared_server, "secretary.ara", locale="fr-FR")
    meeting = plan_meeting(ours, agenda=["Stuttgart", "Lyon"])
    katrin, helene = Writer(ours, meeting.path), Writer(theirs, meeting.path)
    katrin.go_to_item("Stuttgart")
    helene.go_to_item("Lyon")
    take_turns(strokes(katrin, GERMAN), strokes(helene, FRENCH))
    katrin.compose("k", "ka", "kai", "かい", into="会議")
    helene.compose("n", "ni", "nih", "nihao", into="你好")
    katrin.commit("👩🏽‍🔬")
    helene.commit("🇫🇷")
    take_turns(strokes(katrin, "novel·la"), strokes(helene, "col·laboració"))
    wanted = [f"{GERMAN}会議👩🏽‍🔬novel·la", f"{FRENCH}你好🇫🇷col·laboració"]
    katrin.expect_text(*wanted)
    helene.expect_text(*wanted)
    katrin.expect_saved()
    helene.expect_saved()
    chiara = Writer(person(shared_server, "chair.lombardia", locale="it-IT"), meeting.path)
    chiara.expect_text(*wanted)


def test_two_people_type_into_the_same_paragraph(shared_server: LiveServer, person: Person) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    meeting = plan_meeting(ours, agenda=["Budget"])
    katrin, helene = Writer(ours, meeting.path), Writer(theirs, meeting.path)
    katrin.go_to_item("Budget")
    katrin.type("[]")
    helene.expect_text("[]")
    helene.go_to_item("Budget")
    expect(katrin.text.locator(".caret")).to_be_visible()
    katrin.press("Home", "ArrowRight")
    take_turns(strokes(katrin, "préparé à Zürich "), strokes(helene, "façonné là-bas "))
    (text,) = expect_same_text(katrin, helene)
    assert text == "[préparé à Zürich ]façonné là-bas "
    katrin.expect_saved()
    helene.expect_saved()
    Writer(person(shared_server, "chair.lombardia"), meeting.path).expect_text(text)


@pytest.mark.both_ways
def test_everybody_sees_who_is_here_and_where_they_write(
    shared_server: LiveServer, person: Person
) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    meeting = plan_meeting(ours, agenda=["Stuttgart"])
    katrin, helene = Writer(ours, meeting.path), Writer(theirs, meeting.path)
    helene.go_to_item("Stuttgart")
    helene.type("Bonjour")
    here = ours.locator("[data-presence]")
    expect(here).to_contain_text("Katrin Vogelsang")
    expect(here).to_contain_text("Hélène Chabanel")
    caret = katrin.text.locator(".caret-name")
    expect(caret).to_have_attribute("data-name", "Hélène Chabanel")
    theirs.goto("/")
    expect(here).not_to_contain_text("Hélène Chabanel")
    eventually(caret.count, 0, ours)
