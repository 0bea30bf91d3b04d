"""The sweep that the tests of sweeps begin from."""

from deliberate import Sweep

QUICK = {"residents": 50, "years": 1}


def asked(**rest):
    usual = {
        "scenarios": ("two-towns", "dorset"),
        "choices": {"governance": ("stp-2016", "reform-2017"), "player": ("directive", "populist")},
        "ranges": {"parameters.buyin.habit": (0.2, 0.9), "turnout": (0.2, 0.4)},
        "settings": QUICK,
        "games": 5,
    }
    return Sweep(**{**usual, **rest})
