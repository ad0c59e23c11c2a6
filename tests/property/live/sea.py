"""Pages, links and a server: how they are moved on, and what holds in the end."""

from hypothesis.stateful import RuleBasedStateMachine
from pycrdt import Text

from tests.property.live.links import Link
from tests.property.live.shore import POISON, Shore
from tests.property.live.stage import Stage, pack, unpack

PEOPLE = ("member", "secretary", "chair")
MOST_PAGES = 5
#: so many turns of 0.7 s, in which everything works, are enough for everything to arrive
ROUNDS = 80


class Sea(RuleBasedStateMachine):
    """People with pages of one document, over a network that loses what it likes."""

    stage: Stage
    shore: Shore

    def __init__(self):
        super().__init__()
        self.pages = {}  # number → whose
        self.open_pages = []
        self.links = {}
        self.typed = {}  # character → page
        self.erased = {}  # character → page
        self.lost = set()
        self.hanging = set()  # pages that have no network
        self.is_restored = False
        self.lost_rights = set()
        self.erasers = set()
        self.stage.heard.clear()
        self.stage.tell("reset")
        self.shore.begin()

    # the stage

    def tell(self, command, **words):
        answer = self.stage.tell(command, **words)
        heard, self.stage.heard = self.stage.heard, []
        for word in heard:
            self.hear(word)
        return answer

    def hear(self, word):
        page, number = word.pop("page"), word.pop("socket")
        if word["kind"] == "dial":
            self.links[page, number] = link = Link(page, number, self.pages[page])
            self.shore.welcome(link)
        link = self.links[page, number]
        if word["kind"] == "close":
            link.is_here = False
        if link.is_there:
            link.up.append(word | {"words": [unpack(each) for each in word.get("words", ())]})
        if word["kind"] == "dial" and page in self.hanging:
            self.cut_off(link)

    def deliver(self, link):
        message = link.down.popleft()
        if link.is_here:
            words = [pack(each) for each in message.get("words", ())]
            self.tell("receive", page=link.page, socket=link.number, **message | {"words": words})

    def cut_off(self, link, *, is_lost=True):
        """The page finds out that its socket has gone."""
        link.is_here = False
        link.down.clear()
        if is_lost:
            link.up.clear()
        end = {"kind": "end", "reason": "transport close"}
        message = end if link.is_connected else {"kind": "fail", "words": [False]}
        self.tell("receive", page=link.page, socket=link.number, **message)

    def page(self, number):
        return self.open_pages[number % len(self.open_pages)]

    def link(self, number, check=lambda _link: True):
        found = [link for link in self.links.values() if check(link)]
        return found[number % len(found)] if found else None

    # what goes on

    def add_page(self, name):
        number = len(self.pages) + 1
        self.pages[number] = name
        self.open_pages.append(number)
        options = {
            "cooperation": self.shore.world.here.slug,
            "document": str(self.shore.document_id),
            "person": str(self.shore.world.membership(name).id),
        }
        self.tell("open", page=number, options=options)

    def connect_everybody(self):
        pages, self.hanging = self.hanging, set()
        for page in pages & set(self.open_pages):
            self.tell("event", page=page, event="online")

    def move_on(self, milliseconds):
        self.shore.now += milliseconds / 1000
        self.tell("advance", milliseconds=milliseconds)

    def look_after_everybody(self):
        for link in self.links.values():
            link.backlog = 0
        self.shore.sweep()

    # in the end

    def on_disk(self):
        return str(self.shore.read().get("t", type=Text))

    def is_doubtful(self, page):
        """Whether something may be refused although it is there: deletions leave no trace."""
        name = self.pages[page]
        return self.is_restored or name in self.lost_rights & self.erasers

    def kept(self):
        """What is safe whatever happens to the open pages."""
        return "".join(row["text"] for row in self.tell("rows")) + self.on_disk()

    def settle(self, rounds):
        """Everything works, and everything arrives."""
        self.shore.disk.go_on("works")
        for _round in range(rounds):
            self.carry_everything()
            self.shore.flush()
            self.shore.rest()
            self.carry_everything()
            self.move_on(700)
            if rounds > 2 and self.is_calm():
                return
        assert rounds <= 2, [self.tell("describe", page=page) for page in self.open_pages]

    def carry_everything(self):
        for link in list(self.links.values()):
            if link.is_here and not link.is_there and not link.down:
                self.cut_off(link)
            while link.up and link.is_there:
                self.shore.take(link)
            if link.is_there and not link.is_here:
                self.shore.notice_loss(link)
            while link.down:
                self.deliver(link)

    def is_calm(self):
        if any((link.up and link.is_there) or link.down for link in self.links.values()):
            return False
        said = [self.tell("describe", page=page) for page in self.open_pages]
        return all(each["state"] == "live" and not each["pending"] for each in said)

    def teardown(self):
        self.tell("freeze", isFrozen=False)
        self.connect_everybody()
        self.look_after_everybody()
        for page in self.open_pages:
            self.tell("release", page=page)
        self.settle(rounds=ROUNDS)
        for name in PEOPLE:  # whoever comes back finds what was kept
            self.add_page(name)
        self.settle(rounds=ROUNDS)
        self.move_on(6_000)  # pages look after what closed pages left
        self.settle(rounds=ROUNDS)
        self.check()

    def check(self):
        reader = self.on_disk()
        rows = self.tell("rows")
        assert [row for row in rows if row["refusal"] is None] == []
        refused = "".join(row["text"] for row in rows)
        for page in self.open_pages:
            said = self.tell("describe", page=page)
            assert said["text"] == reader, f"page {page}"
            assert not said["waits"]
        for character, page in self.typed.items():
            count = reader.count(character)
            assert count <= 1
            if character in self.erased or character in self.lost:
                continue
            copies = count + (character in refused)
            where = (character, page, count, reader, refused)
            # what an old backup lacks, a reader's page keeps aside, and a writer's brings back
            assert copies == 1 or (copies > 1 and self.is_doubtful(page)), where
        if not rows:
            for character, page in self.erased.items():
                assert page not in self.open_pages or character not in reader
        assert POISON not in reader
