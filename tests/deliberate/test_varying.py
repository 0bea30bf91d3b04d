"""What is set and varied, as people write it."""

import json
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deliberate import ScenarioError
from deliberate.experiments.varying import settings, variations, whole_first

KEYS = st.text(string.ascii_lowercase + "._-[]0123456789", min_size=1)
WORDS = st.from_regex(r"[a-z][a-z-]{0,12}[0-9]?", fullmatch=True).filter(
    lambda word: word not in ("true", "false", "inf", "nan")
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = NUMBERS | st.booleans() | WORDS | st.lists(NUMBERS, max_size=3)


def written(value):
    return value if isinstance(value, str) else json.dumps(value)


def distinct(values):
    return len({json.dumps(value) for value in values}) == len(values)


@given(st.dictionaries(KEYS, VALUES))
def test_what_is_set_is_read_as_it_was_written(table):
    assert settings(f"{key} = {written(value)}" for key, value in table.items()) == table


@given(KEYS, st.lists(NUMBERS | st.booleans() | WORDS, min_size=1).filter(distinct))
def test_values_that_make_arms_are_read_as_they_were_written(key, values):
    choices, ranges = variations([f"{key}={','.join(map(written, values))}"])
    assert [json.dumps(value) for value in choices[key]] == [json.dumps(value) for value in values]
    assert ranges == {}


def test_lists_can_be_values_too():
    assert variations(["a=[1, 2],[3]"])[0] == {"a": ([1, 2], [3])}


@given(KEYS, st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_a_range_is_read_as_it_was_written_and_goes_upwards(key, low, high):
    text = f"{key}={low!r}:{high!r}"
    if low < high:
        assert variations([text]) == ({}, {key: (low, high)})
    else:
        with pytest.raises(ScenarioError, match="from the smaller number to the greater"):
            variations([text])


@given(st.lists(st.text(), max_size=3))
@example(["a=" + "[" * 100_000])
@example(["a=" + "9" * 10_000])
@example(["a=1e999:1e999"])
@example(["a=\x1b[2J,,"])
def test_whatever_is_written_is_read_or_refused_in_a_sentence(texts):
    for read in (settings, variations):
        assert "\x1b" not in said_of(read, texts)


def said_of(read, texts):
    try:
        read(texts)
    except ScenarioError as refusal:
        return str(refusal)
    return "nothing"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["system"], '"system" is not KEY=A,B or KEY=LOW:HIGH'),
        (["=irv"], "is not KEY=A,B"),
        (["system="], "is not KEY=A,B"),
        (["system=irv", "system=borda"], '"system" is given twice'),
        (["system=irv,irv"], 'system: the value "irv" comes twice'),
        (["system=irv,"], 'system: a value is missing in "irv,"'),
        (["x=0.9:0.2"], "not from 0.9 to 0.2"),
    ],
)
def test_what_is_wrong_is_named(texts, said):
    with pytest.raises(ScenarioError) as refusal:
        variations(texts)
    assert said in str(refusal.value)


@given(st.dictionaries(st.sampled_from(["a", "a.b", "a.b.c", "d", "d[0]", "d[0].e"]), st.none()))
def test_a_whole_is_set_before_its_parts(table):
    keys = list(whole_first(table))
    assert sorted(keys) == sorted(table)
    for place, key in enumerate(keys):
        assert not any(key.startswith((f"{part}.", f"{part}[")) for part in keys[place + 1 :])
