"""The targets of talk, and of portioning: from many proposed splits to one."""

from functools import cache, partial

import numpy as np
from numpy.typing import ArrayLike

from deliberate.arrays import Floats
from deliberate.model.buyin import overlap
from deliberate.model.opinion import influence, pairwise_talk, settle
from deliberate.model.portioning import RULES
from docs.targets import about

DEGROOT = np.array([[1 / 2, 1 / 2, 0], [1 / 4, 3 / 4, 0], [1 / 3, 1 / 3, 1 / 3]])
FRIEDKIN_JOHNSEN = np.array(
    [
        [0.220, 0.120, 0.360, 0.300],
        [0.147, 0.215, 0.344, 0.294],
        [0.0, 0.0, 1.0, 0.0],
        [0.090, 0.178, 0.446, 0.286],
    ]
)
OPENNESS = np.array([0.780, 0.785, 0.0, 0.714])
FIRST_OPINIONS = np.array([[25.0], [25.0], [75.0], [85.0]])
CONFIDENCES = (0.02, 0.05, 0.10, 0.15, 0.20, 0.25)


def _degroot() -> Floats:
    return settle(np.eye(3), DEGROOT, np.ones(3)).positions.ravel()


def _rounds(most: int) -> Floats:
    found = settle(FIRST_OPINIONS, FRIEDKIN_JOHNSEN, OPENNESS, most_rounds=most)
    return found.positions[:, 0]


def _at_rest() -> tuple[bool, bool]:
    """Return whether DeGroot's table and one that swaps views for ever come to rest."""
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    return (
        settle(np.eye(3), DEGROOT, np.ones(3)).converged,
        settle(np.eye(2), swap, np.ones(2)).converged,
    )


def one_round_of_many(opinions: Floats, people: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return the opinions after a round of Hegselmann and Krause, and how many hold each.

    People who agree go on agreeing, so that they may be counted instead of repeated.
    """
    weights = influence(
        np.column_stack([opinions, 1 - opinions]),
        np.tile(people, (len(people), 1)),
        confidence + 1e-12,
        sharpness=1e-14,
        own_weight=0.0,
    )
    moved, place = np.unique((weights @ opinions).round(13), return_inverse=True)
    return moved, np.bincount(place, weights=people).astype(np.float64)


def clusters(confidence: float) -> int:
    """Return into how many a thousand evenly spread people fall who hear all within reach."""
    opinions, people = (np.arange(1, 1001) - 0.5) / 1000, np.ones(1000)
    before = np.zeros(0)
    while len(opinions) != len(before) or np.abs(opinions - before).max() > 1e-9:
        before = opinions
        opinions, people = one_round_of_many(opinions, people, confidence)
    return len(opinions)


@cache
def in_pairs(confidence: float) -> tuple[float, float]:
    """Return how many large clusters talk in pairs ends in, and how far it moved the mean.

    Both are of a thousand people in 400 rounds; the first is a mean of ten games, the second the
    largest.
    """
    counts, moves = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        first = rng.random(1000)
        moved = pairwise_talk(np.column_stack([first, 1 - first]), confidence, rounds=400, rng=rng)
        ordered = np.sort(moved[:, 0])
        groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > 0.01) + 1)
        counts.append(sum(len(group) >= 50 for group in groups))
        moves.append(abs(ordered.mean() - first.mean()))
    return float(np.mean(counts)), max(moves)


TALK = (
    about(
        "Talk",
        "DeGroot 1974",
        "recalled",
        (
            (
                "where three people end",
                np.tile([1 / 3, 2 / 3, 0], 3),
                1e-8,
                _degroot,
            ),
            ("do they come to rest (1), and two who swap views (0)", (1, 0), 0.0, _at_rest),
        ),
    )
    + about(
        "Talk",
        "Friedkin and Johnsen 1999",
        "recalled",
        (
            ("after a round", (53.080, 52.349, 75, 70.334), 1e-3, partial(_rounds, 1)),
            ("after two", (57.027, 56.821, 75, 72.620), 1e-3, partial(_rounds, 2)),
            ("at rest", (60.021, 59.984, 75, 74.986), 1e-3, partial(_rounds, 1000)),
        ),
    )
    + about(
        "Talk",
        "Hegselmann and Krause 2002, a thousand people",
        "elsewhere",
        (
            (
                "clusters at a confidence of .02, .05, .10, .15, .20 and .25",
                (22, 9, 4, 3, 2, 1),
                0.0,
                lambda: [clusters(confidence) for confidence in CONFIDENCES],
            ),
        ),
    )
    + about(
        "Talk",
        "Deffuant and others 2000, a thousand people in 400 rounds",
        "elsewhere",
        (
            (
                "large clusters at a confidence of .10, .20 and .30",
                (4.3, 2.0, 1.0),
                0.4,
                lambda: [in_pairs(confidence)[0] for confidence in (0.10, 0.20, 0.30)],
            ),
            (
                "how far the mean moves",
                0.0,
                1e-9,
                lambda: max(in_pairs(confidence)[1] for confidence in (0.10, 0.20, 0.30)),
            ),
        ),
    )
)

THIRDS = (1 / 3, 1 / 3, 1 / 3)
PROPOSED: dict[str, ArrayLike] = {
    "three want the first line alone, one each of the others": [
        *[(1, 0, 0)] * 3,
        (0, 1, 0),
        (0, 0, 1),
    ],
    "¼ (.2, 0, .8), ¼ (.4, .4, .2), ½ (1, 0, 0)": [
        (0.2, 0, 0.8),
        (0.4, 0.4, 0.2),
        (1, 0, 0),
        (1, 0, 0),
    ],
    "(.8, .2, 0), (0, .4, .6)": [(0.8, 0.2, 0), (0, 0.4, 0.6)],
    "five people, five lines": [
        (0.60, 0.10, 0.15, 0.10, 0.05),
        (0.40, 0.20, 0.20, 0.15, 0.05),
        (0.35, 0.15, 0.35, 0.10, 0.05),
        (0.40, 0.25, 0.15, 0.12, 0.08),
        (0.35, 0.15, 0.20, 0.15, 0.15),
    ],
}
# By example, in the order above, and by rule.
ANSWERS: tuple[dict[str, tuple[float, ...]], ...] = (
    {
        "mean": (0.6, 0.2, 0.2),
        "independent markets": (0.6, 0.2, 0.2),
        "ladder": (0.6, 0.2, 0.2),
        "piecewise uniform": (0.6, 0.2, 0.2),
        "utilitarian": (1, 0, 0),
        "median": (1, 0, 0),
    },
    {
        "mean": (0.65, 0.10, 0.25),
        "independent markets": (0.50, 0.25, 0.25),
        "utilitarian": (0.80, 0, 0.20),
        "median": (0.875, 0, 0.125),
        "ladder": (0.5, 0.25, 0.25),
        "piecewise uniform": (0.5, 0.25, 0.25),
    },
    {
        "mean": (0.4, 0.3, 0.3),
        "median": (0.4, 0.3, 0.3),
        "independent markets": THIRDS,
        "utilitarian": THIRDS,
        "ladder": THIRDS,
        "piecewise uniform": THIRDS,
    },
    {
        "mean": (0.42, 0.17, 0.21, 0.124, 0.076),
        "independent markets": (0.35, 0.20, 0.20, 0.15, 0.10),
        "utilitarian": (0.40, 0.17, 0.20, 0.15, 0.08),
        "ladder": (0.385, 0.185, 0.20, 0.15, 0.08),
        "piecewise uniform": (0.38, 0.18, 0.20, 0.15, 0.09),
    },
)
PHANTOMS = ("independent markets", "utilitarian", "ladder", "piecewise uniform")


def _split(example: str, rule: str) -> Floats:
    return RULES[rule](np.array(PROPOSED[example], dtype=float))


def _total_distance() -> float:
    proposed = np.array(PROPOSED["¼ (.2, 0, .8), ¼ (.4, .4, .2), ½ (1, 0, 0)"])
    return float(np.abs(RULES["utilitarian"](proposed) - proposed).sum())


def most_gained(rule: str, profiles: int = 1000, lies: int = 10) -> float:
    """Return the most that any random misreport gains the one who makes it, points of overlap."""
    lot, most = np.random.default_rng(4), 0.0
    for _ in range(profiles):
        people, lines = lot.integers(2, 8), lot.integers(2, 6)
        proposed = lot.dirichlet(np.full(lines, lot.choice([0.3, 1.0, 10.0])), people)
        said = np.repeat(proposed[None], lies, axis=0)
        said[:, 0] = lot.dirichlet(np.full(lines, 0.5), lies)
        bent = RULES[rule](said)
        honest = overlap(RULES[rule](proposed), proposed[0])
        most = max(most, float((overlap(bent, proposed[0]) - honest).max()))
    return most


PORTIONING = (
    *(
        target
        for example, answers in zip(PROPOSED, ANSWERS, strict=True)
        for target in about(
            "From many splits to one",
            example,
            "derived",
            (
                (rule, split, 1e-4, partial(_split, example, rule))
                for rule, split in answers.items()
            ),
        )
    ),
    *about(
        "From many splits to one",
        "¼ (.2, 0, .8), ¼ (.4, .4, .2), ½ (1, 0, 0)",
        "derived",
        (("utilitarian: distance to all together", 2.8, 1e-4, _total_distance),),
    ),
    *about(
        "From many splits to one",
        "Freeman and others 2021, a theorem: 10,000 random misreports",
        "derived",
        (
            *(
                (f"{rule}: most points gained", 0.0, 1e-6, partial(most_gained, rule))
                for rule in PHANTOMS
            ),
            (
                "mean: does one gain more than a point (1)",
                1,
                0.0,
                lambda: most_gained("mean", profiles=100) > 1,
            ),
        ),
    ),
)

TARGETS = (*TALK, *PORTIONING)
