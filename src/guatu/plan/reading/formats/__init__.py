"""How is the text had out of a file of this form: one module a form, each with `extract`."""
