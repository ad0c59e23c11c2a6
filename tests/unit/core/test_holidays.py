"""Days on which nobody works in a region."""

from datetime import date

import pytest

from collab.core.holidays import FreeDay, find_free_day

EPIPHANY = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("day", "country", "region", "name"),
    [
        (EPIPHANY, "DE", "Baden-Württemberg", "Epiphany"),
        (EPIPHANY, "DE", "Land Baden-Württemberg", "Epiphany"),
        (EPIPHANY, "DE", "Bade-Wurtemberg", "Epiphany"),
        (date(2026, 9, 11), "ES", "Catalunya", "National Day of Catalonia"),
        (date(2026, 9, 11), "ES", "Catalonia", "National Day of Catalonia"),
        (date(2026, 12, 7), "IT", "Lombardia", "Saint Ambrose's Day"),
        (date(2026, 7, 14), "FR", "Auvergne-Rhône-Alpes", "National Day"),
        (date(2026, 10, 3), "DE", "Germany", "German Unity Day"),
        (date(2028, 12, 25), "FR", "", "Christmas Day"),
    ],
)
def test_holidays_of_regions_are_known_by_their_names(day, country, region, name) -> None:
    assert find_free_day(day, country, region, "en") == FreeDay(name, "en")


@pytest.mark.parametrize(
    ("country", "region"), [("DE", "Hamburg"), ("DE", "Europe"), ("FR", "Bretagne"), ("XX", "?")]
)
def test_elsewhere_it_is_a_day_like_others(country: str, region: str) -> None:
    assert find_free_day(EPIPHANY, country, region, "en") is None


def test_holidays_are_named_in_the_readers_language_or_in_english() -> None:
    day = date(2026, 12, 25)
    assert find_free_day(day, "DE", "", "de") == FreeDay("Erster Weihnachtstag", "de")
    assert find_free_day(day, "ES", "Catalunya", "ca") == FreeDay("Nativitat del Senyor", "ca")
    assert find_free_day(day, "DE", "", "it") == FreeDay("Christmas Day", "en")
    assert find_free_day(day, "IT", "", "it") == FreeDay("Natale", "it")


@pytest.mark.parametrize("country", ["DE", "XX"])
def test_weekends_are_free_too(country: str) -> None:
    assert find_free_day(date(2026, 11, 22), country, "", "en") == FreeDay()
    assert find_free_day(date(2026, 11, 23), country, "", "en") is None


def test_weekends_are_those_of_the_country() -> None:
    assert find_free_day(date(2026, 11, 20), "SA", "", "en") == FreeDay()
    assert find_free_day(date(2026, 11, 22), "SA", "", "en") is None
