r"""Counting votes.

>>> from elections import Profile, elect
>>> profile = Profile.from_text("4: Ann\n3: Bob > Cat\n2: Cat > Bob")
>>> elect(profile, "irv").elected
'Bob'
"""

from elections.arrays import UNRANKED, UNRATED
from elections.ballots import Profile
from elections.batch import elect_many
from elections.count import Count, Round, Step, Tie
from elections.counting import elect, elect_all, elect_each
from elections.errors import (
    BallotError,
    BallotFileError,
    BallotFileWarning,
    ElectionError,
    TieError,
    UnknownSystemError,
    WrongBallotsError,
)
from elections.formats import read, read_file, write
from elections.frozen import FrozenDict, freeze
from elections.papers import PaperRules
from elections.scores import Scores
from elections.systems import system, systems
from elections.systems.base import BallotKind, System
from elections.text import cell_width, pad, printable, shorten
from elections.ties import CandidateOrder, EveryWay, Lot, LotNumbers, Manual, TiePolicy

__all__ = [
    "UNRANKED",
    "UNRATED",
    "BallotError",
    "BallotFileError",
    "BallotFileWarning",
    "BallotKind",
    "CandidateOrder",
    "Count",
    "ElectionError",
    "EveryWay",
    "FrozenDict",
    "Lot",
    "LotNumbers",
    "Manual",
    "PaperRules",
    "Profile",
    "Round",
    "Scores",
    "Step",
    "System",
    "Tie",
    "TieError",
    "TiePolicy",
    "UnknownSystemError",
    "WrongBallotsError",
    "cell_width",
    "elect",
    "elect_all",
    "elect_each",
    "elect_many",
    "freeze",
    "pad",
    "printable",
    "read",
    "read_file",
    "shorten",
    "system",
    "systems",
    "write",
]
