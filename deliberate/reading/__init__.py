"""From files to scenarios: layers of tables, read strictly, with the place of every fault."""
