from collab.core.buckets import Buckets


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_who_takes_no_more_than_there_is_waits_for_nothing():
    buckets = Buckets(10, 5, Clock())
    assert [buckets.take("ana") for _each in range(5)] == [0] * 5


def test_who_takes_more_waits_until_it_has_come_back():
    clock = Clock()
    buckets = Buckets(10, 5, clock)
    assert buckets.take("ana", 25) == 2
    clock.now += 1
    assert buckets.owes("ana") == 1
    assert buckets.take("ana") == 1.1


def test_nobody_pays_for_somebody_else():
    buckets = Buckets(1, 1, Clock())
    buckets.take("ana", 100)
    assert buckets.take("ben") == 0


def test_what_would_take_too_long_is_not_taken():
    clock = Clock()
    buckets = Buckets(10, 5, clock)
    assert buckets.take("ana", 100, longest=2) is None
    assert buckets.take("ana", 5, longest=2) == 0


def test_a_bucket_never_holds_more_than_its_size():
    clock = Clock()
    buckets = Buckets(10, 5, clock)
    buckets.take("ana")
    clock.now += 1000
    assert buckets.take("ana", 6) == 0.1


def test_without_a_rate_there_is_no_limit():
    assert Buckets(0, 0, Clock()).take("ana", 10**9, longest=0) == 0


def test_who_has_not_been_heard_of_for_long_is_forgotten():
    clock = Clock()
    buckets = Buckets(1, 10, clock)
    buckets.take("debtor", 10_000)
    for name in range(10_000):
        clock.now += 0.01
        buckets.take(name)
    assert len(buckets) < 4000
    assert buckets.owes("debtor") > 0
