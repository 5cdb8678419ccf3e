"""What is right and wrong about a return? Pure rules, no Django; the relations themselves are data."""
