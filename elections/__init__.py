r"""Counting votes.

>>> from elections import Profile, elect
>>> profile = Profile.from_text("4: Ann\n3: Bob > Cat\n2: Cat > Bob")
>>> elect(profile, "irv").elected
'Bob'
"""

from elections.arrays import UNRANKED, UNRATED
from elections.ballots import Profile
from elections.count import Count, Round, Tie
from elections.counting import elect, elect_many
from elections.errors import (
    BallotError,
    BallotFileError,
    BallotFileWarning,
    ElectionError,
    TooManyTiesError,
    UnknownSystemError,
    WrongBallotsError,
)
from elections.formats import read
from elections.frozen import FrozenDict, freeze
from elections.scores import Scores
from elections.systems import system, systems
from elections.systems.base import BallotKind, System
from elections.text import cell_width, pad, printable, shorten

__all__ = [
    "UNRANKED",
    "UNRATED",
    "BallotError",
    "BallotFileError",
    "BallotFileWarning",
    "BallotKind",
    "Count",
    "ElectionError",
    "FrozenDict",
    "Profile",
    "Round",
    "Scores",
    "System",
    "Tie",
    "TooManyTiesError",
    "UnknownSystemError",
    "WrongBallotsError",
    "cell_width",
    "elect",
    "elect_many",
    "freeze",
    "pad",
    "printable",
    "read",
    "shorten",
    "system",
    "systems",
]
