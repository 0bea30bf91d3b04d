"""Measure how fast ballot files are read; not part of the test suite: python tests/bench/reading.py

Every format gets the same ballots twice: few kinds cast over and over, as raw ballots are, and
all of them different but for chance, as in a file that has been added up. Time is processor time
of this process, the best of the turns. Memory is what Python and NumPy hold at most while the
second is read, of which every kind of ballot takes its part.
"""

import json
import random
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from elections.formats import read

NAMES = ["Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal"]
SIZE = 20 << 20
FEW = 2_000
TURNS = 3
Ballot = list[int]


def rankings(chance: random.Random) -> Ballot:
    """Draw the candidates whom one voter ranks, best first."""
    return chance.sample(range(len(NAMES)), chance.randint(1, len(NAMES)))


def header(chosen: str) -> str:
    """Write the beginning of a PrefLib file."""
    names = [f"# ALTERNATIVE NAME {at}: {name}" for at, name in enumerate(NAMES, 1)]
    more = ["# NUMBER CATEGORIES: 3"] if chosen == "cat" else []
    return "\n".join([f"# DATA TYPE: {chosen}", *more, *names, ""])


def numbers(ballot: Ballot, between: str) -> str:
    """Write candidates by their numbers."""
    return between.join(str(place + 1) for place in ballot)


def words(ballot: Ballot, between: str) -> str:
    """Write candidates by their names."""
    return between.join(NAMES[place] for place in ballot)


def tied(ballot: Ballot) -> str:
    """Write an order whose first two are level."""
    return ",".join(filter(None, (f"{{{numbers(ballot[:2], ',')}}}", numbers(ballot[2:], ","))))


def marks(ballot: Ballot, empty: str = "") -> list[str]:
    """Write the rank of every candidate."""
    ranks = {place: str(rank) for rank, place in enumerate(ballot, 1)}
    return [ranks.get(place, empty) for place in range(len(NAMES))]


def rated(ballot: Ballot) -> str:
    """Write an ABIF ballot with ratings."""
    return ",".join(f"{NAMES[place]}/{9 - rank}" for rank, place in enumerate(ballot))


def ranked_json(ballot: Ballot) -> str:
    """Write a ballot of our own JSON."""
    return json.dumps({"votes": 1, "ranking": [NAMES[place] for place in ballot]})


CANDIDATES = f'{{"candidates": {json.dumps(NAMES)}, "ballots": [\n'
OPTIONS = "\n".join(f"Option {at}----->: {name}" for at, name in enumerate(NAMES, 1))
QUOTED = "\n".join(f'"{name}"' for name in NAMES)
LABELLED = "\n".join(f'"Candidate {at}","{name}","",' for at, name in enumerate(NAMES, 1))
RANKS = ",".join(f"rank {at}" for at in range(1, len(NAMES) + 1))
SHAPES: dict[str, tuple[str, Callable[[Ballot], str], str]] = {
    "soi": (header("soi"), lambda each: f"1: {numbers(each, ',')}", ""),
    "toi": (header("toi"), lambda each: f"1: {tied(each)}", ""),
    "cat": (header("cat"), lambda each: f"1: {{{numbers(each, ',')}}},{{}},{{}}", ""),
    "blt": (f"{len(NAMES)} 1\n", lambda each: f"1 {numbers(each, ' ')} 0", f'0\n{QUOTED}\n"T"\n'),
    "scottish.csv": (
        f"{len(NAMES)},1,\n",
        lambda each: f"1,{numbers(each, ',')},",
        f'{LABELLED}\n"Ward",\n',
    ),
    "ranks.csv": (
        ",".join([*NAMES, "#"]) + "\n",
        lambda each: ",".join([*marks(each), "1"]),
        "",
    ),
    "scores.csv": (
        ",".join([*NAMES, "votes (scores 0-8)"]) + "\n",
        lambda each: ",".join([*marks(each, "0"), "1"]),
        "",
    ),
    "cvr.csv": (f"{RANKS}\n", lambda each: words(each, ",") + "," * (len(NAMES) - len(each)), ""),
    "abif": ("", lambda each: f"1:{words(each, '>')}", ""),
    "rated.abif": ("", lambda each: f"1:{rated(each)}", ""),
    "cvotes": (f"#/Candidates: {' ; '.join(NAMES)}\n", lambda each: words(each, " > "), ""),
    "tally": (f"{OPTIONS}\n", lambda each: f"V: {''.join(marks(each, '-'))}", ""),
    "json": (CANDIDATES, lambda each: f"{ranked_json(each)},", '{"votes": 0, "ranking": []}]}'),
}


def lines(chance: random.Random, spell: Callable[[Ballot], str], kinds: int) -> Iterator[str]:
    """Give lines of ballots without end; `kinds` of them are different, 0 for no bound."""
    few = [spell(rankings(chance)) for _ in range(kinds)]
    while True:
        yield chance.choice(few) if few else spell(rankings(chance))


def make(path: Path, name: str, kinds: int) -> None:
    """Write a file of the size."""
    before, spell, after = SHAPES[name]
    size = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        for line in lines(random.Random(name), spell, kinds):
            size += file.write(f"{line}\n")
            if size > SIZE:
                break
        file.write(after)


def rate(path: Path) -> float:
    """Return how fast a file is read, MB (of 10**6 bytes) a second."""
    seconds = []
    for _ in range(TURNS):
        start = time.process_time()
        read(path)
        seconds.append(time.process_time() - start)
    return path.stat().st_size / 1e6 / min(seconds)


def peak(path: Path) -> tuple[float, int]:
    """Return the most bytes held while a file is read, in MB, and its distinct ballots."""
    tracemalloc.start()
    ballots = read(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6, len(ballots.weights)


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    print("| file | few kinds, MB/s | any kind, MB/s | at most in memory, MB | distinct |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or SHAPES:
            rates = []
            for kinds in (FEW, 0):
                path = Path(folder, f"ballots{kinds}.{name}")
                make(path, name, kinds)
                rates.append(rate(path))
            few, every = rates
            most, distinct = peak(path)
            row = (name, f"{few:.0f}", f"{every:.0f}", f"{most:.0f}", f"{distinct:,}")
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
