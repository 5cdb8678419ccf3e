"""The trades of the zone: who keeps which records."""
