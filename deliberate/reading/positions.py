"""On which line of a TOML file each key was written, which no well-kept library for TOML tells.

The text has been read by `tomllib`, so that it is known to be TOML, and nothing is checked here.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from deliberate.faults import KeyPath

_TOKEN = re.compile(
    r"""
    (?P<text> \"{3} (?:\\.|[^\\])*? \"{3,5} | '{3} .*? '{3,5} | "(?:\\.|[^"\\])*" | '[^']*' )
    | (?P<comment> \#[^\n]* )
    | (?P<mark> [\[\]{},.=\n] )
    | (?P<word> [^\s\[\]{},.=\#"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    said: str
    line: int


def positions(text: str) -> dict[KeyPath, int]:
    r"""Return the line, counted from 1, on which each key, table and entry of a list begins.

    A table that is written in several places begins at the first.

    >>> positions('a = [1,\n 2]\n[b]\nc.d = 3')
    {(): 1, ('a',): 1, ('a', 0): 1, ('a', 1): 2, ('b',): 3, ('b', 'c'): 4, ('b', 'c', 'd'): 4}
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        if match.lastgroup != "comment":
            yield _Token(match.lastgroup or "", match[0], line)
    yield _Token("mark", "\n", line)


class _Scan:
    """One reading of a text, token by token."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.lines: dict[KeyPath, int] = {(): 1}
        self.entries: dict[KeyPath, int] = {}  # of each array of tables

    def document(self) -> None:
        table: KeyPath = ()
        while self.at < len(self.tokens):
            if self.next_is("\n"):
                self.at += 1
            elif self.next_is("["):
                table = self.header()
            else:
                self.pair(table)

    def next_is(self, *marks: str) -> bool:
        token = self.tokens[self.at]
        return token.kind == "mark" and token.said in marks

    def header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]`, and return the way to the table that begins there."""
        self.at += 1
        many = self.next_is("[")
        self.at += many
        line, key = self.tokens[self.at].line, self.key()
        self.at += 1 + many
        if not many:
            return self.walk((), key, line)
        array = (*self.walk((), key[:-1], line), key[-1])
        entry = self.entries.get(array, 0)
        self.entries[array] = entry + 1
        self.lines.setdefault(array, line)
        return self.walk(array, (entry,), line)

    def pair(self, table: KeyPath) -> None:
        line, key = self.tokens[self.at].line, self.key()
        self.at += 1  # the equals sign
        self.value(self.walk(table, key, line))

    def key(self) -> KeyPath:
        """Read the names of a key such as `a."b c".d`."""
        names: list[str] = []
        while not names or self.next_is("."):
            self.at += bool(names)
            token = self.tokens[self.at]
            quoted = token.kind == "text"
            names.append(tomllib.loads(f"k={token.said}")["k"] if quoted else token.said)
            self.at += 1
        return tuple(names)

    def walk(self, path: KeyPath, key: KeyPath, line: int) -> KeyPath:
        """Return the way along a key, its steps noted; of an array of tables it is the last."""
        for name in key:
            path = (*path, name)
            self.lines.setdefault(path, line)
            if path in self.entries:
                path = (*path, self.entries[path] - 1)
        return path

    def value(self, path: KeyPath) -> None:
        """Read a value, whatever it is."""
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "text":
            return
        if token.said in "[{":
            self.inner(path, token.said)
            return
        while self.next_is(".") or self.tokens[self.at].kind == "word":
            self.at += 1  # a number or a date goes on

    def inner(self, path: KeyPath, opened: str) -> None:
        """Read what is in a list or an inline table, as far as its end."""
        entry = 0
        while not self.next_is("]", "}"):
            if self.next_is(",", "\n"):
                self.at += 1
            elif opened == "{":
                self.pair(path)
            else:
                self.value(self.walk(path, (entry,), self.tokens[self.at].line))
                entry += 1
        self.at += 1
