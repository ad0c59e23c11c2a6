"""What was probably meant is a word that whoever asks could have read."""

from collab.core.db import unit_of_work
from collab.search import service
from collab.search.service import Filters
from tests.documents import make_folder, make_library, make_page
from tests.world import World


def test_words_that_one_may_not_read_are_never_said_to_be_meant(world: World) -> None:
    with unit_of_work(world.here.scope):
        make_page(make_library(world.group), "Projekt Kaltwasser", language="de")
        make_folder(make_library(), "Projekt Kaltwesser", language="de")
    service.follow_all()
    meant = {}
    for who in ("member", "outsider"):
        actor = world.actor(who)
        with unit_of_work(actor.scope, writes=False):
            found = service.answer(actor, "projekt kaltwosser", Filters(), shown=20)
        meant[who] = (found.meant, len(found.hits))
    assert meant["member"] == ("projekt kaltwasser", 2)
    assert meant["outsider"] == ("projekt kaltwesser", 1)
