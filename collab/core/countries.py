"""Countries, as ISO 3166-1 names them by two letters."""

from functools import cache

from babel import Locale
from flask_babel import get_locale

#: two letters that are no country, though Babel has words for them
_OTHERS = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)


@cache
def country_codes() -> frozenset[str]:
    """Every country's code, such as DE."""
    known = (str(code) for code in Locale("en").territories)
    return frozenset(
        code for code in known if len(code) == 2 and code.isalpha() and code not in _OTHERS
    )


def list_countries() -> list[tuple[str, str]]:
    """Code and name of each country, by name in the reader's language."""
    locale = get_locale() or Locale("en")
    named = ((code, str(locale.territories.get(code, code))) for code in country_codes())
    return sorted(named, key=lambda pair: pair[1].casefold())
