"""Which passwords are refused, and how they are kept."""

from importlib.util import find_spec, module_from_spec

import pytest

from collab.accounts.passwords import MAX_LENGTH, find_fault, hash_password, verify_password

ANA = ("ana.perez@collab.example", "Ana Pérez")


@pytest.mark.parametrize(
    "password",
    [
        "Password1234!",
        "passwordpassword",
        "P@ssw0rd123456",
        "motdepasse123456",
        "contraseña1234",
        "Sommer2026!!!!",
        "PasswortPasswort1",
        "123456789012",
        "987654321098",
        "qwertzuiopasd",
        "1q2w3e4r5t6y",
        "abcdefghijklm",
        "aaaaaaaaaaaa",
        "abababababab",
        "admin admin admin",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert "Many people use this password" in str(find_fault(password, *ANA))


@pytest.mark.parametrize(
    "password",
    [
        "ana.perez@collab.example",
        "Ana Perez 2026!",
        "ANAPEREZ-ana.perez",
        "1234-ana-pérez-1234",
    ],
)
def test_ones_own_name_is_refused(password: str) -> None:
    assert "your name or e-mail" in str(find_fault(password, *ANA))


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "Hallo Welt ist schön",
        "wenn ich den See seh",
        "zT7#kq9!vLm2",
        "830174625901",
        "пароль из четырёх слов",
        "Ana Pérez likes the sea",
        "🐟🐳🦀🐙🦑🐡🐠🦈🐬🐋🦭🐚",
    ],
)
def test_what_is_hard_to_guess_is_welcome(password: str) -> None:
    assert find_fault(password, *ANA) is None


def test_length_counts() -> None:
    assert "at least 12" in str(find_fault("zT7#kq9!vLm"))
    assert find_fault("ab cd ef gh ij" * 18) is None
    assert "at most 256" in str(find_fault("x7" * 129))


def test_people_without_letters_in_their_name_can_choose_numbers() -> None:
    assert find_fault("830174625901", "1@2.example", "") is None


def test_long_passwords_count_to_their_last_character() -> None:
    password = "ab cd ef gh " * 21 + "abcd"
    assert len(password) == MAX_LENGTH
    kept = hash_password(password)
    assert verify_password(kept, password)
    assert not verify_password(kept, password[:-1] + "e")


@pytest.mark.parametrize("kept", [None, "", "no hash"])
def test_without_a_hash_nothing_fits(kept: str | None) -> None:
    assert not verify_password(kept, "there is no such person")
    assert not verify_password(kept, "")


def test_a_hash_costs_whoever_guesses_what_owasp_recommends():
    # as the platform has it, for tests hash quickly
    found = find_spec("collab.accounts.passwords")
    passwords = module_from_spec(found)
    found.loader.exec_module(passwords)
    for made in (passwords.hash_password("Zusammenarbeit-2026"), passwords._decoy):
        assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
