"""Passkeys as a second factor and alone, with a device in software."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from collab.accounts.models import Passkey
from collab.accounts.service.passkeys import MAX_PASSKEYS
from collab.core import addresses
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.authenticator import Authenticator, encode
from tests.integration.accounts.inbox import subjects
from tests.integration.accounts.steps import at, give_app, is_signed_in, log_in, reload
from tests.world import World

ORIGIN, HOST = "https://collab.example", "collab.example"


@pytest.fixture(autouse=True)
def _address(app):
    addresses.set_base(ORIGIN)


@pytest.fixture
def member(world: World):
    return world.person("member")


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN, HOST)


def register(browser, device: Authenticator, name: str = "My phone", **changes):
    options = browser.post("/account/security/passkeys/options").text
    data = {"name": name, "answer": device.make(options, **changes)}
    return browser.post("/account/security/passkeys", data=data)


def answer_second_step(browser, device: Authenticator, **changes):
    options = browser.post("/login/second-step/options").text
    data = {"way": "passkey", "answer": device.sign(options, **changes)}
    return browser.post("/login/second-step", data=data)


def sign_in_alone(browser, device: Authenticator, **changes):
    options = browser.post("/login/passkey/options").text
    return browser.post("/login/passkey", data={"answer": device.sign(options, **changes)})


def find_passkeys() -> list[Passkey]:
    with unit_of_work(GLOBAL, writes=False):
        return list(session().scalars(select(Passkey).order_by(Passkey.created_at)))


def test_a_passkey_protects_the_account_and_brings_recovery_codes(sign_in, member, device) -> None:
    mine = sign_in(member)
    answer = register(mine, device)
    assert "shown only now" in answer.text
    assert reload(member).second_factor_at is not None
    (passkey,) = find_passkeys()
    assert (passkey.name, sorted(passkey.transports)) == ("My phone", ["hybrid", "internal"])
    assert "My phone" in mine.get("/account/security").text
    assert "A passkey was added" in subjects(member.email)


def test_the_options_name_us_and_what_is_there_already(sign_in, member, device) -> None:
    mine = sign_in(member)
    register(mine, device)
    options = json.loads(mine.post("/account/security/passkeys/options").text)
    assert options["rp"] == {"id": HOST, "name": "collab"}
    assert options["user"]["name"] == member.email
    assert options["user"]["id"] == encode(member.id.bytes)
    assert [one["id"] for one in options["excludeCredentials"]] == [encode(device.credential_id)]


def test_it_finishes_a_sign_in(sign_in, client, member, device) -> None:
    register(sign_in(member), device)
    log_in(client, member, next="/account/preferences")
    page = client.get("/login/second-step").text
    assert 'data-passkey="use"' in page
    assert not is_signed_in(client)
    assert answer_second_step(client, device).location == "/account/preferences"
    assert is_signed_in(client)
    assert find_passkeys()[0].last_used_at is not None


def test_it_signs_in_alone(sign_in, client, member, device) -> None:
    register(sign_in(member), device)
    assert sign_in_alone(client, device).status_code == 302
    assert member.email in client.get("/account/security").text


def test_alone_the_device_must_know_who_holds_it(sign_in, app, member, device) -> None:
    register(sign_in(member), device)
    device.verifies = False
    alone, after_password = app.test_client(), app.test_client()
    assert sign_in_alone(alone, device).status_code == 422
    assert not is_signed_in(alone)
    log_in(after_password, member)
    assert answer_second_step(after_password, device).status_code == 302


def test_a_copy_whose_count_goes_back_is_refused(sign_in, app, member, device) -> None:
    register(sign_in(member), device)
    assert sign_in_alone(app.test_client(), device).status_code == 302
    device.count -= 1
    thief = app.test_client()
    answer = sign_in_alone(thief, device)
    assert answer.status_code == 422
    assert "it may be a copy" in answer.text
    assert not is_signed_in(thief)
    log_in(thief, member)
    device.count -= 1
    assert "it may be a copy" in answer_second_step(thief, device).text


def test_passkeys_that_never_count_work_again_and_again(sign_in, app, member, device) -> None:
    device.counts = False
    register(sign_in(member), device)
    for _each in range(2):
        assert sign_in_alone(app.test_client(), device).status_code == 302


def test_one_that_counted_cannot_stop_counting(sign_in, client, member, device) -> None:
    register(sign_in(member), device)
    device.count, device.counts = 0, False
    assert sign_in_alone(client, device).status_code == 422


def test_the_passkey_of_somebody_else_is_no_second_step(sign_in, client, world, member, device):
    chair = world.person("chair")
    register(sign_in(chair), device)
    register(sign_in(member), Authenticator(ORIGIN, HOST))
    log_in(client, member)
    assert answer_second_step(client, device).status_code == 422
    assert not is_signed_in(client)


def test_an_answer_is_taken_once(sign_in, app, member, device) -> None:
    device.counts = False
    register(sign_in(member), device)
    browser = app.test_client()
    options = browser.post("/login/passkey/options").text
    data = {"answer": device.sign(options)}
    with browser.session_transaction() as cookie:
        before = dict(cookie)
    assert browser.post("/login/passkey", data=data).status_code == 302
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(before)
    answer = thief.post("/login/passkey", data=data)
    assert answer.status_code == 410
    assert not is_signed_in(thief)


def test_after_a_refusal_the_question_is_another_one(sign_in, client, member, device) -> None:
    register(sign_in(member), device)
    log_in(client, member)
    options = client.post("/login/second-step/options").text
    stranger = Authenticator(ORIGIN, HOST, credential_id=device.credential_id)
    stranger.count = 100
    data = {"way": "passkey", "answer": stranger.sign(options)}
    assert client.post("/login/second-step", data=data).status_code == 422
    data["answer"] = device.sign(options)
    assert client.post("/login/second-step", data=data).status_code == 422
    assert answer_second_step(client, device).status_code == 302


def test_a_question_is_open_for_five_minutes(sign_in, app, member, device, monkeypatch) -> None:
    mine, browser = sign_in(member), app.test_client()
    register(mine, device)
    another = Authenticator(ORIGIN, HOST)
    new = another.make(mine.post("/account/security/passkeys/options").text)
    use = device.sign(browser.post("/login/passkey/options").text)
    at(monkeypatch, now() + timedelta(minutes=6))
    assert browser.post("/login/passkey", data={"answer": use}).status_code == 410
    answer = mine.post("/account/security/passkeys", data={"answer": new, "name": "Late"})
    assert answer.status_code == 410
    assert "five minutes" in answer.text
    assert 'value="Late"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        Authenticator("https://evil.example", HOST),
        Authenticator(ORIGIN, "evil.example"),
        Authenticator("http://collab.example", HOST),
    ],
    ids=["another origin", "another name", "no https"],
)
def test_answers_given_to_another_site_are_refused(sign_in, client, member, device, wrong) -> None:
    mine = sign_in(member)
    assert register(mine, wrong).status_code == 422
    register(mine, device)
    wrong.key, wrong.credential_id, wrong.count = device.key, device.credential_id, 50
    assert sign_in_alone(client, wrong).status_code == 422


HOSTILE = [
    "",
    "null",
    "[]",
    "{}",
    "not json",
    "[" * 5000,
    '{"id": 1, "rawId": 2, "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": []}',
    '{"id": "AA", "rawId": "ä", "type": "public-key", "response": {"clientDataJSON": "A"}}',
    (
        '{"id": "AA", "rawId": "AA", "type": "x", "response": {"clientDataJSON": "AA", '
        '"attestationObject": "AA", "authenticatorData": "AA", "signature": "AA"}}'
    ),
]


@pytest.mark.parametrize("answer", HOSTILE)
def test_nonsense_is_refused_with_words(sign_in, app, member, device, answer: str) -> None:
    mine, browser = sign_in(member), app.test_client()
    mine.post("/account/security/passkeys/options")
    data = {"name": "Mine", "answer": answer}
    refused = mine.post("/account/security/passkeys", data=data)
    assert refused.status_code == 422
    assert "This passkey was not accepted." in refused.text
    browser.post("/login/passkey/options")
    refused = browser.post("/login/passkey", data={"answer": answer})
    assert refused.status_code == 422
    assert find_passkeys() == []


@pytest.mark.parametrize(
    "part", ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]
)
@pytest.mark.parametrize("bytes_", [b"", b"\xff" * 40, b"{}", bytes(300), b"\xa1\x63fmt\x64none"])
def test_broken_parts_are_refused(sign_in, client, member, device, part: str, bytes_) -> None:
    mine = sign_in(member)
    broken = {part: encode(bytes_)}
    if part in {"clientDataJSON", "attestationObject"}:
        assert register(mine, Authenticator(ORIGIN, HOST), **broken).status_code == 422
    if part != "attestationObject":
        register(mine, device)
        assert sign_in_alone(client, device, **broken).status_code == 422


def test_the_same_passkey_is_not_added_twice(sign_in, world: World, member, device) -> None:
    register(sign_in(member), device)
    answer = register(sign_in(world.person("chair")), device)
    assert answer.status_code == 409
    assert "registered already" in answer.text
    assert len(find_passkeys()) == 1


def test_a_question_for_one_person_is_not_answered_by_another(sign_in, world, member, device):
    mine, theirs = sign_in(member), sign_in(world.person("chair"))
    answer = device.make(mine.post("/account/security/passkeys/options").text)
    with mine.session_transaction() as cookie:
        stolen = cookie["passkey_new"]
    with theirs.session_transaction() as cookie:
        cookie["passkey_new"] = stolen
    data = {"name": "Mine now", "answer": answer}
    assert theirs.post("/account/security/passkeys", data=data).status_code == 404


def test_names_can_be_changed_by_the_owner_only(sign_in, world: World, member, device) -> None:
    mine = sign_in(member)
    register(mine, device)
    (passkey,) = find_passkeys()
    path = f"/account/security/passkeys/{passkey.id}"
    assert 'value="My phone"' in mine.get(path).text
    assert mine.post(path, data={"name": "Key ring"}).status_code == 302
    assert "Key ring" in mine.get("/account/security").text
    assert mine.post(path, data={"name": "  "}).status_code == 422
    assert mine.post(path, data={"name": "x" * 61}).status_code == 422
    theirs = sign_in(world.person("chair"))
    assert theirs.get(path).status_code == 404
    assert theirs.post(path, data={"name": "Stolen"}).status_code == 404
    assert theirs.post(f"{path}/removal").status_code == 404
    assert find_passkeys()[0].name == "Key ring"


def test_removing_one_of_two_leaves_the_account_protected(sign_in, client, member, device) -> None:
    mine, other = sign_in(member), Authenticator(ORIGIN, HOST)
    register(mine, device)
    assert register(mine, other, "Second").status_code == 302
    first = find_passkeys()[0]
    mine.post(f"/account/security/passkeys/{first.id}/removal")
    assert reload(member).second_factor_at is not None
    assert sign_in_alone(client, device).status_code == 422
    assert sign_in_alone(client, other).status_code == 302
    (last,) = find_passkeys()
    mine.post(f"/account/security/passkeys/{last.id}/removal")
    assert reload(member).second_factor_at is None


def test_beside_an_app_no_new_recovery_codes_are_made(sign_in, member, device) -> None:
    mine = sign_in(member)
    give_app(mine, member)
    assert register(mine, device).location == "/account/security"


def test_there_is_an_end_to_collecting(sign_in, member, device) -> None:
    mine = sign_in(member)
    with unit_of_work(GLOBAL):
        for number in range(MAX_PASSKEYS):
            session().add(
                Passkey(
                    person_id=member.id,
                    credential_id=bytes([number]),
                    public_key=b"",
                    sign_count=0,
                    transports=[],
                    name="One more",
                    created_at=now(),
                )
            )
    assert mine.post("/account/security/passkeys/options").status_code == 409


def test_a_suspended_person_is_not_let_in_by_a_passkey(sign_in, client, member, device) -> None:
    register(sign_in(member), device)
    with unit_of_work(GLOBAL):
        session().execute(
            update(type(member)).where(type(member).id == member.id).values(suspended_at=now())
        )
    answer = sign_in_alone(client, device)
    assert answer.status_code == 403
    assert "suspended" in answer.text


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://collab.example", True),
        ("http://localhost:8000", True),
        ("http://collab.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
    ],
)
def test_passkeys_are_offered_where_browsers_allow_them(sign_in, client, member, address, possible):
    addresses.set_base(address)
    assert ("Sign in with a passkey" in client.get("/login").text) is possible
    mine = sign_in(member)
    assert ("/account/security/passkeys/new" in mine.get("/account/security").text) is possible
    assert ("data-passkey" in mine.get("/account/security/passkeys/new").text) is possible
