"""Models of electorates, by their ids: how studies draw voters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from attrs import field, frozen

from elections import electorate, utilities
from elections.errors import ElectionError, nearest
from elections.frozen import freeze
from elections.text import printable
from elections.utilities import check_number, check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Bytes
    from elections.utilities import Singles

_MOST_DIMENSIONS: Final = 20
_LEAST_RATIO: Final = 0.1


@frozen(kw_only=True, eq=False)
class Model:
    """How voters are drawn.

    Attributes
    ----------
    id : str
    summary : str
        What it says of voters, in one sentence.
    draw : callable
        From candidates, voters, elections, ``rng`` and the parameters to utilities:
        float32, [candidate, voter, election]. Where the model is about rankings, they
        say how many candidates are ranked below, as Borda points do.
    parameters : mapping of str to float
        What can be set, with its usual value.

    Examples
    --------
    >>> model("random").draw(3, 5, 2, rng=np.random.default_rng(1)).shape
    (3, 5, 2)
    """

    id: str
    summary: str
    draw: Callable[..., Singles]
    parameters: Mapping[str, float] = field(factory=dict, converter=freeze)

    def settings(self, given: Mapping[str, float]) -> dict[str, float]:
        """Complete the parameters given by the usual ones, and try them.

        Raises
        ------
        ElectionError
            For a parameter that the model does not have, with the nearest one, or a
            value out of range.

        Examples
        --------
        >>> model("spatial").settings({"dimensions": 4})
        {'dimensions': 4, 'correlation': 0.0, 'dispersion': 1.0}
        """
        for name in given:
            if name not in self.parameters:
                has = nearest(name, self.parameters) if self.parameters else "it has none"
                raise ElectionError(
                    f'model "{self.id}" has no parameter "{printable(name)}"; {has}'
                )
        complete = {**self.parameters, **given}
        self.draw(2, 1, 1, rng=np.random.default_rng(0), **complete)
        return complete


def _liked_in_order(culture: Callable[..., Bytes]) -> Callable[..., Singles]:
    """Make utilities of rankings: as many as the candidates ranked below."""

    def draw(candidates: int, voters: int, elections: int, **rest: Any) -> Singles:
        return candidates - culture(candidates, voters, elections, **rest).astype(np.float32)

    return draw


def _in_space(*args: int, dimensions: float, **rest: Any) -> Singles:
    whole = isinstance(dimensions, float) and dimensions.is_integer()
    number = int(dimensions) if whole else dimensions
    check_whole("the number of dimensions", number, 1, _MOST_DIMENSIONS)
    return utilities.spatial(*args, dimensions=cast("int", number), **rest)


def _by_strength(
    candidates: int, voters: int, elections: int, *, ratio: float, rng: np.random.Generator
) -> Bytes:
    # With less, the strength of a 254th candidate would be too small for a float.
    check_number("ratio", ratio, _LEAST_RATIO, 1)
    strengths = ratio ** np.arange(candidates, dtype=np.float64)
    return electorate.plackett_luce(strengths, voters, elections, rng=rng)


def _walsh(*args: int, **rest: Any) -> Bytes:
    return electorate.single_peaked(*args, kind="walsh", **rest)


def _conitzer(*args: int, **rest: Any) -> Bytes:
    return electorate.single_peaked(*args, kind="conitzer", **rest)


_ALL: Final = (
    Model(
        id="random",
        summary="every utility is drawn alone, evenly from 0 to 1 (Merrill's random society)",
        draw=utilities.random_utilities,
    ),
    Model(
        id="spatial",
        summary="voters and candidates have normally distributed opinions, and like who is near",
        draw=_in_space,
        parameters={"dimensions": 2, "correlation": 0.0, "dispersion": 1.0},
    ),
    Model(
        id="impartial",
        summary="every ranking is as likely, for each voter alone (impartial culture)",
        draw=_liked_in_order(electorate.impartial_culture),
    ),
    Model(
        id="anonymous",
        summary="every profile of anonymous ballots is as likely (impartial anonymous culture)",
        draw=_liked_in_order(electorate.impartial_anonymous_culture),
    ),
    Model(
        id="mallows",
        summary="rankings stray from a common order: phi 0 never, 1 impartial culture (Mallows)",
        draw=_liked_in_order(electorate.mallows),
        parameters={"phi": 0.5},
    ),
    Model(
        id="urn",
        summary="voters copy voters before them: alpha 0 is impartial culture (Pólya's urn)",
        draw=_liked_in_order(electorate.urn),
        parameters={"alpha": 0.1},
    ),
    Model(
        id="plackett_luce",
        summary="choices are in proportion to strength, each candidate's a ratio of the one before",
        draw=_liked_in_order(_by_strength),
        parameters={"ratio": 0.7},
    ),
    Model(
        id="walsh",
        summary="rankings are single-peaked on a line, every such ranking as likely (Walsh)",
        draw=_liked_in_order(_walsh),
    ),
    Model(
        id="conitzer",
        summary="rankings are single-peaked on a line, the peak anywhere as likely (Conitzer)",
        draw=_liked_in_order(_conitzer),
    ),
)
MODELS: Final[Mapping[str, Model]] = {each.id: each for each in _ALL}


def model(name: str) -> Model:
    """Find a model by its id.

    Raises
    ------
    ElectionError
        With the nearest id.

    Examples
    --------
    >>> model("urn").parameters
    {'alpha': 0.1}
    """
    if name not in MODELS:
        raise ElectionError(f'no model "{printable(name)}"; {nearest(name, MODELS)}')
    return MODELS[name]
