"""Many games at once: sweeps, the same session in another world, and the report's claim."""
