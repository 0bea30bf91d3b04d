"""Make docs/game.svg from the live game: a year's decision under separate purses.

Run it with the project installed: python docs/picture.py
"""

import asyncio
import re
import tempfile
from pathlib import Path

from attrs import evolve

from deliberate import Session, choose, governance, load_scenario, player
from deliberate.state import Phase
from tui.app import DeliberateApp

TARGET = Path(__file__).with_name("game.svg")
CUT = ["up", *["shift+left"] * 4, "down", "down", "down", *["shift+right"] * 2]


def session_at_decision(folder: Path) -> Path:
    """Keep a session that stands before the decision of its second year."""
    scenario = evolve(load_scenario("two-towns"), governance=governance("elected-siloed"))
    path = folder / "picture.deliberate"
    session = Session.new(scenario, seed=2, path=path)
    leader = player("consultative")
    while (session.state.year, session.state.phase) != (2, Phase.DECISION):
        session.submit(choose(leader, session.state))
    session.close()
    return path


async def photograph(folder: Path) -> str:
    """Play to the picture and return it as SVG."""
    app = DeliberateApp(folder, session=Session.resume(session_at_decision(folder)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*CUT)
        await pilot.pause()
        return app.export_screenshot(title="deliberate play")


def main() -> None:
    """Write the picture; fonts are those of the machine that shows it, and nothing is fetched."""
    with tempfile.TemporaryDirectory() as folder:
        picture = asyncio.run(photograph(Path(folder)))
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    # The page on which it stands need not know which run made it.
    picture = re.sub(r"terminal-\d+-", "game-", picture)
    TARGET.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
