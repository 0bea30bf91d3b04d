"""Pages of which a part is written by the code: between two marks, and the rest by hand."""

from collections.abc import Iterable
from pathlib import Path

DOCS = Path(__file__).parent
BEGIN, END = "<!-- written by {} -->", "<!-- and as far as here -->"


def filled(page: str, writer: str, text: str) -> str:
    """Return a page with `text` in the place that `writer` fills.

    Raises
    ------
    ValueError
        If the page has no such place.

    Examples
    --------
    >>> filled("A <!-- written by me --> old <!-- and as far as here --> B", "me", "new").split()[6]
    'new'
    """
    begin = BEGIN.format(writer)
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"the page has no place between {begin} and {END}")
    return f"{before}{begin}\n\n{text}\n\n{END}{after}"


def rewritten(name: str, writer: str, text: str) -> str:
    """Return the page of that name as it should be."""
    return filled((DOCS / name).read_text(encoding="utf-8"), writer, text)


def rewrite(name: str, writer: str, text: str) -> None:
    """Write the page of that name anew."""
    (DOCS / name).write_text(rewritten(name, writer, text), encoding="utf-8")


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table.

    Examples
    --------
    >>> print(table(["a", "b"], [[1, "x"]]))
    | a | b |
    | --- | --- |
    | 1 | x |
    """
    titles = list(heads)
    return "\n".join(map(line, [titles, ["---"] * len(titles), *rows]))


def line(cells: Iterable[object]) -> str:
    """Return one row of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"
