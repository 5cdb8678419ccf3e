"""How does one declaration of a model become lists, search, forms, imports, exports and pages? See README.md."""
