"""Over which periods are records counted? As the kernel counts all rows."""

from guatu.kernel.measures.rows import periods_over

__all__ = ["periods_over"]
