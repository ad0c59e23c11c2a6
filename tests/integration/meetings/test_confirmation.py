"""Whoever saves is told that it is saved, in their language."""

from typing import Any

from tests.planning import GOOD, plan_meeting
from tests.world import World

SAID = "Die Änderungen sind gespeichert."


def test_a_saved_form_is_confirmed(world: World, sign_in: Any) -> None:
    client = sign_in(world.person("chair"))
    client.post("/language", data={"language": "de"})
    meeting_id = plan_meeting(world.actor("chair"), world.group)
    page = world.here.url(f"/meetings/{meeting_id}")
    groups = {"groups": str(world.group.id), "version": "1"}
    for url, form in (
        (f"{page}/edit", GOOD | groups | {"title": "Another title"}),
        (f"{page}/attendance", {f"status-{world.membership('member').id}": "present"}),
    ):
        assert SAID in client.post(url, data=form, follow_redirects=True).text
        assert SAID not in client.get(page).text


def test_a_refused_form_is_not(world: World, sign_in: Any) -> None:
    client = sign_in(world.person("chair"))
    client.post("/language", data={"language": "de"})
    meeting_id = plan_meeting(world.actor("chair"), world.group)
    answer = client.post(
        world.here.url(f"/meetings/{meeting_id}/edit"),
        data=GOOD | {"title": "x" * 10_000, "version": "1"},
        follow_redirects=True,
    )
    assert answer.status_code == 422
    assert SAID not in answer.text
