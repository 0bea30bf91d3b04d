"""Text that does not act on a terminal, and tables that stay aligned."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Profile, cell_width, elect, pad, printable, shorten

HOSTILE = [
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b[31mEve\x07",
    "\u202eAnn\u202c",
    "n" * 200,
    "山田太郎",
    "e\u0301clair",
    "Z\u0308\u0301\u0302o",
    "a\u200bb",
    "line\r\nbreak\u2028here",
    "\ud800",
    "👩\u200d👩\u200d👧 party",
]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("[/]", "[/]"),
        ("\x1b]0;title\x07Eve\x9b2J", "]0;titleEve2J"),
        ("\u202eAnn\u202c\u2066\u2069\u200f", "Ann"),
        ("a\u200b\u200d\ufeff\u00adb", "ab"),
        ("one\r\n\ttwo\u2028three\u0085four", "one two three four"),
        ("lone\udc80", "lone"),
        ("e\u0301", "é"),
        ("\x00\x1b", "?"),
        ("", "?"),
        ("Zoë", "Zoë"),
    ],
)
def test_printable(name, shown):
    assert printable(name) == shown


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_is_left_that_could_act(text):
    shown = printable(text)
    assert shown
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert printable(shown) == shown
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "cells"),
    [("Ann", 3), ("山田", 4), ("e\u0301", 1), ("Ａ", 2), ("a\u200bb", 2), ("", 0)],
)
def test_cell_width(text, cells):
    assert cell_width(text) == cells
    assert cell_width(pad(text, 6)) == cell_width(pad(text, 6, right=True)) == 6


def test_shorten():
    assert shorten("山田太郎", 5) == "山田…"
    assert shorten("Ann", 3) == "Ann"


@pytest.mark.parametrize("system", ["plurality", "irv", "borda", "schulze"])
def test_columns_stay_aligned_whatever_the_names(system):
    profile = Profile.from_rankings({tuple(HOSTILE): 12, tuple(HOSTILE[::-1]): 5})
    text = str(elect(profile, system))
    assert all(line.isprintable() for line in text.splitlines())
    for block in text.split("\n\n"):
        ends = {
            cell_width(line[: line.rindex(" %")]) for line in block.splitlines() if " %" in line
        }
        assert len(ends) <= 1
