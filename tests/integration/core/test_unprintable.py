"""Characters that nobody types by accident are a wrong address or entry, never a failure."""

import pytest

from tests.world import World


@pytest.mark.parametrize("path", ["/c/a%00b", "/c/%00/meetings", "/c/{slug}/groups/a%00b"])
def test_an_address_with_a_null_leads_nowhere(sign_in, world: World, path) -> None:
    mine = sign_in(world.person("member"))
    assert mine.get(path.format(slug=world.here.cooperation.slug)).status_code == 404


def test_an_email_with_a_null_is_just_unknown(client, world: World) -> None:
    answer = client.post("/login", data={"email": "a\0b@example.org", "password": "x"})
    assert answer.status_code == 401


def test_a_name_is_kept_without_it(sign_in, world: World) -> None:
    mine = sign_in(world.person("member"))
    form = {"name": "An\0a", "language": "en", "timezone": "Europe/Berlin", "theme": "auto"}
    assert mine.post("/account/preferences", data=form).status_code == 302
    assert 'value="Ana"' in mine.get("/account/preferences").text


@pytest.mark.parametrize("target", ["//[", "/[", "http://["])
def test_an_address_to_go_on_to_that_is_none_is_no_failure(sign_in, world: World, target) -> None:
    mine = sign_in(world.person("member"))
    assert mine.get("/login", query_string={"next": target}).status_code == 302
