"""What to call a device, from what its browser says of itself."""

from dataclasses import dataclass

#: first match wins: most browsers also claim to be the ones below them
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
MOBILE = frozenset({"iPhone", "iPad", "Android"})


@dataclass(frozen=True, slots=True)
class DeviceName:
    """Browser and system as people know them; empty when unknown."""

    browser: str
    system: str

    @property
    def is_mobile(self) -> bool:
        """Whether it is a phone or a tablet."""
        return self.system in MOBILE


def name_device(user_agent: str) -> DeviceName:
    """Browser and system named in a User-Agent header."""

    def first(names: tuple[tuple[str, str], ...]) -> str:
        return next((name for mark, name in names if mark in user_agent), "")

    return DeviceName(first(BROWSERS), first(SYSTEMS))
