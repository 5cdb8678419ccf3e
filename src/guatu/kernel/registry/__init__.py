"""How does one declaration of a model become lists, search, forms, imports and exports? See README.md."""
