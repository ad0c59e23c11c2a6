"""Bars: how long they are, and what tells their parts apart."""

import pytest

from collab.core.plots import BAR_TOP, LEAST, ROW, Row, draw


def test_the_longest_bar_is_as_wide_as_the_drawing_and_parts_follow_each_other() -> None:
    plot = draw([Row("A", (3, 1), "4"), Row("B", (1, 1), "2")], ["here", "away"])
    first, second = plot.lines
    assert [(part.x, part.width) for part in first.parts] == [(0, 75), (75, 25)]
    assert [(part.x, part.width) for part in second.parts] == [(0, 25), (25, 25)]
    assert plot.height == 2 * ROW
    assert second.bar_y == ROW + BAR_TOP


def test_parts_differ_in_pattern_and_the_legend_names_them() -> None:
    plot = draw([Row("A", (1, 1, 1), "")], ["x", "y", "z"])
    assert [part.fill for part in plot.lines[0].parts] == ["solid", "hatched", "dotted"]
    assert plot.legend == (("x", "solid"), ("y", "hatched"), ("z", "dotted"))


def test_a_part_keeps_its_pattern_where_another_is_nothing() -> None:
    plot = draw([Row("A", (0, 2), "")])
    assert [part.fill for part in plot.lines[0].parts] == ["hatched"]


def test_a_small_number_is_still_seen() -> None:
    plot = draw([Row("A", (100_000,), ""), Row("B", (1,), "")])
    assert plot.lines[1].parts[0].width == pytest.approx(LEAST)


def test_nothing_is_nothing_to_draw() -> None:
    assert draw([]).is_empty
    assert draw([Row("A", (0, 0), "0")]).is_empty
    assert draw([Row("A", (0, 0), "0")]).lines[0].parts == ()
