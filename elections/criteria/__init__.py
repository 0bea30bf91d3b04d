r"""Criteria of voting systems: which a system meets, and ballots that show how it fails one.

>>> from elections import Profile
>>> from elections.criteria import criteria_of, violation
>>> criteria_of("irv")["monotonicity"]
False
>>> profile = Profile.from_text("4: A > B > C\n3: B > C > A\n2: C > A > B")
>>> print(violation(profile, "plurality", "monotonicity"))
None
"""

from elections.criteria.case import Violation
from elections.criteria.flags import criteria_of, example
from elections.criteria.looking import violation
from elections.criteria.registry import CRITERIA, Criterion

__all__ = ["CRITERIA", "Criterion", "Violation", "criteria_of", "example", "violation"]
