"""How residents choose, turn out and mark their papers: the parameters (model §2)."""

from attrs import frozen

from deliberate.parameter import parameter


@frozen(kw_only=True)
class Electorate:
    """The parameters of an election. Utilities are in units of a point of split times `distance`.

    Those of turnout are slopes of its logit; those of papers and tactics are shares of voters.
    """

    likeness: float = parameter(60.0, 10.0, 500.0, "assumed; hospital share varies by 6.4 points")
    distance: float = parameter(0.1, 0.02, 0.5, "assumed; utility a point of split")
    mood: float = parameter(0.5, 0.0, 2.0, "assumed; scale of chance in a choice")
    neighbour: float = parameter(0.5, 0.0, 2.0, "assumed; utility of a candidate from here")
    party: float = parameter(1.0, 0.0, 3.0, "assumed; utility of a candidate of one's own party")
    issue_weight: float = parameter(3.0, 1.0, 5.0, "assumed; single-issue voters, Scotland 2010")
    courting: float = parameter(0.2, 0.0, 1.0, "assumed; how far a manifesto goes to the middle")
    campaign: float = parameter(
        0.005, 0.0, 0.05, "assumed; standard deviation of each promised share"
    )
    stake: float = parameter(
        1.0, 0.0, 2.0, "assumed; logit a standard deviation of what is at stake"
    )
    race: float = parameter(
        0.5, 0.0, 2.0, "assumed; the same of the choice between two who are level in the poll"
    )
    devotion: float = parameter(1.0, 0.0, 2.0, "assumed; logit of a single-issue resident")
    age: float = parameter(
        0.8, 0.0, 1.5, "logit of those over 65: 75% of them voted in 2005, and 61% of all"
    )
    alienation: float = parameter(
        -1.5, -10.0, 0.0, "assumed; whoever likes nobody as much as this stays at home"
    )
    indifference: float = parameter(
        0.5, 0.0, 2.0, "assumed; whoever sees no difference as large as this stays at home"
    )
    names: float = parameter(1.6, 0.0, 10.0, "assumed; names ranked beyond the first, on average")
    spoilt_cross: float = parameter(
        0.003, 0.0, 0.013, "English local elections 2017, Electoral Commission; 0.2-1.3%"
    )
    spoilt_pair: float = parameter(
        0.02, 0.0, 0.05, "first and second choice: 1.3% mayors 2017, 2.8 and 3.4% police 2012, 2016"
    )
    spoilt_ranking: float = parameter(
        0.07, 0.0, 0.1, "5-9% where ranking is new, New Zealand 2004-07; less where it is usual"
    )
    spoilt_scores: float = parameter(0.07, 0.0, 0.1, "assumed; as where ranking is new")
    compromise: float = parameter(0.1, 0.0, 0.3, "assumed; 5-30% of voters")
    burial: float = parameter(0.05, 0.0, 0.3, "assumed")
    bullet: float = parameter(0.1, 0.0, 0.3, "assumed; 5-30% of voters")
    turnout_exponent: float = parameter(0.25, 0.0, 1.0, "assumed")
    record: float = parameter(0.4, 0.0, 2.0, "assumed; utility for ten points of residents' buy-in")
