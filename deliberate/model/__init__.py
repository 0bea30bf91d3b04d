"""The model: pure functions on arrays, one idea a file.

No function here knows the name of a scenario, a governance arrangement or a voting system: all
act through measured quantities alone (votes, seats, holdings, shares).
"""
