from collab.live.pace import AWARENESS, LONGEST, SHORTEST, Load, Pace


def test_an_idle_room_is_flushed_at_once():
    assert Pace().due(100.0, Load(), is_update=True) == 100.0


def test_a_room_that_was_just_flushed_waits_a_moment():
    pace = Pace()
    pace.note(0.0, 100.0)
    assert pace.due(100.0, Load(), is_update=True) == 100.0 + SHORTEST


def test_a_costly_flush_slows_the_pace_down_to_a_limit():
    pace = Pace()
    pace.note(0.02, 100.0)
    assert SHORTEST < pace.due(100.0, Load(), is_update=True) - 100.0 < LONGEST
    for _time in range(20):
        pace.note(1.0, 100.0)
    assert pace.due(100.0, Load(), is_update=True) == 100.0 + LONGEST


def test_awareness_alone_waits_longer():
    pace = Pace()
    pace.note(0.0, 100.0)
    assert pace.due(100.0, Load(), is_update=False) == 100.0 + AWARENESS


def test_a_busy_process_slows_every_room_down():
    load = Load()
    for second in range(1, 10):
        load.note(0.9, float(second))
    assert load.shortest == LONGEST


def test_a_process_with_time_to_spare_does_not():
    load = Load()
    for second in range(1, 10):
        load.note(0.001, float(second))
    assert load.shortest == SHORTEST
