from collab.core.shortcuts import Announced, Shortcuts

LINE = '451-/live,["change",{"_placeholder":true,"num":0}]'


def test_a_blob_goes_to_the_handler_of_its_line():
    taken = []
    announced = Announced({LINE: taken.append})
    assert announced.sort(LINE) == ()
    assert announced.sort(b"blob") == ()
    assert taken == [b"blob"]


def test_everything_else_is_read_as_ever():
    announced = Announced({})
    for message in (LINE, b"blob", "2", None):
        assert announced.sort(message) == (message,)


def test_a_line_without_its_blob_is_read_as_ever_and_in_order():
    taken = []
    announced = Announced({LINE: taken.append})
    announced.sort(LINE)
    assert announced.sort("3") == (LINE, "3")
    assert announced.sort(b"lost") == (b"lost",)
    announced.sort(LINE)
    assert announced.sort(None) == (LINE, None)
    assert taken == []


def test_two_lines_in_a_row_are_both_read():
    announced = Announced({LINE: print})
    announced.sort(LINE)
    assert announced.sort(LINE) == (LINE, LINE)


def test_only_namespaces_that_a_socket_is_in_are_open_to_it():
    taken = []
    shortcuts = Shortcuts()
    shortcuts.add("change", lambda sid, blob: taken.append((sid, blob)), "/live")
    shortcuts.add("move", print, "/boards")
    opened = dict(shortcuts.open({"/live": "sid"}.get))
    assert list(opened) == [LINE]
    opened[LINE](b"blob")
    assert taken == [("sid", b"blob")]
