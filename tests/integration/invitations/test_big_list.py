import time

from collab.core.actor import Role
from collab.core.db import unit_of_work
from collab.invitations import service
from collab.invitations.lists.checking import Defaults
from tests.integration.invitations.letters import link


def test_speed(world):
    text = "email;name;role;groups;language\n" + "\n".join(
        f"person{i}@region.example.org;Person {i};member;Research;de" for i in range(5000)
    )
    t = time.time()
    with unit_of_work(world.here.scope):
        list_id = service.prepare_list(
            world.actor("coordinator"), text, Defaults(Role.MEMBER, "fr")
        )
    print("prepare", time.time() - t)
    t = time.time()
    with unit_of_work(world.here.scope, writes=False):
        p = service.preview_list(world.actor("coordinator"), list_id)
    print("preview", time.time() - t, p.total, p.wrong)
    t = time.time()
    with unit_of_work(world.here.scope):
        service.send_list(world.actor("coordinator"), list_id, leave_out=False, link=link)
    print("send", time.time() - t)
