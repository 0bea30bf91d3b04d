"""Slow twins: talk, phantoms and panels step by step, as they are written down."""

from itertools import accumulate

import numpy as np

PHANTOMS = {
    "independent markets": lambda t, n, k: min(t * (n - k), 1),
    "utilitarian": lambda t, n, k: min(max(t * (n + 1) - k, 0), 1),
    "ladder": lambda t, n, k: max(t - k / n, 0),
    "piecewise uniform": lambda t, n, k: uniform_in_pieces(t, 1 - k / n),
}


def uniform_in_pieces(t, u):
    if t < 1 / 2:
        return 0 if u < 1 / 2 else 4 * t * u - 2 * t
    return u * (2 * t - 1) if u < 1 / 2 else u * (3 - 2 * t) - 2 + 2 * t


def moving_phantoms(rule, proposals):
    """Return the medians at the moment when they sum to one, by bisection of time."""
    people = len(proposals)

    def medians(time):
        phantoms = [PHANTOMS[rule](time, people, k) for k in range(people + 1)]
        return np.array([np.median([*line, *phantoms]) for line in proposals.T])

    early, late = 0.0, 2.0
    for _ in range(60):
        middle = (early + late) / 2
        early, late = (middle, late) if medians(middle).sum() < 1 else (early, middle)
    return medians(late) / medians(late).sum()


def influence(positions, trust, manner):
    """Return one table's weights, a person at a time."""
    weights = np.zeros((len(positions), len(positions)))
    for i, mine in enumerate(positions):
        apart = np.abs(positions - mine).sum(axis=1) / 2
        widths = np.clip((apart - manner.confidence) / manner.sharpness, -500, 500)
        heard = trust[i] / (1 + np.exp(widths))
        weights[i] = heard / heard.sum()
        own = max(weights[i, i], manner.own_weight)
        weights[i, i] = 0
        if weights[i].sum() > 0:
            weights[i] *= (1 - own) / weights[i].sum()
        weights[i, i] = 1 - weights[i].sum()
    return weights


def converse(positions, anchors, group, openness, *, tables, manner):
    """Return everyone's position after talk, table after table."""
    moved = positions.copy()
    for seats in tables:
        for table in (np.flatnonzero(seats == number) for number in np.unique(seats)):
            kin = group[table][:, None] == group[table]
            weights = influence(moved[table], np.where(kin, 1.0, manner.trust_across), manner)
            yielding = openness[table][:, None]
            moved[table] = yielding * (weights @ moved[table]) + (1 - yielding) * anchors[table]
    return moved


def fill(volunteers, wanted, lots):
    """Return one panel, filled seat by seat, or nothing where that comes to a dead end."""
    left, panel = volunteers.counts.tolist(), [0] * len(volunteers.counts)
    members = [np.flatnonzero(row).tolist() for row in volunteers.membership()]
    for luck, turn in lots:
        seats = volunteers.seats(panel)
        for full in np.flatnonzero(seats >= wanted.upper):
            for kind in members[full]:
                left[kind] = 0
        short = (wanted.lower - seats).tolist()
        among = scarcest(short, [sum(left[kind] for kind in kinds) for kinds in members], turn)
        kinds = range(len(left)) if among is None else members[among]
        lot = luck * sum(left[kind] for kind in kinds)
        up_to = accumulate(left[kind] for kind in kinds)
        drawn = next(
            (kind for kind, so_far in zip(kinds, up_to, strict=True) if so_far > lot), None
        )
        if drawn is None:
            return None
        panel[drawn] += 1
        left[drawn] -= 1
    return panel if (volunteers.seats(panel) >= wanted.lower).all() else None


def scarcest(short, volunteers, turn):
    """Return the category that needs most of its volunteers; nothing where none needs any."""
    scarcity = [need / max(people, 0.5) for need, people in zip(short, volunteers, strict=True)]
    if max(scarcity) <= 0:
        return None
    alike = [category for category, each in enumerate(scarcity) if each == max(scarcity)]
    return alike[int(turn * len(alike))]
