import pytest

from tests.factories import PASSWORD
from tests.world import World

NEW = "four words in a row"


def change(client, current: str = PASSWORD, new: str = NEW, again: str | None = None):
    data = {"current": current, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=data)


def test_a_new_password_signs_out_the_other_devices(sign_in, client, world: World) -> None:
    member = world.person("member")
    mine, other = sign_in(member), sign_in(member)
    assert change(mine).status_code == 302
    assert "Your password is changed." in mine.get("/account/password").text
    assert other.get("/account/session").status_code == 401
    data = {"email": member.email, "password": NEW}
    assert client.post("/login", data=data).status_code == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"current": "not it"}, "This is not your current password."),
        ({"current": ""}, "Please enter your current password."),
        ({"new": "short"}, "Please use between 12 and 256 characters."),
        ({"new": "x" * 10_000}, "Please use between 12 and 256 characters."),
        ({"again": "another one here"}, "The two new passwords are not the same."),
        ({"new": "", "again": ""}, "Please enter a new password."),
    ],
)
def test_a_mistake_is_named_and_the_old_password_stays(sign_in, client, world, typed, message):
    member = world.person("member")
    answer = change(sign_in(member), **typed)
    assert answer.status_code == 422
    assert message in answer.text
    data = {"email": member.email, "password": PASSWORD}
    assert client.post("/login", data=data).status_code == 302


def test_passwords_are_never_sent_back(sign_in, world: World) -> None:
    answer = change(sign_in(world.person("member")), current="a guessed secret")
    assert "a guessed secret" not in answer.text
    assert NEW not in answer.text
