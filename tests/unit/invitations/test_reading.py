"""What a pasted list or a file says, before anybody is asked."""

import codecs

import pytest

from collab.core.actor import Role
from collab.core.delimited import read_text
from collab.core.errors import Invalid
from collab.invitations.lists.reading import MAX_LINES, Line, correct, read_list
from collab.invitations.lists.words import find_column, find_role


def emails(text: str) -> list[str]:
    return [line.email for line in read_list(text).lines]


def test_one_address_a_line() -> None:
    reading = read_list("ana@x.org\n\n  ben@x.org  \r\n")
    assert [(line.number, line.email) for line in reading.lines] == [
        (1, "ana@x.org"),
        (3, "ben@x.org"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ana Pérez <ana@x.org>",
        '"Ana Pérez" <ana@x.org>',
        "ana@x.org, Ana Pérez",
        "ana@x.org;Ana Pérez",
        "ana@x.org\tAna Pérez",
        "Ana Pérez, ana@x.org",
        '"ana@x.org","Ana Pérez"',
        "Ana Pérez <ana@x.org>, ",
    ],
)
def test_a_name_may_stand_beside_it(line: str) -> None:
    (found,) = read_list(line).lines
    assert (found.email, found.name) == ("ana@x.org", "Ana Pérez")


def test_a_name_may_hold_a_comma() -> None:
    (found,) = read_list('"Pérez, Ana" <ana@x.org>').lines
    assert (found.email, found.name) == ("ana@x.org", "Pérez, Ana")


def test_people_as_mail_programs_list_them() -> None:
    reading = read_list("Ana <ana@x.org>; Ben <ben@x.org>; cleo@x.org")
    assert [(line.email, line.name) for line in reading.lines] == [
        ("ana@x.org", "Ana"),
        ("ben@x.org", "Ben"),
        ("cleo@x.org", ""),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "E-mail;Name;Role;Groups;Language",
        "E-Mail;Name;Rolle;Arbeitsgruppen;Sprache",
        "Courriel;Nom;Rôle;Groupes de travail;Langue",
        "Posta elettronica;Nome;Ruolo;Gruppi;Lingua",
        "Correo electrónico;Nombre;Función;Grupos;Idioma",
        "Correu electrònic;Nom;Funció;Grups;Llengua",
    ],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_headings_are_understood_in_six_languages(heading: str, delimiter: str) -> None:
    text = f"{heading}\nana@x.org;Ana;member;Research;fr".replace(";", delimiter)
    reading = read_list(text)
    assert reading.lines == (Line(2, "ana@x.org", "Ana", "member", "Research", "fr"),)
    assert reading.unknown_columns == ()


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named() -> None:
    reading = read_list("Telefon;Nachname;Vorname;E-Mail;Ort\n1;Pérez;Ana;ana@x.org;Ulm")
    assert reading.lines == (Line(2, "ana@x.org", "Ana Pérez"),)
    assert reading.unknown_columns == ("Telefon", "Ort")


def test_what_stands_beyond_the_columns_is_kept_to_be_shown() -> None:
    (headed,) = read_list("email;name\nana@x.org;Ana;what;;is this").lines
    assert headed.surplus == "what, is this"
    (plain,) = read_list("ana@x.org,Ana,member,Research,fr,more").lines
    assert plain.surplus == "more"
    (empty,) = read_list("email;name\nana@x.org;Ana;;;").lines
    assert empty.surplus == ""


def test_a_quote_that_is_never_closed_ends_with_its_line() -> None:
    assert emails('email,name\nana@x.org,"Ana\nben@x.org,Ben') == ["ana@x.org", "ben@x.org"]


def test_the_hint_of_a_spreadsheet_is_no_person() -> None:
    assert emails("sep=;\nemail;name\nana@x.org;Ana") == ["ana@x.org"]


@pytest.mark.parametrize("text", ["", "  \n\t\n", ";;;\n,,", "email;name\n", "E-Mail"])
def test_a_list_with_nobody_in_it_is_none(text: str) -> None:
    with pytest.raises(Invalid) as wrong:
        read_list(text)
    assert "list" in wrong.value.fields


def test_headings_without_an_address_are_refused() -> None:
    with pytest.raises(Invalid) as wrong:
        read_list("Name;Rolle\nAna;Mitglied")
    assert "email" in str(wrong.value.fields["list"])


def test_five_thousand_people_fit_and_one_more_does_not() -> None:
    lines = [f"person{number}@x.org" for number in range(MAX_LINES)]
    assert len(read_list("\n".join(lines)).lines) == MAX_LINES
    assert len(read_list("\n".join(["email", *lines])).lines) == MAX_LINES
    for text in ("\n".join([*lines, "more@x.org"]), "; ".join([*lines, "more@x.org"])):
        with pytest.raises(Invalid) as wrong:
            read_list(text)
        assert "list" in wrong.value.fields


TEXT = "email;name\nana@x.org;Ana Pérez – 100 €\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_files_of_every_program_are_read(data: bytes) -> None:
    assert read_text(data) == TEXT


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x06\x00\x08\x00", b"%PDF-1.7\n\x01\x02"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as wrong:
        read_text(data)
    assert "file" in wrong.value.fields


def test_a_corrected_line_keeps_its_number() -> None:
    line = correct(Line(7, "bad", surplus="more"), {"email": " ana@x.org ", "surplus": ""})
    assert line == Line(7, "ana@x.org")


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Mitglied", Role.MEMBER),
        ("Présidente", Role.CHAIR),
        ("SECRETÀRIA", Role.SECRETARY),
        ("invité", Role.GUEST),
        ("coordinador", Role.COORDINATOR),
        ("boss", None),
        ("", None),
    ],
)
def test_roles_are_understood_in_six_languages(word: str, role: Role | None) -> None:
    assert find_role(word) is role


def test_what_is_no_heading_is_none() -> None:
    assert find_column("Telephone") is None
