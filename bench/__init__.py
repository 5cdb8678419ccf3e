"""What is measured: one module a subject, each with `measure() -> list[Result]`, run by `./run bench`."""
