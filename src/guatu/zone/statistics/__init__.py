"""Which figures does the outside world publish about the zone."""
