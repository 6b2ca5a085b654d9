"""A dated record of diplomatic events: read it, ask it, draw it."""
