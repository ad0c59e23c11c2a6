"""Every country that can be chosen has a flag."""

from flask import Flask
from flask_login import LoginManager

from collab.core import i18n
from collab.core.countries import country_codes, list_countries
from collab.core.web import DIST


def test_each_country_has_a_flag() -> None:
    assert {
        code for code in country_codes() if not (DIST / "flags" / f"{code}.svg").exists()
    } == set()


def test_countries_are_named_and_sorted() -> None:
    app = Flask(__name__)
    LoginManager(app).user_loader(lambda _token: None)
    i18n.init_app(app)
    with app.test_request_context(headers={"Accept-Language": "de"}):
        found = list_countries()
    assert ("DE", "Deutschland") in found
    assert {"AT", "CH", "DE", "ES", "FR", "GB", "IT", "LI", "NO", "UA"} <= {c for c, _name in found}
    assert not {"EU", "UN", "ZZ"} & {code for code, _name in found}
    assert [name for _code, name in found] == sorted((n for _c, n in found), key=str.casefold)
