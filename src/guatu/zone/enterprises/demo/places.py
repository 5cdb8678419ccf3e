"""Where do the invented streets run? In a desert without a street or a house, so that no real one is meant.

The zone is a grid of nine streets, five across and four along; a house number lies so far along its street.
"""

from __future__ import annotations

import re
from decimal import Decimal

STREETS = ("映星路", "澄江大道", "望湖路", "三叶街", "青禾路", "北辰路", "工业一路", "工业二路", "科创路")
_ACROSS = STREETS[:5]
# The south-western corner of the grid, in the Tengger desert; degrees of CGCS2000.
_WEST, _SOUTH = Decimal("104.600000"), Decimal("38.400000")
_WIDE, _HIGH = Decimal("0.110000"), Decimal("0.080000")
_HOUSES = 400
_NUMBER = re.compile(r"(\d+)号")


def place_of(address: str) -> dict[str, object]:
    """Longitude and latitude of an invented address; {} where it names no street of the zone."""
    street = next((name for name in STREETS if name in address), None)
    number = _NUMBER.search(address)
    if street is None or number is None:
        return {}
    along = Decimal(int(number[1])) / _HOUSES
    # Odd numbers stand on one side of the street.
    side = Decimal("0.000400") * (1 if int(number[1]) % 2 else -1)
    if street in _ACROSS:
        north = _HIGH * (_ACROSS.index(street) + 1) / (len(_ACROSS) + 1)
        return _degrees(_WEST + _WIDE * along, _SOUTH + north + side)
    down = STREETS[len(_ACROSS) :]
    east = _WIDE * (down.index(street) + 1) / (len(down) + 1)
    return _degrees(_WEST + east + side, _SOUTH + _HIGH * along)


def _degrees(longitude: Decimal, latitude: Decimal) -> dict[str, object]:
    return {"longitude": round(longitude, 6), "latitude": round(latitude, 6)}
