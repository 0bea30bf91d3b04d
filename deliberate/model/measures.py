"""Measures of where a footprint stands (model §8): all are reported, none is the score."""

import numpy as np

from deliberate.arrays import Floats


def gini(values: Floats) -> float:
    """Return the Gini coefficient of inequality, 0 (all alike) upwards.

    >>> gini(np.array([1., 1.]))
    0.0
    """
    total = values.sum()
    if total == 0:
        return 0.0
    gaps = np.abs(values[:, None] - values[None, :]).sum()
    return float(gaps / (2 * len(values) * total))


def polarisation(values: Floats, alpha: float = 1.3) -> float:
    """Return Esteban and Ray's (1994) polarisation of equally large groups on a 0-1 scale.

    >>> round(polarisation(np.array([0., 1.])), 4)
    0.2031
    """
    mass = 1 / len(values)
    gaps = np.abs(values[:, None] - values[None, :]).sum()
    return float(mass ** (2 + alpha) * gaps)


def summary(buyin: Floats, overlap: Floats, pressure: float) -> dict[str, float]:
    """Return the measures of one moment by name.

    `buyin` and `overlap` are arrays [group] in points, 0-100; `pressure` is 1 at the start.

    >>> summary(np.array([40.0, 60.0]), np.array([90.0, 80.0]), 1.1)["lowest buy-in"]
    40.0
    """
    return {
        "mean buy-in": float(buyin.mean()),
        "lowest buy-in": float(buyin.min()),
        "geometric mean buy-in": _geometric_mean(buyin),
        "inequality of buy-in (Gini)": gini(buyin),
        "polarisation of buy-in": polarisation(buyin / 100),
        "mean overlap": float(overlap.mean()),
        "lowest overlap": float(overlap.min()),
        "geometric mean overlap": _geometric_mean(overlap),
        "hospital pressure": pressure,
    }


def _geometric_mean(values: Floats) -> float:
    return float(np.exp(np.log(values).mean())) if values.min() > 0 else 0.0
