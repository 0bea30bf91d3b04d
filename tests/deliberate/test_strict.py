"""Strict conversion: no type is turned into another, and what is unknown is refused."""

import pytest
from attrs import frozen

from deliberate import Candidate
from deliberate.errors import unknown
from deliberate.faults import Impossible, key_of
from deliberate.footprint import Role
from deliberate.reading.strict import strict_converter


@frozen(kw_only=True)
class Item:
    truth: bool = False


@frozen(kw_only=True)
class Box:
    number: int
    share: float
    text: str
    role: Role
    truth: bool = False
    inner: tuple[Item, ...] = ()


SOUND = {"number": 1, "share": 2, "text": "a", "role": "hospital"}


def said(table):
    with pytest.raises(Impossible) as refused:
        strict_converter().structure(table, Box)
    return [(key_of(fault.key), str(fault)) for fault in refused.value.faults]


def test_what_is_sound_is_taken():
    box = strict_converter().structure({**SOUND, "inner": [{"truth": True}]}, Box)
    inner = (Item(truth=True),)
    assert box == Box(number=1, share=2.0, text="a", role=Role.HOSPITAL, inner=inner)
    assert type(box.share) is float
    assert type(box.role) is Role


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("number", "3", "expected a whole number, found '3'"),
        ("number", 3.0, "expected a whole number, found 3.0"),
        ("number", True, "expected a whole number, found true"),
        ("share", "0.5", "expected a number, found '0.5'"),
        ("share", False, "expected a number, found false"),
        ("text", 3, "expected text, found 3"),
        ("truth", 1, "expected true or false, found 1"),
        ("truth", "true", "expected true or false, found 'true'"),
        ("role", "hospitl", 'no role is called "hospitl"; the nearest is "hospital"'),
        ("inner", 3, "expected a list, found 3"),
    ],
)
def test_a_wrong_type_is_named_with_its_key(key, value, expected):
    assert said({**SOUND, key: value}) == [(key, expected)]


def test_every_fault_is_found_however_deep():
    found = said({**SOUND, "number": "1", "inner": [{}, {"truth": 0, "trut": 1}, 7]})
    assert sorted(found) == [
        ("inner[1].trut", 'no key is called "trut"; the nearest is "truth"'),
        ("inner[1].truth", "expected true or false, found 0"),
        ("inner[2]", "expected a table, found 7"),
        ("number", "expected a whole number, found '1'"),
    ]


def test_an_unknown_name_lists_what_there_is_where_none_is_near():
    assert unknown("box", "zzz", ["b", "a"]) == 'no box is called "zzz"; there are a, b'
    assert unknown("box", "zzz", []) == 'no box is called "zzz"; there are none'


def test_empty_text_stays_empty():
    said = {"name": "A", "background": "gps", "ideal": [1.0], "home": "town", "slogan": ""}
    assert strict_converter().structure(said, Candidate).slogan == ""
