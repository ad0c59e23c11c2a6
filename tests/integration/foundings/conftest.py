"""People who may propose cooperations."""

import pytest

from collab.accounts.models import Person
from collab.core.db import GLOBAL, unit_of_work
from tests.factories import make_person
from tests.integration.foundings.founders import Founders


@pytest.fixture
def operator(app) -> Person:
    with unit_of_work(GLOBAL):
        return make_person(name="Olga Operator", email="olga@operator.example", is_operator=True)


@pytest.fixture
def founder(app) -> Person:
    with unit_of_work(GLOBAL):
        return make_person(name="Fred Founder", email="fred@founder.example", may_found=True)


@pytest.fixture
def founders(operator: Person) -> Founders:
    """An operator proposes for others."""
    return Founders(operator)


@pytest.fixture
def own_founders(founder: Person) -> Founders:
    """A coordinator-to-be proposes with a delegation of their own."""
    return Founders(founder)
