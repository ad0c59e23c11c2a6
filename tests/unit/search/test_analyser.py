import pytest

from collab.search.analyser import ask, find_words, fold, list_words, tokenise


def answers(question: str, text: str, language: str) -> bool:
    tokens = set(tokenise(text, language))
    return all(
        any(tokens.issuperset(one) for one in wanted.alternatives) for wanted in ask(question)
    )


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("Entscheidungen", "Die Entscheidung fiel einstimmig.", "de"),
        ("entscheidung", "ENTSCHEIDUNGEN", "de"),
        ("Straße", "in der Strasse", "de"),
        ("strasse", "in der Straße", "de"),
        ("Brücken", "Die Bruecke", "de"),
        ("bruecke", "Die Brücke", "de"),
        ("decisions", "A decision was taken", "en"),
        ("européenne", "les régions européennes", "fr"),
        ("europeenne", "les régions européennes", "fr"),
        ("énergie", "la transition de l’énergie", "fr"),
        ("eau", "aujourd'hui l'eau", "fr"),
        ("acqua", "dell'acqua", "it"),
        ("decisione", "le decisioni", "it"),
        ("reuniones", "la reunión", "es"),
        ("col·laboració", "la collaboració", "ca"),
        ("col·laboracions", "la coŀlaboració", "ca"),
        ("能源", "可再生能源合作", "zh_Hans"),
        ("会議", "次の会議は", "ja"),
        ("회의", "다음 회의는", "ko"),
        ("ﬁnance", "finance", "en"),
    ],
)
def test_a_question_finds_other_forms_of_its_words(question: str, text: str, language: str) -> None:
    assert answers(question, text, language)


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("Entscheidung", "Die Sitzung", "de"),
        ("能源", "源能", "zh_Hans"),
        ("energy Lyon", "energy in Milan", "en"),
        ("decisio", "decisions", "en"),
    ],
)
def test_a_question_finds_nothing_else(question: str, text: str, language: str) -> None:
    assert not answers(question, text, language)


def test_stems_of_different_languages_do_not_meet() -> None:
    assert "_frport" in tokenise("portes", "fr")
    assert not {one for one in tokenise("portes", "fr") if one.startswith("_de")}


def test_a_dialect_is_stemmed_as_its_language() -> None:
    assert tokenise("Häuser", "de_AT") == tokenise("Häuser", "de")


def test_tokens_hold_nothing_that_a_database_could_take_for_something_else() -> None:
    text = "it's \"quoted\" NEAR(a b) * ^ : - ( ) AND 'x' \0 a·b l·l \\ & | ! <->"
    for token in tokenise(text, "ca"):
        assert token.replace("_", "").isalnum(), token


def test_words_are_found_where_they_stand() -> None:
    text = "Zürich — Gipfel"
    assert [text[one.start : one.end] for one in find_words(text)] == ["Zürich", "Gipfel"]


def test_what_is_too_long_is_no_word() -> None:
    assert list(list_words("a" * 61)) == []


def test_a_question_of_many_words_is_cut() -> None:
    assert len(ask(" ".join(f"word{number}" for number in range(50)))) == 12


def test_only_the_last_word_of_an_unfinished_question_is_begun() -> None:
    assert [one.is_begun for one in ask("new tra", is_unfinished=True)] == [False, True]
    assert fold("Élan") == "elan"
