"""Names as people look for them: without accents, small letters only."""

import unicodedata

#: letters that are no letter with an accent to Unicode, but to whoever types without them
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """The text to sort and search by: "Élodie Groß" → "elodie gross"; control characters go."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    spaced = "".join(" " if one.isspace() else one for one in plain)
    kept = "".join(one for one in spaced if unicodedata.category(one)[0] not in "MC")
    return " ".join(kept.split())
