import pytest

from collab.accounts.devices import name_device

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "browser", "system", "is_mobile"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0 Safari/537.36 Edg/130.0",
         "Edge", "Windows", False),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/130.0 Safari/537.36",
         "Chrome", "Linux", False),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/130.0 Mobile Safari/537.36",
         "Chrome", "Android", True),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0",
         "Firefox", "macOS", False),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT} Mobile Safari/604.1",
         "Safari", "iPhone", True),
        ("curl/8.0", "", "", False),
        ("", "", "", False),
    ],
)  # fmt: skip
def test_a_device_is_named_as_people_know_it(user_agent, browser, system, is_mobile) -> None:
    device = name_device(user_agent)
    assert (device.browser, device.system, device.is_mobile) == (browser, system, is_mobile)
