"""What goes wrong between pages and server, what changes there, and who may still write."""

from tests.property.live.sea import PEOPLE, Sea


class Weather(Sea):
    """Each `number` says to whom it happens."""

    def somebody_composes(self, number):
        self.tell("hold", page=self.page(number))

    def composing_ends(self, number):
        self.tell("release", page=self.page(number))

    def device_hangs(self, _number):
        self.tell("freeze", isFrozen=True)

    def device_works(self, _number):
        self.tell("freeze", isFrozen=False)

    def socket_is_lost(self, number):
        self._lose(number, is_lost=True)

    def socket_is_lost_and_what_was_sent_arrives(self, number):
        self._lose(number, is_lost=False)

    def _lose(self, number, *, is_lost):
        link = self.link(number, lambda link: link.is_here)
        if link is not None:
            self.cut_off(link, is_lost=is_lost)

    def server_loses_the_socket(self, number):
        link = self.link(number, lambda link: link.is_there)
        if link is not None:
            link.down.clear()
            self.shore.notice_loss(link)

    def page_goes_offline(self, number):
        page = self.page(number)
        self.hanging.add(page)
        for link in list(self.links.values()):
            if link.page == page and link.is_here:
                self.cut_off(link)
        self.tell("event", page=page, event="offline")

    def everybody_goes_online(self, _number):
        self.connect_everybody()

    def client_is_slow(self, number):
        link = self.link(number, lambda link: link.is_connected)
        if link is not None:
            link.backlog = 2**19

    def server_looks_after_everybody(self, _number):
        self.look_after_everybody()

    def disk_hangs(self, _number):
        self.shore.disk.mode = "hangs"

    def disk_works(self, _number):
        self._disk("works")

    def disk_fails(self, _number):
        self._disk("fails")

    def disk_writes_and_says_nothing(self, _number):
        self._disk("says nothing")

    def _disk(self, mode):
        self.shore.disk.go_on(mode)
        self.shore.rest()

    def server_dies(self, _number):
        self._die(is_written=False)

    def server_dies_having_written(self, _number):
        self._die(is_written=True)

    def _die(self, *, is_written):
        self.shore.die(is_written=is_written)
        for link in self.links.values():
            link.down.clear()

    def document_has_a_new_epoch(self, _number):
        self.shore.begin_epoch()

    def backup_is_restored(self, number):
        """What was written since then is only in the pages that are open."""
        self._die(is_written=False)
        self.is_restored = True
        self.shore.restore(lost=number % 4 + 1)
        shown = [self.tell("describe", page=page)["text"] for page in self.open_pages]
        self.lost |= set(self.typed) - set("".join(shown) + self.kept())

    def snapshot_is_made(self, _number):
        self.shore.compact()

    def room_closes(self, _number):
        self.shore.close_room()

    def somebody_may_no_longer_write(self, number):
        name = PEOPLE[number % len(PEOPLE)]
        self.shore.readers.add(name)
        self.lost_rights.add(name)
        if number % 2:
            self.shore.announce(name)

    def everybody_may_write(self, number):
        names = [name for name in PEOPLE if name in self.shore.readers]
        self.shore.readers.clear()
        for name in names if number % 2 else []:
            self.shore.announce(name)


CHANGES = [name for name in vars(Weather) if not name.startswith("_")]
