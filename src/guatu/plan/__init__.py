"""How does a plan become targets with an owner, a pace and a light."""
