"""What every trade is built on: measures now; ledger, access, registry, clocks and cases to come."""
