from markupsafe import Markup, escape

from collab.search.analyser import ask
from collab.search.snippets import LENGTH, Piece, make_snippet, mark


def marked(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_marked]


def test_other_forms_of_the_words_are_marked_in_the_original() -> None:
    pieces = make_snippet("Die Entscheidungen der Länder.", "de", ask("entscheidung land"))
    assert marked(pieces) == ["Entscheidungen", "Länder"]
    assert "".join(piece.text for piece in pieces) == "Die Entscheidungen der Länder."


def test_a_snippet_of_a_long_text_shows_where_the_words_are() -> None:
    text = "before " * 200 + "the hydrogen valley of Lyon " + "after " * 200
    pieces = make_snippet(text, "en", ask("hydrogen Lyon"))
    assert marked(pieces) == ["hydrogen", "Lyon"]
    assert [pieces[0].text, pieces[-1].text] == ["… ", " …"]
    assert sum(len(piece.text) for piece in pieces) <= LENGTH + 20


def test_compounds_chinese_and_unfinished_words_are_marked() -> None:
    assert marked(mark("Die Wasserstoffstrategie", "de", ask("strategie"))) == [
        "Wasserstoffstrategie"
    ]
    assert marked(mark("可再生能源合作", "zh_Hans", ask("能源"))) == ["能源"]
    assert marked(mark("hydrogen", "en", ask("hyd", is_unfinished=True))) == ["hydrogen"]


def test_nothing_in_a_text_becomes_markup() -> None:
    shown = Markup("").join(escape(piece) for piece in mark("<b>bold", "en", ask("bold")))
    assert shown == "&lt;b&gt;<mark>bold</mark>"


def test_a_text_without_the_words_begins_at_its_beginning() -> None:
    assert make_snippet("one two", "en", ask("three")) == [Piece("one two")]
    assert make_snippet("", "en", ask("three")) == []
