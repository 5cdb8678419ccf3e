"""Which enterprises and other market entities are in the zone: one enterprise, one file (一企一档)."""
