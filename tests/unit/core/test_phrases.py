"""Words of ours that are kept in another language than the reader's."""

import pytest

from collab.core.phrases import phrase, translate


@pytest.mark.parametrize(("language", "words"), [("de", "Erledigt"), ("en", "Done")])
def test_a_phrase_is_said_in_the_language_it_is_kept_in(language: str, words: str) -> None:
    assert translate(phrase("Done"), language) == words


@pytest.mark.parametrize("language", ["xx", "", "zh_Hans_CN"])
def test_a_language_that_is_not_offered_gets_english(language: str) -> None:
    assert translate(phrase("Done"), language) == "Done"


def test_what_nobody_translated_stays_english() -> None:
    assert translate("A phrase that no catalogue has", "de") == "A phrase that no catalogue has"


def test_a_dialect_gets_its_language() -> None:
    assert translate("Done", "de-AT") == "Erledigt"
