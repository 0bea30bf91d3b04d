"""Models of electorates: what each draws, its parameters, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from elections import electorate, utilities
from elections.errors import ElectionError
from elections.marking import rankings
from elections.models import MODELS, model

SEED = 7


def draw(name, candidates, voters, elections, **given):
    drawn = model(name)
    rng = np.random.default_rng(SEED)
    return drawn.draw(candidates, voters, elections, rng=rng, **drawn.settings(given))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("size", [(2, 1, 1), (3, 4, 5), (254, 2, 1)])
def test_each_model_draws_utilities_of_the_size_asked(name, size):
    liked = draw(name, *size)
    assert liked.shape == size
    assert liked.dtype == np.float32
    assert np.isfinite(liked).all()


@pytest.mark.parametrize("name", MODELS)
def test_the_same_seed_draws_the_same(name):
    assert (draw(name, 4, 5, 6) == draw(name, 4, 5, 6)).all()


@pytest.mark.parametrize("name", MODELS)
def test_each_model_says_what_it_is(name):
    assert model(name).id == name
    assert model(name).summary
    assert model(name).settings({}) == model(name).parameters


RANKINGS = {
    "impartial": electorate.impartial_culture,
    "anonymous": electorate.impartial_anonymous_culture,
    "mallows": lambda *size, rng: electorate.mallows(*size, phi=0.5, rng=rng),
    "urn": lambda *size, rng: electorate.urn(*size, alpha=0.1, rng=rng),
    "plackett_luce": lambda m, *size, rng: electorate.plackett_luce(
        [0.7**place for place in range(m)], *size, rng=rng
    ),
    "walsh": lambda *size, rng: electorate.single_peaked(*size, kind="walsh", rng=rng),
    "conitzer": lambda *size, rng: electorate.single_peaked(*size, kind="conitzer", rng=rng),
}


@pytest.mark.parametrize("name", RANKINGS)
def test_cultures_are_liked_by_how_many_are_ranked_below(name):
    ranks = RANKINGS[name](5, 7, 3, rng=np.random.default_rng(SEED))
    liked = draw(name, 5, 7, 3)
    assert (liked == 5 - ranks.astype(float)).all()
    assert (rankings(liked) == ranks).all()


def test_the_random_society_and_the_space_are_those_of_the_library():
    rng = np.random.default_rng(SEED)
    assert (draw("random", 3, 4, 5) == utilities.random_utilities(3, 4, 5, rng=rng)).all()
    rng = np.random.default_rng(SEED)
    space = utilities.spatial(3, 4, 5, dimensions=4, correlation=0.5, dispersion=0.5, rng=rng)
    given = {"dimensions": 4.0, "correlation": 0.5, "dispersion": 0.5}
    assert (draw("spatial", 3, 4, 5, **given) == space).all()


def test_parameters_change_what_is_drawn():
    assert (draw("mallows", 4, 50, 1, phi=0) == np.array([3, 2, 1, 0])[:, None, None]).all()
    same = draw("urn", 4, 50, 1, alpha=1e9)
    assert (same == same[:, :1]).all()
    strong = draw("plackett_luce", 2, 4_000, 1, ratio=0.25)
    assert strong[0].mean() == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("mallows", {"fi": 1}, 'model "mallows" has no parameter "fi"; there are "phi"'),
        ("spatial", {"dimension": 2}, r'no parameter "dimension"; did you mean "dimensions"\?'),
        ("random", {"phi": 1}, 'model "random" has no parameter "phi"; it has none'),
        ("mallows", {"phi": 1.5}, "phi is a number 0 to 1, not 1.5"),
        ("mallows", {"phi": float("nan")}, "phi is a number 0 to 1, not nan"),
        ("urn", {"alpha": -1}, "alpha is a number 0 to inf, not -1"),
        ("plackett_luce", {"ratio": 0}, "ratio is a number 0.1 to 1, not 0"),
        ("spatial", {"dimensions": 2.5}, "dimensions is a whole number 1 to 20, not 2.5"),
        ("spatial", {"dimensions": 0}, "dimensions is a whole number 1 to 20, not 0"),
        ("spatial", {"dimensions": float("nan")}, "dimensions is a whole number"),
        ("spatial", {"dimensions": float("inf")}, "dimensions is a whole number"),
        ("spatial", {"dimensions": "2"}, "dimensions is a whole number"),
        ("spatial", {"correlation": 2}, "correlation is a number -1 to 1, not 2"),
        ("spatial", {"dispersion": 0}, "dispersion is a number above 0"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_is_drawn(name, given, said):
    with pytest.raises(ElectionError, match=said):
        model(name).settings(given)


def test_the_strength_of_the_last_of_many_candidates_is_still_a_number():
    assert np.isfinite(draw("plackett_luce", 254, 3, 1, ratio=0.1)).all()


def test_an_unknown_model_is_refused_with_the_nearest():
    with pytest.raises(ElectionError, match=r'no model "spacial"; did you mean "spatial"\?'):
        model("spacial")
    with pytest.raises(ElectionError, match="no model"):
        model("\x1b[31m")
