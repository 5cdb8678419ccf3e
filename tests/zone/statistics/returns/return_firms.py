"""Which firms do the tests of returns know, and what would each file?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from guatu.base.periods import Period
from guatu.kernel.directory import AuthorisedCopy, Entity, KnownValue

TODAY = date(2019, 7, 18)
MACHINES = Entity(101, "91999999D0001010X0", "星野试验机械有限公司", "C3511", "in_business", "industry")
PARTS = Entity(102, "91999999D0001020X0", "星野试验汽配有限公司", "C3670", "in_business", "industry")
TRADERS = Entity(103, "91999999D0001030X0", "星野试验贸易有限公司", "F5199", "in_business", "trade")


@dataclass
class FirmsOfTests:
    """A directory with three firms; `known` is what other sources say, `copies` what was handed over."""

    firms: list[Entity] = field(default_factory=lambda: [MACHINES, PARTS, TRADERS])
    known: list[tuple[int, KnownValue]] = field(default_factory=list)
    copies: list[AuthorisedCopy] = field(default_factory=list)

    def entities(
        self,
        *,
        ids: Collection[int] | None = None,
        usccs: Collection[str] | None = None,
        scales: Collection[str] | None = None,
    ) -> Sequence[Entity]:
        return [
            firm
            for firm in self.firms
            if (ids is None or firm.id in ids)
            and (usccs is None or firm.uscc in usccs)
            and (scales is None or firm.scale in scales)
        ]

    def known_values(
        self, entity_ids: Collection[int], elements: Collection[str], period: Period
    ) -> Sequence[tuple[int, KnownValue]]:
        return [
            (key, value)
            for key, value in self.known
            if key in entity_ids and value.element in elements and value.period == period
        ]

    def keep_copies(self, copies: Sequence[AuthorisedCopy], *, by: object) -> None:
        self.copies += copies


def output_values(
    output: int = 12000, last_year: int = 11000, month: int | None = None
) -> dict[str, str | None]:
    """A return of industrial output in which everything is right."""
    values: dict[str, str | None] = {
        "output": str(output),
        "output_last_year": str(last_year),
        "finished_value": str(output - 300),
        "processing_fees": "500",
        "wip_change": "-200",
        "new_products": "1000",
        "new_products_last_year": "900",
        "sales": str(output - 400),
        "sales_last_year": str(last_year - 300),
        "export_delivery": "n/a",
        "export_delivery_last_year": "n/a",
        "stock": "800",
    }
    return values if month is None else {**values, "output_month": str(month)}
