"""Lines of keys: whatever a TOML file looks like, each is found where it was written."""

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.footprint import DATA
from deliberate.reading.positions import positions
from deliberate.reading.tables import everything

FIRST = 100_000
VALUES = (
    "{0}",
    "{0}.25",
    '"{0} \\" # k1 = [ {{"',
    "'{0} \\ # ] ='",
    '"""{0}\n[k1]\nk2 = 3 \\"\\"\\"\n"""',
    "'''{0} \"\"\"\n[[k1]]\n# k2 = '\n'''",
    '"""{0} "quoted"""""',
)
GAPS = ("", "\n", "# [k1]\n", '\n  # k2 = """\n\n', "\t\n")
INNER_GAPS = ("", " ", "\n", " # ], k1 = '\n  ")


class Writer:
    """Draws a file; every value in it has a number of its own, by which its line is known."""

    def __init__(self, draw):
        self.draw = draw
        self.values, self.names = FIRST, 0

    def pick(self, of):
        return self.draw(st.sampled_from(of))

    def name(self):
        self.names += 1
        return self.pick(
            ("k{0}", "K-{0}_", "{0}", '"q {0} = ["', "'a.b {0} #'", '"\\u00e9{0}"')
        ).format(self.names)

    def value(self, depth=0):
        kind = self.pick(("plain", "plain", "list", "table")) if depth < 3 else "plain"
        if kind == "plain":
            self.values += 1
            return self.pick(VALUES).format(self.values)
        inner = [None] * self.draw(st.integers(0, 3))
        if kind == "table":
            return "{ " + ", ".join(f"{self.key()} = {self.value(3)}" for _ in inner) + " }"
        gap = self.pick(INNER_GAPS)
        return f"[{gap}" + ",".join(f"{gap}{self.value(depth + 1)}{gap}" for _ in inner) + f"{gap}]"

    def key(self):
        return self.pick((".", " . ")).join(
            self.name() for _ in range(self.draw(st.integers(1, 3)))
        )

    def pair(self):
        lead, end = self.pick(GAPS) + self.pick(("", "  ")), self.pick(("", " # x = 1"))
        return f"{lead}{self.key()} = {self.value()}{end}\n"

    def pairs(self):
        return "".join(self.pair() for _ in range(self.draw(st.integers(0, 3))))

    def section(self):
        name, inner = self.key(), self.name()
        if self.draw(st.booleans()):
            return (
                f"{self.pick(GAPS)}[ {name} ]\n{self.pairs()}[{name}.{inner}] # k\n{self.pairs()}"
            )
        entry = f"[[{name}]]\n{{}}[{name}.{inner}]\n{{}}[[{name}.{inner}.k]]\n{{}}"
        entries = range(self.draw(st.integers(1, 3)))
        return "".join(entry.format(*(self.pairs() for _ in range(3))) for _ in entries)

    def file(self):
        sections = [self.section() for _ in range(self.draw(st.integers(0, 3)))]
        return self.pairs() + "".join(sections) + self.pick(("", "# the end"))


@st.composite
def files(draw):
    return Writer(draw).file()


def line_of(text, value):
    """Return the line on which the number that is in a value stands."""
    number = re.match(r"\d+", str(value))[0]
    return text[: re.search(rf"\b{number}\b", text).start()].count("\n") + 1


@settings(deadline=None, max_examples=300)
@given(text=files(), ends=st.sampled_from(["\n", "\r\n"]))
def test_every_key_that_is_read_is_found_on_its_line(text, ends):
    table = tomllib.loads(text)
    found = positions(text.replace("\n", ends))
    assert set(found) == {(), *(path for path, _ in everything(table))}
    lines = text.split("\n")
    for path, value in everything(table):
        if not isinstance(value, dict | list):
            assert found[path] == line_of(text, value), path
        elif isinstance(path[-1], str):
            assert path[-1].replace("é", "\\u00e9") in lines[found[path] - 1], path
        assert found[path] >= found[path[:-1]]


@pytest.mark.parametrize("file", sorted(DATA.rglob("*.toml")), ids=lambda file: file.name)
def test_every_key_of_the_shipped_files_is_found(file):
    text = file.read_text(encoding="utf-8")
    found = positions(text)
    assert set(found) == {(), *(path for path, _ in everything(tomllib.loads(text)))}


def test_a_table_is_where_it_is_first_written():
    text = "[a.b]\nc = 1\n[a]\nd = 2\n[[e]]\n[[e]]\nf.g = [\n 1,\n {h = 2},\n]\n"
    assert positions(text) == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 1,
        ("a", "b", "c"): 2,
        ("a", "d"): 4,
        ("e",): 5,
        ("e", 0): 5,
        ("e", 1): 6,
        ("e", 1, "f"): 7,
        ("e", 1, "f", "g"): 7,
        ("e", 1, "f", "g", 0): 8,
        ("e", 1, "f", "g", 1): 9,
        ("e", 1, "f", "g", 1, "h"): 9,
    }
