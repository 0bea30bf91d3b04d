"""The commands: each takes words, does its work in a room below, and writes the answer."""
