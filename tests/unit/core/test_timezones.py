from zoneinfo import available_timezones

from collab.core.timezones import timezone_choices


def test_every_choice_is_a_time_zone_once(reading) -> None:
    with reading(browser="en"):
        names = [name for group in timezone_choices().values() for name, _label in group]
    assert set(names) <= available_timezones()
    assert len(names) == len(set(names))
    assert len(names) > 400


def test_cities_are_named_in_the_readers_language_and_sorted(reading) -> None:
    with reading(browser="de"):
        europe = next(iter(timezone_choices().values()))
    assert ("Europe/Rome", "Rom (UTC+01:00)") in europe or (
        "Europe/Rome",
        "Rom (UTC+02:00)",
    ) in europe
    cities = [label.casefold() for _name, label in europe]
    assert cities == sorted(cities)


def test_the_chosen_zone_is_among_them_also_by_an_old_name(reading) -> None:
    with reading(browser="en"):
        asia = dict(timezone_choices("Asia/Kolkata")["Asia"])
    assert "Asia/Kolkata" in asia


def test_no_group_is_empty_and_utc_is_last(reading) -> None:
    with reading(browser="fr"):
        choices = timezone_choices()
    assert all(choices.values())
    assert list(choices)[-1] == "UTC"
