"""Pure functions from a frame of events to a chart."""
