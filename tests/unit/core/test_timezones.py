from zoneinfo import available_timezones

from collab.core.timezones import timezone_choices


def test_every_choice_is_a_time_zone_once(reading) -> None:
    with reading(browser="en"):
        names = [choice.value for choice in timezone_choices()]
    assert set(names) <= available_timezones()
    assert len(names) == len(set(names))
    assert len(names) > 400


def test_cities_are_named_in_the_readers_language_and_sorted(reading) -> None:
    with reading(browser="de"):
        choices = timezone_choices()
    labels = {choice.value: choice.label for choice in choices}
    assert labels["Europe/Rome"] in {"Rom (UTC+01:00)", "Rom (UTC+02:00)"}
    europe = [c.label.split(" (")[0].casefold() for c in choices if c.value.startswith("Europe/")]
    assert europe == sorted(europe)


def test_the_chosen_zone_is_among_them_also_by_an_old_name(reading) -> None:
    with reading(browser="en"):
        values = {choice.value for choice in timezone_choices("Asia/Kolkata")}
    assert "Asia/Kolkata" in values


def test_europe_comes_first_and_utc_last(reading) -> None:
    with reading(browser="en"):
        groups = list(dict.fromkeys(choice.optgroup for choice in timezone_choices()))
    assert (groups[0], groups[-1]) == ("Europe", "UTC")
