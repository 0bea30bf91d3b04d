"""Text for the screen: content that is never markup, and figures as people read them."""

from collections.abc import Iterable, Sequence
from itertools import cycle, islice

from textual.content import Content

from elections import cell_width, pad, printable, shorten

Part = str | Content | tuple[str, str]

GOOD, BAD, FAINT, HEAD = "$text-success", "$text-error", "$foreground-muted", "bold $accent"

_EIGHTHS = " ▏▎▍▌▋▊▉"


def line(*parts: Part) -> Content:
    """Return one piece of content; a pair is a text and its style.

    >>> line("Ann ", ("[/]", "bold")).plain
    'Ann [/]'
    """
    return Content.assemble(*parts)


def stack(lines: Iterable[Content | str]) -> Content:
    """Return lines one under the other.

    >>> stack(["a", "b"]).plain.splitlines()
    ['a', 'b']
    """
    return Content("\n").join(Content(each) if isinstance(each, str) else each for each in lines)


def cell(text: str, width: int, *, right: bool = False) -> str:
    """Return a text made fit for a terminal and for exactly `width` cells.

    >>> cell("Whitfield", 5), cell("9", 3, right=True)
    ('Whit…', '  9')
    """
    if width < 1:
        return ""
    return pad(shorten(printable(text) if text else "", width), width, right=right)


def spread(left: str, right: str, width: int) -> str:
    """Return two texts at the two ends of a line; the left one gives way.

    >>> spread("left side", "right", 12)
    'left … right'
    """
    tail = cell(right, min(cell_width(printable(right)), width))
    room = width - cell_width(tail) - 1
    return f"{cell(left, room)} {tail}" if room > 0 else tail


def fitting(width: int, *wordings: str) -> str:
    """Return the first of several wordings, longest first, that fits; else the last, cut short.

    >>> fitting(12, "twelve weeks are left", "12 weeks")
    '12 weeks'
    """
    fit = (each for each in wordings if cell_width(each) <= width)
    return next(fit, cell(wordings[-1], width).rstrip())


def joined(parts: Iterable[str], width: int, between: str = " · ") -> str:
    """Return as many of the parts, whole and from the first, as fit one line.

    >>> joined(["12 weeks", "two letters", "one"], 24)
    '12 weeks · two letters'
    """
    said = ""
    for part in map(printable, parts):
        longer = f"{said}{between}{part}" if said else part
        if cell_width(longer) > width:
            break
        said = longer
    return said


def named(names: Sequence[str], width: int) -> str:
    """Return as many names as fit one line, and how many more there are.

    >>> named(["Flu", "Heatwave", "Strike"], 15)
    'Flu, 2 more'
    >>> named(["Flu", "Heatwave"], 15)
    'Flu, Heatwave'
    """
    wordings = [
        ", ".join([*names[:many], *([f"{len(names) - many} more"] if many < len(names) else [])])
        for many in range(len(names), 0, -1)
    ]
    return fitting(width, *wordings, f"{len(names)} in all") if names else ""


def columns(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return a row of a table whose cells are wrapped, as the lines that it takes.

    >>> columns(["one two", "three"], [5, 6])
    ['one  three ', 'two        ']
    """
    parts = [wrap(text, width - 1) for text, width in zip(cells, widths, strict=True)]
    return [
        "".join(
            cell(part[row] if row < len(part) else "", width)
            for part, width in zip(parts, widths, strict=True)
        )
        for row in range(max(map(len, parts)))
    ]


def add_up(parts: Sequence[float], total: float, digits: int = 1) -> list[float]:
    """Return the parts rounded so that, as they are shown, they add up to the total as shown.

    What rounding leaves over goes to the parts nearest to it, never to one that is nothing.

    >>> add_up([0.04, 0.04, 0.0], 0.08), add_up([1.26, -0.56], 0.7)
    ([0.1, 0.0, 0.0], [1.3, -0.6])
    """
    scale = 10**digits
    units = [round(part * scale) for part in parts]
    missing = round(round(total, digits) * scale) - sum(units)
    by = 1 if missing > 0 else -1
    shown = [at for at in range(len(parts)) if round(parts[at], 9)]
    shown.sort(key=lambda at: by * (units[at] - parts[at] * scale))
    for at in islice(cycle(shown), abs(missing)):
        units[at] += by
    return [each / scale for each in units]


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with a true minus, and no sign on nothing.

    >>> decimal(-4.04), decimal(1234.5), decimal(-0.01)
    ('−4.0', '1,234.5', '0.0')
    """
    return signed(value, digits).removeprefix("+")


def millions(thousands: int) -> str:
    """Return £ thousand as £ million to one decimal.

    >>> millions(2_648_040), millions(-1_200)
    ('2,648.0', '−1.2')
    """
    return decimal(thousands / 1000)


def gap(now: int, before: int) -> float:
    """Return the difference of two amounts, £m, as the tenths on the screen have it.

    >>> gap(5_337_185, 5_353_245)
    -16.0
    """
    return round(round(now / 1000, 1) - round(before / 1000, 1), 1)


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign, a true minus, and no sign on nothing.

    >>> signed(-4.04), signed(2), signed(-0.01)
    ('−4.0', '+2.0', '0.0')
    """
    shown = f"{abs(value):,.{digits}f}"
    if not any(digit in "123456789" for digit in shown):
        return shown
    return ("−" if value < 0 else "+") + shown


def moved(change: float, digits: int = 0) -> tuple[str, str]:
    """Return an arrow and its style for a change; nothing visible is a dot.

    >>> moved(3.2)
    ('▲', '$text-success')
    """
    if round(change, digits) == 0:
        return "·", FAINT
    return ("▲", GOOD) if change > 0 else ("▼", BAD)


def bar(share: float, width: int) -> str:
    """Return a bar of `share` (0-1) of `width` cells, to an eighth of a cell.

    >>> bar(0.5, 3)
    '█▌'
    """
    eighths = round(max(0.0, min(share, 1.0)) * max(width, 0) * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + _EIGHTHS[rest].strip()


def wrap(text: str, width: int) -> list[str]:
    """Return a paragraph in lines of at most `width` cells.

    >>> wrap("one two three", 8)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in printable(text).split() if text else ():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and cell_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(shorten(word, max(width, 1)))
    return lines or [""]
